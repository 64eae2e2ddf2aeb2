using Sluice.Autodiff;
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
        return new InspectedCaption(Read(found) with { Attention = [.. looks.Select(l => l.Alpha.Row(0).ToArray())] }, recordings, [.. Enumerable.Range(0, p.Rows).Select(t => p.Row(t).ToArray())]);
    }
}
