using Sluice.Cells;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Learn.Studies;

/// <summary>Everything that repeats a comparison of cells.</summary>
/// <param name="Data">A text, a table, or music.</param>
/// <param name="Target">The column to forecast, of a table.</param>
/// <param name="Space">From where settings are drawn.</param>
/// <param name="Training">How each net is trained.</param>
public sealed record ComparisonRun(string Data, string Target, SearchSpace Space, TrainingOptions Training)
{
    /// <summary>A comparison before any setting.</summary>
    public static ComparisonRun Usual { get; } = new("", "", new SearchSpace(), new TrainingOptions { Epochs = 50, Patience = 8 });

    /// <summary>The cells; the others are compared to the first.</summary>
    public IReadOnlyList<string> Cells { get; init; } = ["lstm", "gru", "rnn"];

    /// <summary>Draws of settings, each tried with every cell.</summary>
    public int Trials { get; init; } = 20;

    /// <summary>The share of a cell's trials, the best by validation loss, that is tested against the first cell's.</summary>
    public double Share { get; init; } = 0.25;

    /// <summary>Layers of every net.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Sequences trained side by side.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>Nets trained at the same time; 0 for one a core. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The settings.</summary>
    public static SettingList<ComparisonRun> Settings { get; } = new(
    [
        Setting<ComparisonRun>.Text("data.file", "the text, the table or the music", o => o.Data, (o, v) => o with { Data = v }),
        Setting<ComparisonRun>.Text("data.target", "the column to forecast, of a table", o => o.Target, (o, v) => o with { Target = v }),
        Setting<ComparisonRun>.List(
            "search.cells", "the cells, with commas; the others are compared to the first", o => o.Cells, (o, v) => o with { Cells = Known(v) }),
        Setting<ComparisonRun>.Integer(
            "search.trials", "draws of settings, each tried with every cell", 1, o => o.Trials, (o, v) => o with { Trials = (int)v }),
        Setting<ComparisonRun>.Number(
            "search.least_rate", "the least learning rate drawn", 1e-9, 100, o => o.Space.Rate.Least,
            (o, v) => o with { Space = o.Space with { Rate = (v, o.Space.Rate.Most) } }),
        Setting<ComparisonRun>.Number(
            "search.most_rate", "the highest learning rate drawn", 1e-9, 100, o => o.Space.Rate.Most,
            (o, v) => o with { Space = o.Space with { Rate = (o.Space.Rate.Least, v) } }),
        Setting<ComparisonRun>.Integer(
            "search.least_hidden", "the fewest units drawn", 1, o => o.Space.Hidden.Least,
            (o, v) => o with { Space = o.Space with { Hidden = ((int)v, o.Space.Hidden.Most) } }),
        Setting<ComparisonRun>.Integer(
            "search.most_hidden", "the most units drawn", 1, o => o.Space.Hidden.Most,
            (o, v) => o with { Space = o.Space with { Hidden = (o.Space.Hidden.Least, (int)v) } }),
        Setting<ComparisonRun>.Integer(
            "search.parameters", "the parameters of every net, at most: its size is not drawn then; 0 for any", 0, o => o.Space.Parameters,
            (o, v) => o with { Space = o.Space with { Parameters = v } }),
        Setting<ComparisonRun>.Number(
            "search.least_dropout", "the least dropout drawn", 0, 0.95, o => o.Space.Dropout.Least,
            (o, v) => o with { Space = o.Space with { Dropout = (v, o.Space.Dropout.Most) } }),
        Setting<ComparisonRun>.Number(
            "search.most_dropout", "the most dropout drawn", 0, 0.95, o => o.Space.Dropout.Most,
            (o, v) => o with { Space = o.Space with { Dropout = (o.Space.Dropout.Least, v) } }),
        Setting<ComparisonRun>.Number(
            "search.share", "the share of a cell's trials, the best by validation loss, that is tested against the first cell's", 0, 1, o => o.Share,
            (o, v) => o with { Share = v }),
        Setting<ComparisonRun>.Integer("model.layers", "layers", 1, o => o.Layers, (o, v) => o with { Layers = (int)v }),
        Setting<ComparisonRun>.Integer(
            "training.epochs", "passes over the training part, at most", 1, o => o.Training.Epochs,
            (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        Setting<ComparisonRun>.Integer("training.batch", "sequences trained side by side", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
        .. TrainingSettings.Of<ComparisonRun>(
            o => o.Training,
            (o, t) => o with { Training = t }).Where(s => s.Key is not "training.rate" && !s.Key.Contains("checkpoint", StringComparison.Ordinal)),
        Setting<ComparisonRun>.Integer(
            "training.seed", "the seed of all draws", 0, o => (long)o.Training.Seed,
            (o, v) => o with { Training = o.Training with { Seed = (ulong)v } }),
        Setting<ComparisonRun>.Integer(
            "training.threads", "nets trained at the same time; 0 for one a core (results do not depend on it)", 0, o => o.Threads,
            (o, v) => o with { Threads = (int)v }),
    ]);

    /// <summary>The cells of a study, each checked.</summary>
    /// <exception cref="SluiceException">No cell is named, one is unknown, or one is named twice.</exception>
    internal static string[] Known(string[] cells)
    {
        if (cells.Length == 0)
            throw new SluiceException($"search.cells: expected names of cells with commas between them, of {string.Join(", ", Catalog.Names)}.");
        foreach (string cell in cells) Catalog.Shape(cell);
        return cells.Distinct().Count() == cells.Length
            ? cells
            : throw new SluiceException($"search.cells: expected each cell once, got {string.Join(", ", cells)}.");
    }
}
