using Sluice.Audio;
using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Sources;

/// <summary>The files of the parts of data.</summary>
/// <param name="Training">What to learn from.</param>
/// <param name="Validation">The file for validation, or null.</param>
/// <param name="Test">The file for test, or null.</param>
public sealed record PartFiles(TableSource Training, string? Validation, string? Test)
{
    /// <summary>A look at what to learn from, whose table is not read again; null for none.</summary>
    internal DataLook? Look { get; init; }

    /// <summary>Whether there are more files than that to learn from.</summary>
    public bool AreSeveral => Validation is not null || Test is not null;

    /// <summary>Whether it is seen without more that the files hold labelled sequences.</summary>
    public bool AreSequences
        => !Training.Settings.IsQuery && (IsFolderOfTexts(Training.File) || IsSentences(Training.File) || IsSeries(Training.File));

    private IEnumerable<(DataPart Part, TableSource Source)> All =>
        new[] { (DataPart.Training,
            Training), (DataPart.Validation, Source(Validation)), (DataPart.Test, Source(Test)) }.Where(f => f.Item2 is not null)!;

    /// <summary>Reports on labelled sequences.</summary>
    /// <param name="columns">Where they are tables: which columns are what.</param>
    /// <param name="text">The column of texts, where they are tables of texts.</param>
    /// <param name="whole">Whether a sequence has one label; else each of its steps has one.</param>
    public SequenceReport Sequences(RowColumns? columns = null, string text = "", bool whole = false)
        => UserError.In(Training.Name, () =>
        {
            List<string> notes = [];
            return SequenceReport.Of(
                [.. All.SelectMany(f => Read(f.Source, f.Part, columns ?? new RowColumns(), text, whole, notes))]) with
            { Notes = notes };
        });

    /// <summary>Reports on tables.</summary>
    /// <param name="target">The column to foresee, or null.</param>
    public TableReport Tables(string? target)
    {
        // Where a table holds several series, the dates begin anew with each; a series in each row is shown as one below the other.
        if (target is null && !AreSeveral && Look?.Table is { } seen && (seen.Wide ?? (seen.IsStacked ? seen.Table : null)) is { } series)
            return UserError.In(Training.Name, () => TableReport.Of(
                series, TableWarnings.Whole(series),
                null) with
            { Warnings = TableWarnings.Of(series, ordered: [.. series.Columns.OfType<DateColumn>().Select(c => c.Name)]) });
        var tables = All.Select(f => (f.Part, Table: f.Part == DataPart.Training && Look is { } look ? look.Table.Table : f.Source.Read())).ToList();
        int Rows(DataPart part) => tables.Where(t => t.Part == part).Sum(t => t.Table.RowCount);
        var (train, validation) = (new RowRange(0, Rows(DataPart.Training)), new RowRange(Rows(DataPart.Training), Rows(DataPart.Validation)));
        var parts = new Split(train, validation, new RowRange(validation.End, Rows(DataPart.Test)));
        return UserError.In(
            Training.Name, () => TableReport.Of(tables.Count == 1 ? tables[0].Table : Table.Concat([.. tables.Select(t => t.Table)]), parts, target));
    }

    /// <summary>Whether a path names a configuration rather than data: a .json that is not an array of objects.</summary>
    public static bool IsConfig(string path)
        => Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) && !DataFile.IsJsonArray(path);

    /// <summary>The texts of a column with those of a column of labels, as they stand in the table.</summary>
    /// <exception cref="SluiceFormatException">There is no such column, or the table cannot be read.</exception>
    public static IEnumerable<(string Text, string? Label, int Line)> Texts(TableSource source, string text, string label)
        => LabelledTexts.Columns(source.Read(roles: TextRoles(text, label)), text, label);

    /// <summary>A text is a text whatever it looks like, and a label no number.</summary>
    internal static IReadOnlyDictionary<string, ColumnKind> TextRoles(string text, string label)
        => new[] { (text, ColumnKind.Text), (label, ColumnKind.Category) }.Where(r => r.Item1.Length > 0).DistinctBy(r => r.Item1).ToDictionary();

    private static TableSource? Source(string? file) => file is null ? null : TableSource.Of(file);

    private static bool IsFolderOfTexts(string path)
        => Directory.Exists(path) && !File.Exists(Path.Combine(path, "config.json")) && Directory.EnumerateFiles(path, "*.txt").Any();

    private static bool IsSentences(string path)
        => TaggedData.IsFolder(path) || (File.Exists(FileScope.Check(path)) && !IsConfig(path) && DataFile.Sniff(path) == DataKind.Conll);

    private static bool IsSeries(string path) => DataFile.Ending(path) == ".ts";

    private static IEnumerable<LabelledSequence> Read(
        TableSource source, DataPart part, RowColumns columns, string text, bool whole, List<string> notes)
    {
        if (IsFolderOfTexts(source.File))
            return LabelledTexts.Folder(source.File).Select(t => new LabelledSequence(part, t.Text.Length, [t.Label], t.Text));
        if (IsSeries(source.File)) return LabelledSequence.Of(TsFile.Read(source.File), part);
        if (!source.Settings.IsQuery && Recording.Is(source.File))
            return Recording.In(source.File).Select(r => new LabelledSequence(part, WavFile.Read(r.Path).Samples.Length, [r.Label], r.Path));
        if (columns.Target.Length == 0)
        {
            var sentences = TaggedData.Read(source.OnlyFile);
            notes.AddRange(sentences.Notes.Where(n => !notes.Contains(n)));
            return sentences.Select(s => LabelledSequence.Of(s, part));
        }

        if (text.Length > 0) return Texts(source, text, columns.Target).Select(t => new LabelledSequence(part, t.Text.Length, [t.Label], t.Text));
        var table = source.Read();
        if (whole) return LabelledSequence.Of(columns.Labelled(table), part);
        Column[] inputs = [.. columns.InputsOf(table).Select(table.Column)];
        var target = table.Column(columns.Target);
        return columns.Sequences(
            table).Select(r => LabelledSequence.Of(inputs, r, [.. Enumerable.Range(r.Start, r.Count).Select(target.Text)], part));
    }
}
