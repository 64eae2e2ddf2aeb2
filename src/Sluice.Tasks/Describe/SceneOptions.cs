using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Describe;

/// <summary>What scenes there are.</summary>
public sealed record SceneOptions
{
    /// <summary>The most things that captions can count.</summary>
    public const int MostThings = 5;

    // So that no file makes the program take memory without end.
    private const int LargestGrid = 16;

    /// <summary>Rows of the grid.</summary>
    public int Rows { get; init; } = 4;

    /// <summary>Columns of the grid.</summary>
    public int Columns { get; init; } = 4;

    /// <summary>The most things of a scene.</summary>
    public int Most { get; init; } = 3;

    /// <summary>The share of scenes of several things in which all are alike.</summary>
    public double Alike { get; init; }

    /// <summary>How much the brightness of a pixel is off at most, as a share of the whole range.</summary>
    public double Noise { get; init; } = 0.1;

    /// <summary>What things are: shapes or digits.</summary>
    public string Kind { get; init; } = "shapes";

    /// <summary>Scenes to learn from.</summary>
    public int Count { get; init; } = 10_000;

    /// <summary>The seed of the scenes.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Places of the grid.</summary>
    public int Places => Rows * Columns;

    /// <summary>The names of the shapes.</summary>
    public IReadOnlyList<string> Names => Kind == "digits" ? HandwrittenDigits.All : DrawnShapes.All;

    /// <summary>The settings.</summary>
    public static SettingList<SceneOptions> Settings { get; } = new(
    [
        Setting<SceneOptions>.Choice("data.things", "what is on the grid", ["shapes", "digits"], o => o.Kind, (o, v) => o with { Kind = v }),
        Setting<SceneOptions>.Integer("data.rows", "rows of the grid", 1, o => o.Rows, (o, v) => o with { Rows = (int)v }),
        Setting<SceneOptions>.Integer("data.columns", "columns of the grid", 1, o => o.Columns, (o, v) => o with { Columns = (int)v }),
        Setting<SceneOptions>.Integer("data.most", "the most things of a scene, up to 5", 1, o => o.Most, (o, v) => o with { Most = (int)v }),
        Setting<SceneOptions>.Number(
            "data.alike", "the share of scenes of several things in which all are alike, and counted", 0, 1, o => o.Alike,
            (o, v) => o with { Alike = v }),
        Setting<SceneOptions>.Number(
            "data.noise", "how much the brightness of a pixel is off at most", 0, 1, o => o.Noise, (o, v) => o with { Noise = v }),
        Setting<SceneOptions>.Integer("data.scenes", "scenes to learn from", 1, o => o.Count, (o, v) => o with { Count = (int)v }),
        Setting<SceneOptions>.Integer("data.scenes_seed", "the seed of the scenes", 0, o => (long)o.Seed, (o, v) => o with { Seed = (ulong)v }),
    ]);

    /// <summary>Checks the sizes.</summary>
    /// <exception cref="SluiceException">Sizes that make no sense.</exception>
    public void Check()
    {
        if (Rows is < 1 or > LargestGrid || Columns is < 1 or > LargestGrid)
            throw new SluiceException($"Scenes: expected 1 to {LargestGrid} rows and columns, got {Rows} and {Columns}.");
        if (Most < 1 || Most > Math.Min(Places, MostThings))
            throw new SluiceException($"Scenes: expected 1 to {Math.Min(Places, MostThings)} things on {Rows} x {Columns} places, got {Most}.");
    }
}
