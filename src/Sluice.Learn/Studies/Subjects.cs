using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Readers;
using Sluice.Tasks.Compose;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Text;

namespace Sluice.Learn.Studies;

/// <summary>What a comparison compares on.</summary>
public static class Subjects
{
    /// <summary>Reads the data of a comparison: lines of JSON without a target are music, and what is no table is a text.</summary>
    /// <exception cref="SluiceFormatException">The data cannot be read.</exception>
    /// <exception cref="UsageException">It is a table, and no target is named.</exception>
    public static ISubject Of(ComparisonRun run)
    {
        if (run.Target.Length == 0 && DataFile.Ending(run.Data) == ".json") return new MusicSubject(MusicFile.Read(run.Data), run.Layers, run.Batch);
        if (run.Data.StartsWith(TextSource.Book, StringComparison.Ordinal) || DataFile.Sniff(run.Data) == DataKind.Text)
            return new TextSubject(TextSource.Read(run.Data), run.Layers, run.Batch);
        var table = DataFile.ReadTable(run.Data);
        return run.Target.Length > 0
            ? new TableSubject(table, run.Target, run.Layers, run.Batch)
            : throw new UsageException($"compare: expected --target COLUMN, one of {string.Join(", ", table.Columns.Select(c => c.Name))}.");
    }
}

/// <summary>The next step of music.</summary>
public sealed class MusicSubject(Music music, int layers, int batch) : ISubject
{
    /// <inheritdoc/>
    public string Loss => "negative log-likelihood of a step, in nats, the mean over steps";

    /// <inheritdoc/>
    public double? Baseline { get; } = MusicModel.Baseline(music.Train, music.Test);

    /// <inheritdoc/>
    public Candidate Make(string cell, Draw draw)
    {
        var (model, training) = MusicModel.From(
            music,
            new MusicModelOptions { Cell = cell, Hidden = draw.Hidden, Layers = layers, Batch = batch, Dropout = draw.Dropout, Seed = draw.Seed });
        return new Candidate(training, () => model.Evaluate(music.Test).Loss);
    }
}

/// <summary>The next character of a text; its last tenth is the test part, the tenth before validates.</summary>
public sealed class TextSubject(string text, int layers, int batch) : ISubject
{
    private readonly string _rest = text[..^(text.Length / 10)], _test = text[^(text.Length / 10)..];

    /// <inheritdoc/>
    public string Loss => "cross-entropy of a character, in nats";

    /// <inheritdoc/>
    public double? Baseline => null;

    /// <inheritdoc/>
    public Candidate Make(string cell, Draw draw)
    {
        var options = new LanguageModelOptions
        {
            Cell = cell,
            Hidden = draw.Hidden,
            Embedding = draw.Hidden,
            Layers = layers,
            Batch = batch,
            Dropout = draw.Dropout,
            Seed = draw.Seed,
            Validation = 1.0 / 9,
        };
        var (model, training) = LanguageModel.From(_rest, options);
        return new Candidate(training, () => model.Evaluate(model.Encode(_test)).Loss);
    }
}

/// <summary>The next row of a table.</summary>
public sealed class TableSubject(Table table, string target, int layers, int batch) : ISubject
{
    /// <inheritdoc/>
    public string Loss => "quantile loss of a number, or cross-entropy of a category";

    /// <inheritdoc/>
    public double? Baseline => null;

    /// <inheritdoc/>
    public Candidate Make(string cell, Draw draw)
    {
        var options = new ForecasterOptions
        {
            Target = target,
            Cell = cell,
            Hidden = draw.Hidden,
            Layers = layers,
            Batch = batch,
            Dropout = draw.Dropout,
            Seed = draw.Seed,
            Test = 0.1
        };
        var (model, training) = Forecaster.From(table, options);
        return new Candidate(training, () => model.Backtest(table, training.Split.Test).Loss);
    }
}
