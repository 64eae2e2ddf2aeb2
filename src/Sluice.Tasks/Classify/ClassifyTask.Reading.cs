using Sluice.Audio;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Classify;

/// <summary>How files become the samples of a classifier.</summary>
internal sealed partial class ClassifyTask
{
    /// <summary>What columns hold by what they are for: a text is a text, whatever it looks like, and a label no number.</summary>
    private static IReadOnlyDictionary<string, ColumnKind> Roles(ClassifyRun run)
        => run.Text.Length == 0 ? run.Columns.Roles : PartFiles.TextRoles(run.Text, run.Columns.Target);

    private static bool IsText(ClassifyRun run) => run.Text.Length > 0 || Directory.Exists(run.Data) && !Recording.Is(run.Data);

    // What training never looks at is told by the numbers in the names, as the collections of recordings do.
    private static (Classifier, ClassTraining) FromRecordings(ClassifyRun run, string? held)
    {
        var all = Recording.In(run.Data);
        var sound = Recording.Known(run.Sound, all);
        var features = new SpectralFeatures(sound);
        if (run.TestFirst > 0 && all.All(r => r.Number is null))
            throw new SluiceFormatException("expected names that end in a number, such as 7_jackson_32.wav, for --test-first; got none.", run.Data);
        LabelledRows Rows(IEnumerable<Recording> some, string name) => Recording.Read([.. some], features, name);
        var test = all.Where(r => r.Number < run.TestFirst).ToHashSet();
        return Classifier.FromRows(
            Rows(all.Where(r => !test.Contains(r)), run.Data), held is null
                ? null
                : Rows(Recording.In(held), held), new RowColumns { Piece = 0 }, run.Model, test.Count > 0 ? Rows(test, run.Data) : null, sound);
    }

    private static bool IsSeries(string path) => DataFile.Ending(path) == ".ts" || IdxFile.Is(path);

    private static bool Keep((string Text, string? Label, int Line) text, List<int> left)
    {
        if (text.Text.Length == 0) left.Add(text.Line);
        return text.Text.Length > 0;
    }

    private static IReadOnlyList<Sample> Texts(ClassifyRun run, TableSource source, List<int> left, Table? table = null)
        => [.. (table is not null ? LabelledTexts.Columns(table, run.Text, run.Columns.Target)
            : Directory.Exists(source.File) ? LabelledTexts.Folder(source.File)
            : PartFiles.Texts(
                source, run.Text, run.Columns.Target)).Where(t => Keep(t, left)).Select(t => Classifier.Read(t.Text, run.Model, t.Label, t.Line))];

    private static LabelledRows Series(TableSource source, string labels, RowColumns columns, Schema? schema = null, Table? table = null)
    {
        string path = source.File;
        if (DataFile.Ending(path) == ".ts") return TsFile.Read(path);
        if (IdxFile.Is(path)) return IdxFile.Read(path, labels.Length > 0 ? labels : null);
        if (columns.Sequence.Length == 0)
            throw new SluiceFormatException(
                "expected a .ts file or images in IDX; for a table, --sequence COLUMN says to which sequence a row belongs, or --text COLUMN where the texts are.",
                source.Name);
        return columns.Labelled(table ?? source.Read(schema, columns.Roles));
    }

    private static Asked Read(Classifier model, Inquiry inquiry)
    {
        string path = inquiry.Source.File;
        if (model.Sound is { } sound)
        {
            if (!Recording.Is(path))
                throw new SluiceFormatException("expected a WAV file or a folder of them, as the model learned from recordings.", path);
            return new Asked(Heard(model, Recording.In(path), new SpectralFeatures(sound), inquiry));
        }

        if (model.Input is RowInput)
        {
            var series = Series(inquiry.Source, inquiry.Truth ?? "", model.Columns!, model.Schema);
            string sequence = model.Columns?.Sequence ?? "";
            return new Asked(UserError.In(inquiry.Source.Name, () => model.Read(series)))
            {
                Table = sequence.Length > 0 && series.Table.Has(sequence)
                    ? new Table([series.Table.Column(sequence).At([.. series.Sequences.Select(s => s.Start)])])
                    : null,
            };
        }

        if (Directory.Exists(path)) return new Asked([.. LabelledTexts.Folder(path).Select(t => model.Read(t.Text, t.Label, t.Line))]);
        bool table = inquiry.Source.Settings.IsQuery || (model.Columns is not null && DataFile.Sniff(path) != DataKind.Text);
        if (!table) return new Asked([.. inquiry.ReadLines().Select((t, i) => model.Read(t, null, i + 1))]);
        var columns =
            model.Columns ?? throw new SluiceFormatException("expected a text a line: the model did not learn from a table.", inquiry.Source.Name);
        var texts = inquiry.Table(model, PartFiles.TextRoles(columns.Inputs![0], columns.Target));
        return new Asked(
            [.. LabelledTexts.Columns(texts, columns.Inputs![0], columns.Target).Select(t => model.Read(t.Text, t.Label, t.Line))])
        { Table = texts };
    }

    /// <summary>A sequence of each recording; one that cannot be read is named, and has no steps.</summary>
    private static IReadOnlyList<Sample> Heard(Classifier model, IReadOnlyList<Recording> recordings, SpectralFeatures features, Inquiry inquiry)
    {
        IReadOnlyList<Sample> Of(IReadOnlyList<Recording> some)
            => UserError.In(inquiry.Source.Name, () => model.Read(Recording.Read(some, features, inquiry.Source.File)));
        if (recordings.Count == 1) return Of(recordings);
        return [.. recordings.Select((recording, i) =>
        {
            try
            {
                return Of([recording])[0];
            }
            catch (SluiceFormatException e)
            {
                inquiry.Unanswered.PassUnread(e.Message);
                return new Sample(0, i + 1) { Label = recording.Label };
            }
        })];
    }
}
