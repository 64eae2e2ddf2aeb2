using System.Globalization;
using Sluice.Learn.Studies.Problems;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Learn.Studies.StateTracking;

/// <summary>Everything that repeats a study of what nets that learned on short sequences do on long ones.</summary>
public sealed record TrackingOptions
{
    /// <summary>The names of the problems.</summary>
    public IReadOnlyList<string> Problems { get; init; } = ["parity", "mod-3", "mod-5", "s3", "a5", "s5", "brackets", "recall", "copying"];

    /// <summary>The names of the <see cref="Contestant"/>s.</summary>
    public IReadOnlyList<string> Cells { get; init; } =
    [
        "rnn", "lstm", "gru", "slstm", "block:mingru", "block:minlstm", "block:lru", "block:s5", "block:rglru", "block:hgrn", "block:selective",
        "matrix-lstm", "deltanet", "deltanet-2", "gated-deltanet", "rwkv7", "deltaproduct", "transformer", "transformer-nope",
    ];

    /// <summary>The greatest length of the sequences that are learned from.</summary>
    public int Longest { get; init; } = 40;

    /// <summary>The lengths tested.</summary>
    public IReadOnlyList<int> Lengths { get; init; } = [40, 100, 1000, 10_000];

    /// <summary>The learning rates tried; the best by validation is tested.</summary>
    public IReadOnlyList<double> Rates { get; init; } = [0.001, 0.003, 0.01];

    /// <summary>Nets of each cell, each with a seed of its own.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Units of a layer.</summary>
    public int Hidden { get; init; } = 32;

    /// <summary>Layers.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>Sequences of a training step.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Training steps at each learning rate.</summary>
    public int Steps { get; init; } = 2000;

    /// <summary>How each net is trained; rate and seed are set for each.</summary>
    public TrainingOptions Training { get; init; } = new() { Optimizer = "adam", WeightDecay = 0, Epochs = 1, ValidateEvery = 100 };

    /// <summary>Nets trained at the same time; 0 for one a core. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The settings.</summary>
    public static SettingList<TrackingOptions> Settings { get; } = new(
    [
        Setting<TrackingOptions>.List(
            "search.problems", "the problems, with commas: any of 'challenge' that asks for symbols", o => o.Problems,
            (o, v) => o with { Problems = [.. v.Select(Known)] }),
        Setting<TrackingOptions>.List(
            "search.cells", "the cells, with commas, as for 'challenge'", o => o.Cells,
            (o, v) => o with { Cells = [.. v.Select(n => new Contestant(n).Name)] }),
        Setting<TrackingOptions>.Integer(
            "search.longest", "the greatest length learned from", 4, o => o.Longest, (o, v) => o with { Longest = (int)v }),
        Setting<TrackingOptions>.List(
            "search.lengths", "the lengths tested, with commas", o => [.. o.Lengths.Select(n => n.ToString(CultureInfo.InvariantCulture))],
            (o, v) => o with { Lengths = [.. v.Select(n => (int)Number("search.lengths", n, whole: true))] }),
        Setting<TrackingOptions>.List(
            "search.rates", "the learning rates tried, with commas", o => [.. o.Rates.Select(r => r.ToString(CultureInfo.InvariantCulture))],
            (o, v) => o with { Rates = [.. v.Select(r => Number("search.rates", r, whole: false))] }),
        Setting<TrackingOptions>.Integer(
            "search.seeds", "nets of each cell, each with a seed of its own", 1, o => o.Seeds, (o, v) => o with { Seeds = (int)v }),
        Setting<TrackingOptions>.Integer("model.hidden", "units of a layer", 1, o => o.Hidden, (o, v) => o with { Hidden = (int)v }),
        Setting<TrackingOptions>.Integer("model.layers", "layers", 1, o => o.Layers, (o, v) => o with { Layers = (int)v }),
        Setting<TrackingOptions>.Integer("training.batch", "sequences of a training step", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
        Setting<TrackingOptions>.Integer(
            "training.steps", "training steps at each learning rate, at most", 1, o => o.Steps, (o, v) => o with { Steps = (int)v }),
        .. TrainingSettings.Of<TrackingOptions>(o => o.Training, (o, t) => o with { Training = t })
            .Where(s => s.Key is not ("training.patience" or "training.rate") && !s.Key.Contains("checkpoint", StringComparison.Ordinal)),
        Setting<TrackingOptions>.Integer(
            "training.seed", "the seed of the first net", 0, o => (long)o.Training.Seed,
            (o, v) => o with { Training = o.Training with { Seed = (ulong)v } }),
        Setting<TrackingOptions>.Integer(
            "training.threads", "nets trained at the same time; 0 for one a core (results do not depend on it)", 0, o => o.Threads,
            (o, v) => o with { Threads = (int)v }),
    ]);

    private static string Known(string name)
        => Problem.Named(name) is { OfNumbers: false } problem
            ? problem.Name
            : throw new SluiceException($"search.problems: expected problems that ask for symbols, got '{name}', which asks for a number.");

    private static double Number(string key, string text, bool whole)
        => double.TryParse(text, CultureInfo.InvariantCulture, out double value) && value is > 0 and <= 1e6 && (!whole || value == Math.Floor(value))
            ? value
            : throw new SluiceException($"{key}: expected {(whole ? "whole numbers from 1" : "positive numbers")}, got '{text}'.");
}
