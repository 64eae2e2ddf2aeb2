using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Layers;

namespace Sluice.Tasks.Generate;

public sealed partial class Generator
{
    /// <summary>What the generating layers computed over a sequence, and the two parts of the bound of each step in nats.</summary>
    /// <exception cref="SluiceException">A sequence without steps.</exception>
    public (IReadOnlyList<Recording> Recordings, double[] Reconstruction, double[] Divergence) Inspect(float[][] sequence)
    {
        if (sequence.Length == 0) throw new SluiceException("Generator.Inspect: expected a sequence of 1 step or more, got none.");
        var tape = new Tape(recording: false) { Seed = Options.Seed };
        var recordings = new List<Recording>();
        var x = Batch([sequence]);
        var bound = Bound.Of(tape, _likelihood, Pass(tape, x, Measuring, recordings), x, [sequence.Length]);

        // VRNN runs step by step, all layers at each.
        int layers = Options.Layers;
        Recording[] whole = [.. Enumerable.Range(0, layers).Select(l => Recording.Join([.. recordings.Where((_, i) => i % layers == l)]))];
        return (whole, bound.Reconstruction, bound.Divergence);
    }

    /// <summary>The divergence of each glimpse of DRAW at an image, in nats.</summary>
    internal double[] Glimpses(float[][] image)
    {
        var tape = new Tape(recording: false) { Seed = Options.Seed };
        var posterior = Pass(tape, Batch([image]), Measuring).Posterior!;
        var each = new double[Latent];
        Latents.Divergence(posterior.Row(0), [], each);
        return [.. each.Chunk(Options.Latents).Select(d => d.Sum())];
    }

    /// <summary>How far the gates of the first generating layer are open over a sequence.</summary>
    internal IReadOnlyList<GateSaturation> Gates(float[][] sequence)
        => GateSaturation.Of(_net.Memory.Stack.Layers[0].Cell, Inspect(sequence).Recordings[0]);
}
