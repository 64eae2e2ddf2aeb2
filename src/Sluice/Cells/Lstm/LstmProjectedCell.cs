using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Lstm;

/// <summary>
/// The LSTM whose output is a projection of the units, narrower than they are: h = P (o⊙tanh(c)), and the recurrent weights
/// act on that (Sak, Senior and Beaufays 2014). <c>lstm-projected:64</c> projects to 64 values; without a number, to half.
/// </summary>
internal readonly struct LstmProjectedCell : ICell
{
    private const int I = 0, F = 1, G = 2, O = 3, P = 4, Size = 5;
    private const int H = 0, C = 1;
    private const Feeds Both = Feeds.Input | Feeds.Output;

    public static CellShape Shape { get; } = new(
        "lstm-projected",
        """
        i = σ(Wi x + Ri h⁻ + bi)
        f = σ(Wf x + Rf h⁻ + bf)
        g = tanh(Wg x + Rg h⁻ + bg)
        o = σ(Wo x + Ro h⁻ + bo)
        c = f⊙c⁻ + i⊙g
        h = P (o⊙tanh(c)) + bp   (Sak, Senior and Beaufays 2014)
        """,
        [
            new("i", Both), new("f", Both, Bias: 1), new("g", Both), new("o", Both),
            new("p", Feeds.Operand), new("P", Feeds.Number),
        ],
        ["h", "c"],
        Stages: 2)
    { Projection = new(P, Size) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V i = V.Sigmoid(at.Block(I)), f = V.Sigmoid(at.Block(F)), g = V.Tanh(at.Block(G)), o = V.Sigmoid(at.Block(O));
        var c = at.After(C, V.Fma(f, at.Before(C), i * g));
        at.Keep(I, i);
        at.Keep(F, f);
        at.Keep(G, g);
        at.Keep(O, o);
        at.Operand(o * V.Tanh(c));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        => at.After(H, at.Block(P));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        at.DBlock(P, at.DAfter(H));
        at.DBefore(H, V.Constant(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), i = at.Block(I), f = at.Block(F), g = at.Block(G), o = at.Block(O);
        V tanhC = V.Tanh(at.After(C)), dm = at.DOperand();
        var dc = at.Through(C, at.DAfter(C) + dm * o * (one - tanhC * tanhC));
        at.DBlock(I, dc * g * i * (one - i));
        at.DBlock(F, dc * at.Before(C) * f * (one - f));
        at.DBlock(G, dc * i * (one - g * g));
        at.DBlock(O, dm * tanhC * o * (one - o));
        at.DBefore(C, dc * f);
    }
}
