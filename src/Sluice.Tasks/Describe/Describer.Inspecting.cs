using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Losses;

namespace Sluice.Tasks.Describe;

/// <summary>What a describer computed while it wrote a caption.</summary>
/// <param name="Scene">The caption, and where it looked.</param>
/// <param name="Recordings">For each word and the end every gate, state and pre-activation of the layer that writes, [1, 1, units].</param>
/// <param name="Probabilities">For each word and the end the probability of each word of the language, and last of the end.</param>
public sealed record InspectedCaption(DescribedScene Scene, IReadOnlyList<Recording> Recordings, IReadOnlyList<float[]> Probabilities);

public sealed partial class Describer
{
    /// <summary>Describes a scene and keeps what was computed on the way.</summary>
    /// <param name="scene">The scene, on a grid of the size that was learned.</param>
    /// <param name="beam">Captions that are followed side by side.</param>
    /// <exception cref="SluiceException">A scene of another size.</exception>
    public InspectedCaption Inspect(Scene scene, int beam = 1)
    {
        var pictures = Pictures([scene]);
        var found = Net.Search(pictures, beam, Longest)[0][0];
        var recordings = new List<Recording>();
        var (logits, looks, _) = Net.Read(new Tape(recording: false), pictures, [found.Symbols], null, recordings);
        var p = Softmax.Of(logits);
        return new InspectedCaption(
            Read(found) with { Attention = [.. looks.Select(l => l.Alpha.Row(0).ToArray())] }, recordings,
            [.. Enumerable.Range(0, p.Rows).Select(t => p.Row(t).ToArray())]);
    }

    /// <summary>Runs the net over grey pictures and the first step of their captions: each further step is the same again.</summary>
    /// <param name="tape">A tape that lists or records operations.</param>
    /// <param name="steps">Not used.</param>
    /// <param name="batch">Pictures, 1 or more.</param>
    public void Trace(Tape tape, int steps, int batch)
    {
        var scene = new SceneMaker(Options.Scenes with { Kind = "shapes" }).Make(DataPart.Test, 1)[0];
        Net.Read(tape, Pictures([.. Enumerable.Repeat(scene, batch)]), [.. Enumerable.Range(0, batch).Select(_ => Array.Empty<int>())]);
    }
}
