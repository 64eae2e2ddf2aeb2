using Sluice.Data.Tables;
using Sluice.Data.Text;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Descriptor;

/// <summary>What <c>evaluate</c> and <c>predict</c> are asked.</summary>
/// <param name="Model">The model file.</param>
/// <param name="Source">The data.</param>
/// <param name="Json">Whether the answer is for machines.</param>
/// <param name="Output">Where the answer goes.</param>
public sealed record Inquiry(string Model, TableSource Source, bool Json, TextWriter Output)
{
    /// <summary>What stands for standard input in place of a file.</summary>
    public const string Standard = TableSource.StandardInput;

    /// <summary>The file for the answers, in place of the output; or null.</summary>
    public string? Out { get; init; }

    /// <summary>The picture (SVG) to write, or null.</summary>
    public string? Plot { get; init; }

    /// <summary>The data file.</summary>
    public string Data => Source.OnlyFile;

    /// <summary>The questions that get an empty answer.</summary>
    public Unanswered Unanswered { get; init; } = new();

    /// <summary>What is right, where it stands in a file of its own.</summary>
    public string? Truth { get; init; }

    /// <summary>The page to write, or null.</summary>
    public string? Report { get; init; }

    /// <summary>How many answers are wanted for one thing.</summary>
    public int Best { get; init; } = 1;

    /// <summary>The values of the options that tasks have (<see cref="TaskDescriptor.PredictOptions"/>), by name.</summary>
    public IReadOnlyDictionary<string, object> Options { get; init; } = new Dictionary<string, object>();

    /// <summary>Is shown each table that was read, or null.</summary>
    public Action<Table>? Seen { get; init; }

    /// <summary>How an object becomes a line of JSON.</summary>
    public required Func<object, string> ToJson { get; init; }

    /// <summary>The value of an option of the task.</summary>
    public T Option<T>(string name) => (T)Options[name];

    /// <summary>Reads the table as the model's own was read, and says how it differs from that.</summary>
    /// <exception cref="SluiceFormatException">It cannot be read so.</exception>
    internal Table Table(ITableModel model, IReadOnlyDictionary<string, ColumnKind>? roles = null)
    {
        var table = Source.Read(model.Schema, roles);
        Seen?.Invoke(table);
        foreach (string note in table.Notes.Concat(model.Schema?.Differences(table) ?? [])) Unanswered.Note(note);
        return table;
    }

    /// <summary>Says which rows of a table a model learned from: figures on them are too good.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The table.</param>
    /// <param name="how">What was done with the rows that the model keeps.</param>
    internal void NoteLearned(ITableModel model, Table table, string how = "learned from")
    {
        string[] columns = [.. model.Schema?.Columns.Select(c => c.Name) ?? []];
        if (columns.Length > 0 && columns.All(table.Has))
            NoteLearned(model, RowSketch.Hashes(table, columns), row => table.Line(row) ?? row + 1, "rows", how);
    }

    /// <summary>Says which things a model learned from.</summary>
    internal void NoteLearned(ITableModel model, IReadOnlyList<ulong> hashes, Func<int, int> line, string what, string how = "learned from")
    {
        if (model.Learned is not { } learned || learned.Known(hashes) is not { Count: > 0 } known) return;
        string lines = string.Join(", ", known.Places.Take(5).Select(line)) + (known.Count > 5 ? ", ..." : "");
        Unanswered.Note(
            $"{(learned.IsWhole ? "" : "about ")}{known.Count} of {hashes.Count} {what} were {how}, so the figures are too good for new ones (line {lines})");
    }

    /// <summary>The lines of the data, a question each; empty ones, and those that are no text, are taken for unanswered.</summary>
    /// <param name="separated">Whether empty lines may stand between questions, and are none.</param>
    /// <exception cref="SluiceFormatException">The data cannot be read, or is empty.</exception>
    public string[] ReadLines(bool separated = false)
    {
        string[] lines =
            [.. TextFile.DecodeLines(TextFile.ReadBytes(Data), Data, Unanswered.PassUnread).Select(l => string.IsNullOrWhiteSpace(l) ? "" : l)];
        for (int i = 0; i < lines.Length; i++)
            if (lines[i].Length == 0 && !separated) Unanswered.PassEmpty(i + 1);
        return lines;
    }

    /// <summary>Writes an object for machines on one line.</summary>
    public void WriteJson(object machine) => Output.WriteLine(ToJson(machine));

    /// <summary>Writes a line for people; on a terminal it is broken between words, further lines indented.</summary>
    public void WriteLine(string text, int indent) => Screen.WriteLine(Output, text, indent);

