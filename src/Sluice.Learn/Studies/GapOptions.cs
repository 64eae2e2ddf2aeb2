using Sluice.Learn.Studies.Problems;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Learn.Studies;

/// <summary>Everything that repeats a study of how long nets can remember.</summary>
public sealed record GapOptions
{
    /// <summary>The names of the problems.</summary>
    public IReadOnlyList<string> Problems { get; init; } = ["adding"];

    /// <summary>The names of the <see cref="Contestant"/>s.</summary>
    public IReadOnlyList<string> Cells { get; init; } = ["rnn", "irnn", "lstm", "gru", "clockwork"];

    /// <summary>The gaps, from the least; none for those of the problem.</summary>
    public IReadOnlyList<int> Gaps { get; init; } = [];

    /// <summary>Nets of each cell, each with a seed of its own.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Units of a layer.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Sequences of a training step.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Training steps within which a problem is to be solved.</summary>
    public int Steps { get; init; } = 1500;

    /// <summary>How each net is trained.</summary>
    public TrainingOptions Training { get; init; } = new() { Optimizer = "adam", Rate = 0.004, WeightDecay = 0, Epochs = 1, ValidateEvery = 50 };

    /// <summary>Nets trained at the same time; 0 for one a core. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The settings.</summary>
    public static SettingList<GapOptions> Settings { get; } = new(
    [
        Setting<GapOptions>.List(
            "search.problems", $"the problems, with commas: {string.Join(", ", Problem.All.Select(p => p.Name))}", o => o.Problems,
            (o, v) => o with { Problems = [.. v.Select(n => Problem.Named(n).Name)] }),
        Setting<GapOptions>.List(
            "search.cells",
            "the cells, with commas; lstm/0 begins with a forget bias of 0, lstm/chrono with those of all times; block:lru stands in blocks " +
            $"with norms; or {string.Join(", ", Contestant.Others)}",
            o => o.Cells, (o, v) => o with { Cells = [.. v.Select(n => new Contestant(n).Name)] }),
        Setting<GapOptions>.List(
            "search.gaps", "the gaps, with commas, from the least; empty for those of the problem",
            o => [.. o.Gaps.Select(g => g.ToString(System.Globalization.CultureInfo.InvariantCulture))], (o, v) => o with { Gaps = Numbers(v) }),
        Setting<GapOptions>.Integer(
            "search.seeds", "nets of each cell, each with a seed of its own", 1, o => o.Seeds, (o, v) => o with { Seeds = (int)v }),
        Setting<GapOptions>.Integer("model.hidden", "units of a layer", 1, o => o.Hidden, (o, v) => o with { Hidden = (int)v }),
        Setting<GapOptions>.Integer("model.layers", "layers", 1, o => o.Layers, (o, v) => o with { Layers = (int)v }),
        Setting<GapOptions>.Integer("training.batch", "sequences of a training step", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
        Setting<GapOptions>.Integer(
            "training.steps", "training steps within which a problem is to be solved", 1, o => o.Steps, (o, v) => o with { Steps = (int)v }),
        .. TrainingSettings.Of<GapOptions>(o => o.Training, (o, t) =>
            o with { Training = t }).Where(s => s.Key is not "training.patience" && !s.Key.Contains("checkpoint", StringComparison.Ordinal)),
        Setting<GapOptions>.Integer(
            "training.seed", "the seed of the first net", 0, o => (long)o.Training.Seed,
            (o, v) => o with { Training = o.Training with { Seed = (ulong)v } }),
        Setting<GapOptions>.Integer(
            "training.threads", "nets trained at the same time; 0 for one a core (results do not depend on it)", 0, o => o.Threads,
            (o, v) => o with { Threads = (int)v }),
    ]);

    /// <summary>The gaps tried on a problem.</summary>
    public IReadOnlyList<int> GapsOf(Problem problem) => Gaps.Count > 0 ? Gaps : problem.Gaps;

    private static int[] Numbers(string[] texts)
    {
        int[] gaps = [.. texts.Select(t => int.TryParse(t, System.Globalization.CultureInfo.InvariantCulture, out int gap) && gap > 0
            ? gap
            : throw new SluiceException($"search.gaps: expected whole numbers from 1, got '{t}'."))];
        return gaps.Zip(gaps.Skip(1)).All(p => p.First < p.Second)
            ? gaps
            : throw new SluiceException($"search.gaps: expected rising numbers, got {string.Join(", ", gaps)}.");
    }
}
