using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Layers;

namespace Sluice.Learn.Studies.Blocks;

/// <summary>What can look along time within a <see cref="Block"/>, by name.</summary>
internal static class Mixers
{
    /// <summary>A causal transformer whose steps carry their place as sines, and one without places.</summary>
    internal const string Attention = "transformer", Unplaced = "transformer-nope";

    /// <summary>A matrix memory that only adds.</summary>
    private const string Matrix = "matrix-lstm";

    // Each is a MatrixState: its rule, whether β goes up to 2, and the updates within a step.
    private static readonly Dictionary<string, (MatrixRule Rule, bool Negative, int Products)> s_states = new()
    {
        ["deltanet"] = (MatrixRule.Delta, false, 1),
        ["deltanet-2"] = (MatrixRule.Delta, true, 1),
        ["gated-deltanet"] = (MatrixRule.GatedDelta, false, 1),
        ["gated-deltanet-2"] = (MatrixRule.GatedDelta, true, 1),
        ["rwkv7"] = (MatrixRule.Rwkv7, false, 1),
        ["deltaproduct"] = (MatrixRule.Delta, true, 2),
    };

    /// <summary>All names, beside those of cells.</summary>
    public static IReadOnlyList<string> Names { get; } = [Attention, Unplaced, Matrix, .. s_states.Keys];

    /// <summary>A mixer: y [T, B, size] from x [T, B, size].</summary>
    public static (ILayer Layer, Func<Tape, Tensor, int[], Tensor> Run) Make(string mixer, string name, int size, ulong seed)
    {
        if (mixer is Attention or Unplaced)
        {
            // Steps beyond a sequence's end come after all of its own, so none of these looks there.
            var attention = new CausalAttention(name, size, seed);
            return (attention, (tape, x, _) => attention.Run(tape, x));
        }

        if (mixer == Matrix)
        {
            var matrix = new MatrixLstm(name, size, size, seed);
            return (matrix, (tape, x, lengths) => matrix.Run(tape, x, null, lengths));
        }

        if (s_states.TryGetValue(mixer, out var rule))
        {
            var state = new MatrixState(name, new MatrixStateOptions(size, size, rule.Rule, rule.Negative, rule.Products), seed);
            return (state, (tape, x, lengths) => state.Run(tape, x, null, lengths));
        }

        Catalog.Shape(mixer);
        var stack = new RecurrentStack(name, new StackOptions(mixer, size, size), seed);
        return (stack, (tape, x, lengths) => stack.Run(tape, x, out _, null, lengths));
    }
}