    /// <summary>Writes figures: an object for machines, or a line each; and the page that was asked for.</summary>
    /// <param name="machine">The object.</param>
    /// <param name="figures">Names and texts.</param>
    /// <param name="page">A page with more than the figures; null for them alone.</param>
    public void Write(object machine, IReadOnlyList<(string Name, string Text)> figures, Func<string>? page = null)
    {
        if (Report is { } report) AtomicFile.Write(report, page?.Invoke() ?? AnswerPage.Html($"How well it does on {Source.Title}", figures, []));
        if (Json) WriteJson(machine);
        else foreach (var (name, text) in figures) WriteLine($"{name,-16} {text}", 17);
    }

    /// <summary>Writes predictions to where they were asked for: the output or a file, a page, a picture.</summary>
    /// <exception cref="UsageException">A picture was asked for, and there is nothing to draw.</exception>
    public void Write(Predictions predictions)
    {
        if (Plot is not null && predictions.Pictures is null)
            throw new UsageException("--plot: there is nothing to draw of these answers; --report FILE writes a page.");
        var pictures = new Lazy<IReadOnlyList<string>>(() => predictions.Pictures?.Invoke() ?? []);
        if (Report is { } report)
            AtomicFile.Write(
                report, predictions.Page?.Invoke() ?? AnswerPage.Html(
                    Source == TableSource.Nothing ? "Drawn from nothing" : $"Answers on {Source.Title}", [], pictures.Value, predictions.Answers));
        if (Plot is { } plot) AtomicFile.Write(plot, AnswerPage.Stacked(pictures.Value));
        if (Out is { } file)
        {
            if (predictions.Files.TryGetValue(Path.GetExtension(file).ToLowerInvariant(), out var write)) write(file);
            else TableFile.Write(file, predictions.Answers);
        }

        if (Json) foreach (object answer in predictions.Machine) WriteJson(answer);
        else if (Out is not null)
            Unanswered.Note($"{predictions.Answers.RowCount} {(predictions.Answers.RowCount == 1 ? "answer stands" : "answers stand")} in {Out}");
        else if (predictions.Text is { } text) text(Output);
        else CsvTable.Write(predictions.Answers, Output);
        if (Json || predictions.Why is null) return;
        if (Out is null) Output.WriteLine();
        foreach (string line in predictions.Why) Output.WriteLine(line);
    }
}

/// <summary>What <c>init</c> is asked.</summary>
/// <param name="Source">The data.</param>
/// <param name="Given">The settings that were chosen already, by key.</param>
public sealed record InitInquiry(TableSource Source, IReadOnlyDictionary<string, string> Given)
{
    /// <summary>A look at the data, which tasks share.</summary>
    public DataLook Look { get; init; } = new(Source, Given);
}

/// <summary>What a model is run over to be looked into.</summary>
/// <param name="Who">What the model is, for messages, such as "a forecaster".</param>
public sealed record InspectInquiry(string Who)
{
    /// <summary>A text that was typed, or null.</summary>
    public string? Text { get; init; }

    /// <summary>The data, or null.</summary>
    public TableSource? Source { get; init; }

    /// <summary>Which of the sequences of the data, from 0.</summary>
    public int Index { get; init; }

    /// <summary>How many steps of a table are shown, the last of it.</summary>
    public int Last { get; init; } = int.MaxValue;

    /// <summary>The most steps that are recorded.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>How many of a sequence's steps are recorded and shown, the last ones: all, but of a very long one as many as of a table.</summary>
    public int Shown(int steps)
    {
        const int LongestWhole = 16_384;
        return steps <= LongestWhole ? steps : Math.Min(steps, Last);
    }

    /// <summary>The table.</summary>
    /// <exception cref="UsageException">None is named.</exception>
    public Table ReadTable(ITableModel? model = null)
        => (Source ?? throw new UsageException($"inspect: expected --data TABLE or --query TEXT for {Who}.")).Read(model?.Schema);

    /// <summary>The file.</summary>
    /// <exception cref="UsageException">None is named.</exception>
    public string File(string what) => (Source ?? throw new UsageException($"inspect: expected --data {what} for {Who}.")).OnlyFile;

    /// <summary>Of so many the one that is asked for, or the nearest.</summary>
    /// <exception cref="SluiceFormatException">There is none.</exception>
    public int Place(int count)
        => count > 0 ? Math.Clamp(Index, 0, count - 1) : throw new SluiceFormatException("expected a sequence or more, got none.", Source?.Name);
}
