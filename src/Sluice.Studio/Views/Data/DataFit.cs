using Sluice.Formats;
using Sluice.Readers;
using Sluice.Studio.Runs;
using Sluice.Studio.Views.Inside;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Sources;

namespace Sluice.Studio.Views.Data;

/// <summary>What the page is told of a file of data: which tasks it is for, and what is proposed for one of them.</summary>
/// <param name="Form">Its form, such as "table"; "model" for a file of a model, "large" for one that is too large to be looked at first.</param>
/// <param name="Tasks">The tasks that it is for, the best first.</param>
/// <param name="Settings">The settings that follow from it for the task asked for, or for the best.</param>
/// <param name="Warnings">What is wrong with the data.</param>
/// <param name="Count">Rows of a table; 0 for what is none.</param>
/// <param name="Columns">The names of the columns of a table.</param>
/// <param name="Rows">The first rows of a table.</param>
internal sealed record DataFit(
    string Form, IReadOnlyList<string> Tasks, IReadOnlyDictionary<string, string> Settings, IReadOnlyList<string> Warnings, int Count,
    IReadOnlyList<string> Columns, IReadOnlyList<string[]> Rows)
{
    private const int ShownRows = 5, ShownColumns = 12, LongestCell = 40;

    // What views other than Train read.
    private static readonly string[] s_binary = [".wav", ".mid", ".midi", ".npy", ".npz", ".gz", ".zst", ".idx", ".xlsx", ".xlsm", ".xlsb", ".xls", ".parquet"];

    /// <summary>Looks at a file.</summary>
    /// <param name="studio">The studio.</param>
    /// <param name="name">The file or folder, within that of the studio.</param>
    /// <param name="task">The task for which settings are wanted; null for the best.</param>
    /// <exception cref="SluiceException">It cannot be read, or is the data of no task.</exception>
    public static DataFit Of(StudioContext studio, string name, string? task)
    {
        string path = studio.Shelf.Find(name);
        if (ModelFiles.IsNamedSo(name)) return Nothing("model");
        if (new FileInfo(path) is { Exists: true } file && file.Length > studio.Options.LargestUpload) return Nothing("large");
        var look = new DataLook(TableSource.Of(path));
        string[] tasks = [.. TaskRegistry.Fits(look).Where(f => f.Task.LearnsInSteps).Select(f => f.Task.Name)];
        if (tasks.Length == 0) throw new SluiceFormatException("this looks like the data of none of the tasks that can be trained here.", path);
        string chosen = task ?? tasks[0];
        var proposal = tasks.Contains(chosen) ? Proposed(RunShelf.Task(chosen), look) : (Settings: [], Warnings: []);
        var table = look.IfTable?.Table;
        var columns = table?.Columns.Take(ShownColumns).ToArray() ?? [];
        return new(
            look.Form.ToString().ToLowerInvariant(), tasks, proposal.Settings, proposal.Warnings, table?.RowCount ?? 0,
            [.. columns.Select(c => c.Name)],
            [.. Enumerable.Range(0, Math.Min(ShownRows, table?.RowCount ?? 0)).Select(r => columns.Select(c => Cell(c.Written(r))).ToArray())]);
    }

    /// <summary>Refuses a file that no view can use, and removes it.</summary>
    /// <exception cref="SluiceFormatException">It is one; the message says of which kind.</exception>
    public static void RequireUsable(string path)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (ModelFiles.IsNamedSo(path) || s_binary.Contains(extension)) return;
        try
        {
            if (DataFile.Sniff(path) != DataKind.Format && new FileInfo(path).Length > 0 && DataFile.KindOf(path) is null && !IdxFile.Is(path))
                throw new SluiceFormatException("this is neither text nor a table, a recording or a model.", path);
        }
        catch (SluiceException)
        {
            File.Delete(FileScope.Check(path));
            throw;
        }
    }

    private static DataFit Nothing(string form) => new(form, [], new Dictionary<string, string>(), [], 0, [], []);

    private static (Dictionary<string, string> Settings, IReadOnlyList<string> Warnings) Proposed(TaskDescriptor task, DataLook look)
    {
        var proposal = task.Propose(new InitInquiry(look.Source, new Dictionary<string, string>()) { Look = look });
        var usual = task.Start();
        return (task.Settings.Where(s => s.Key != "data.file" && !s.Key.EndsWith(".*", StringComparison.Ordinal) && proposal.Run[s.Key] != usual[s.Key])
            .ToDictionary(s => s.Key, s => proposal.Run[s.Key]), proposal.Warnings);
    }

    private static string Cell(string? text) => text is null ? "" : text.Length > LongestCell ? text[..LongestCell] + " …" : text;
}
