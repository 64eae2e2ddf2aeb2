using Sluice.Data.Text;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Training;

namespace Sluice.Studio.Views.Data;

/// <summary>A file or folder that may be data.</summary>
internal sealed record DataEntry(string Name, long Size);

/// <summary>What lies in the studio's folder that can be learned from.</summary>
internal static class DataFiles
{
    private const int Most = 1000, Depth = 3, LongestLine = 200, Lines = 8;

    private static readonly string[] s_data =
        [".txt", ".csv", ".tsv", ".json", ".jsonl", ".conll", ".conllu", ".ts", ".dict", ".md", ".xlsx", ".parquet"], s_parts = [".txt", ".wav"];

    /// <summary>Files and folders that may be data, with their sizes.</summary>
    public static IReadOnlyList<DataEntry> In(Shelf shelf)
    {
        List<DataEntry> found = [];
        Walk(new DirectoryInfo(shelf.Folder), Depth);
        return found;

        void Walk(DirectoryInfo folder, int depth)
        {
            if (found.Count >= Most
                || (File.Exists(Path.Combine(folder.FullName, "events.jsonl")) && File.Exists(RunFolder.ConfigIn(folder.FullName))))
                return;
            try
            {
                // A folder of recordings or texts is data as a whole.
                if (folder.FullName != shelf.Folder
                    && folder.EnumerateFiles().Where(f => s_parts.Contains(f.Extension.ToLowerInvariant())).Take(2).Count() > 1)
                    found.Add(new(shelf.NameOf(folder.FullName), 0));
                foreach (var file in folder.EnumerateFiles()
                    .Where(f => s_data.Contains(f.Extension.ToLowerInvariant())).OrderBy(f => f.Name, StringComparer.Ordinal))
                {
                    if (Shelf.SizeOf(file) is { } size) found.Add(new(shelf.NameOf(file.FullName), size));
                }

                foreach (var inner in folder.EnumerateDirectories().Where(d => depth > 0
                    && d.LinkTarget is null && d.Name is not ("bin" or "obj" or "node_modules" or "runs")
                    && !d.Name.StartsWith('.')).OrderBy(d => d.Name, StringComparer.Ordinal))
                    Walk(inner, depth - 1);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                // What may not be read is not shown.
            }
        }
    }

    /// <summary>The first lines of a file, or the first files of a folder.</summary>
    public static object Head(Shelf shelf, string name)
    {
        string path = shelf.Find(name);
        if (Directory.Exists(path))
            return new
            {
                Lines = Directory.EnumerateFiles(path).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).Take(Lines).ToArray(),
                Columns = Array.Empty<string>()
            };
        if (!File.Exists(path)) throw new SluiceException($"studio: expected a file, got '{name}', which is none.");
        string[] lines = FirstLines(path);
        return new { Lines = lines.Select(l => l.Length > LongestLine ? l[..LongestLine] + " …" : l).ToArray(), Columns = Columns(path, lines) };
    }

    /// <summary>Some lines, of a beginning that is never long: a file may be one line.</summary>
    private static string[] FirstLines(string path)
    {
        char[] beginning = new char[1 << 16];
        using var text = new StreamReader(FileScope.Check(path));
        int read = text.ReadBlock(beginning);
        return [.. TextLines.Of(new string(beginning, 0, read)).Take(Lines)];
    }

    /// <summary>The names of the columns, where the first lines of a file are a table.</summary>
    private static string[] Columns(string path, string[] lines)
    {
        try
        {
            return Path.GetExtension(path).ToLowerInvariant() is not (".csv" or ".tsv")
                ? []
                : [.. CsvTable.Parse(string.Join('\n', lines.Take(3)) + "\n", path).Columns.Select(c => c.Name)];
        }
        catch (SluiceException)
        {
            return [];
        }
    }
}
