using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Learn.Studies.Blocks;

/// <summary>
/// What looks along time, between two paths past it: x + mix(norm x), and then x + W₂ max(W₁ norm x, 0) with twice as many units.
/// With attention as the mixer it is the block of a transformer; linear recurrences are published in blocks like it.
/// </summary>
internal sealed class Block : ILayer
{
    private readonly LayerNorm _first, _second;
    private readonly Linear _wide, _narrow;
    private readonly ILayer _mixer;
    private readonly Func<Tape, Tensor, int[], Tensor> _mix;

    /// <summary>A block.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="mixer">What looks along time, by name: see <see cref="Mixers"/>.</param>
    /// <param name="size">Columns of x and y.</param>
    /// <param name="seed">From which the weights are drawn.</param>
    public Block(string name, string mixer, int size, ulong seed)
    {
        (_first, _second) = (new LayerNorm($"{name}.norm1", size), new LayerNorm($"{name}.norm2", size));
        (_wide, _narrow) = (new Linear($"{name}.wide", size, 2 * size, seed), new Linear($"{name}.narrow", 2 * size, size, seed));
        (_mixer, _mix) = Mixers.Make(mixer, $"{name}.mix", size, seed);
    }

    public IEnumerable<Parameter> Parameters
        => new ILayer[] { _first, _mixer, _second, _wide, _narrow }.SelectMany(l => l.Parameters);

    /// <summary>y [T, B, size] from x of such lengths.</summary>
    public Tensor Run(Tape tape, Tensor x, int[] lengths)
    {
        x = Sum.Run(tape, x, _mix(tape, _first.Run(tape, x), lengths));
        return Sum.Run(tape, x, _narrow.Run(tape, Relu.Run(tape, _wide.Run(tape, _second.Run(tape, x)))));
    }
}
