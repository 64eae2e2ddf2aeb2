using Sluice.Data;
using Sluice.Readers;

namespace Sluice.Cli;

/// <summary>The files of the parts of data.</summary>
/// <param name="Training">What to learn from.</param>
/// <param name="Validation">The file for validation, or null.</param>
/// <param name="Test">The file for test, or null.</param>
internal sealed record PartFiles(TableSource Training, string? Validation, string? Test)
{
    /// <summary>Whether there are more files than that to learn from.</summary>
    public bool AreSeveral => Validation is not null || Test is not null;

    /// <summary>Whether the files are sequences with labels: words with tags, texts in folders, or series.</summary>
    public bool AreSequences => !Training.Database.IsGiven && !ConfigFile.Is(Training.File)
        && (TaggedData.IsFolder(Training.File) || IsFolderOfTexts(Training.File) || IsSeries(Training.File) || (File.Exists(Training.File) && DataFile.Sniff(Training.File) == DataKind.Conll));

    /// <summary>Reports on sequences with labels.</summary>
    public SequenceReport Sequences()
    {
        (DataPart Part, string? File)[] files = [(DataPart.Training, Training.File), (DataPart.Validation, Validation), (DataPart.Test, Test)];
        return SequenceReport.Of([.. files.Where(f => f.File is not null).SelectMany(f => Read(f.File!, f.Part))]);
    }

    private static IEnumerable<LabelledSequence> Read(string path, DataPart part)
    {
        if (IsFolderOfTexts(path)) return LabelledTexts.Folder(path).Select(t => new LabelledSequence(part, t.Text.Length, [t.Label], t.Text));
        if (!IsSeries(path)) return TaggedData.Read(path).Select(s => LabelledSequence.Of(s, part));
        var rows = TsFile.Read(path);
        string?[] Cells(int row) => [.. rows.Table.Columns.Select(c => c.Text(row))];
        return rows.Sequences.Select((s, i) =>
        {
            string?[] cells = [.. Enumerable.Range(s.Start, s.Count).SelectMany(Cells)];
            return new LabelledSequence(part, s.Count, [rows.Labels[i]], string.Join(' ', cells), cells.Count(c => c is null));
        });
    }

    // A run folder is a configuration.
    private static bool IsFolderOfTexts(string path) => Directory.Exists(path) && !File.Exists(Path.Combine(path, "config.json")) && Directory.EnumerateFiles(path, "*.txt").Any();

    private static bool IsSeries(string path) => Path.GetExtension(path).Equals(".ts", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reports on tables.</summary>
    /// <param name="target">The column to foresee, or null.</param>
    public TableReport Tables(string? target)
    {
        var (first, second, third) = (Training.Read(), Read(Validation), Read(Test));
        Table[] tables = [first, .. second is null ? [] : new[] { second }, .. third is null ? [] : new[] { third }];
        int validation = second?.RowCount ?? 0, test = third?.RowCount ?? 0;
        var parts = new Split(new(0, first.RowCount), new(first.RowCount, validation), new(first.RowCount + validation, test));
        return Fitting.To(Training.Name, () => TableReport.Of(tables.Length == 1 ? first : Table.Concat(tables), parts, target));

        static Table? Read(string? file) => file is null ? null : DataFile.ReadTable(file);
    }
}
