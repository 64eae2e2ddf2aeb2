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

    /// <summary>Whether the files are words with tags.</summary>
    public bool AreSentences => !Training.Database.IsGiven && File.Exists(Training.File) && !ConfigFile.Is(Training.File) && DataFile.Sniff(Training.File) == DataKind.Conll;

    /// <summary>Reports on words with tags.</summary>
    public SequenceReport Sentences()
    {
        (DataPart Part, string? File)[] files = [(DataPart.Training, Training.File), (DataPart.Validation, Validation), (DataPart.Test, Test)];
        return SequenceReport.Of([.. files.Where(f => f.File is not null)
            .SelectMany(f => ConllFile.Read(f.File!).Select(s => LabelledSequence.Of(s, f.Part)))]);
    }

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
