using Sluice.Data.Sequences;
using Sluice.Layers;
using Sluice.Tasks.Describe;

namespace Sluice.Studio.Views.Inside;

/// <summary>A describer that has written a caption; its steps are the words and the end.</summary>
internal sealed class SceneLook : RecordedLook
{
    // As 'sluice predict' looks for captions.
    private const int Beam = 5, Runners = 6;

    /// <summary>The number of the scene.</summary>
    public required int Index { get; init; }

    /// <summary>The picture.</summary>
    public required Scene Scene { get; init; }

    /// <summary>What is there, as the one right caption.</summary>
    public required string Right { get; init; }

    /// <summary>The scenes that there are.</summary>
    public required SceneOptions Options { get; init; }

    /// <summary>What was written.</summary>
    public required InspectedCaption Caption { get; init; }

    /// <summary>The words of the language, and the end.</summary>
    public required IReadOnlyList<string> Words { get; init; }

    /// <summary>Lets a describer look at one of the scenes kept for tests.</summary>
    public static SceneLook At(string id, Describer model, IShapes? shapes, int index)
    {
        var options = model.Options.Scenes;
        var scene = new SceneMaker(options, shapes).One(DataPart.Test, (uint)Math.Max(0, index));
        var found = model.Inspect(scene, Beam);
        var layer = LookLayer.Like(found.Recordings[0], model.Net.Decoder.Layers[0].Cell, found.Recordings.Count);
        for (int t = 0; t < found.Recordings.Count; t++) layer.Take(t, found.Recordings[t]);
        return new SceneLook
        {
            Id = id,
            Index = Math.Max(0, index),
            Scene = scene,
            Right = model.Language.Describe(scene.Things).ToString(),
            Options = options,
            Caption = found,
            Words = [.. model.Language.Words, ""],
            Layers = [layer],
            Recordings = found.Recordings,
        };
    }

    /// <summary>The most probable words of each step.</summary>
    public IReadOnlyList<IReadOnlyList<ExpectedSymbol>> Expected() => [.. Caption.Probabilities.Select(p => Best(Words, p, Runners))];

    public override (Recording Recording, int Row) Recorded(int layer, int step)
    {
        CheckStep(step);
        return (Recordings[step], 0);
    }

    // A caption begins with states that come from the picture, and these are not recorded.
    protected override float? Before(int layer, int step, int unit, string state) => step == 0 ? null : base.Before(layer, step, unit, state);
}
