using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Lstm;

/// <summary>
/// The LSTM with layer normalisation of the input product, of the recurrent product and of the cell state, each over the
/// units of one step (Ba, Kiros and Hinton 2016).
/// </summary>
internal readonly struct LstmNormalisedCell : ICell
{
    private const int X = 0, R = 4, C = 8, GainX = 9, GainR = 13, Shift = 17, GainC = 21, ShiftC = 22;
    private const int I = 0, F = 1, G = 2, O = 3;
    private const int StateH = 0, StateC = 1;
    private const Feeds Input = Feeds.Input | Feeds.Normalised, Output = Feeds.Output | Feeds.Normalised;

    public static CellShape Shape { get; } = new(
        "lstm-layernorm",
        """
        k = αk⊙norm(Wk x) + βk⊙norm(Rk h⁻) + bk   for k = i, f, g, o; norm: mean 0, deviation 1 over the units
        c = σ(f)⊙c⁻ + σ(i)⊙tanh(g)
        h = σ(o)⊙tanh(αc⊙norm(c) + bc)   (Ba, Kiros and Hinton 2016)
        """,
        [
            new("ix", Input), new("fx", Input), new("gx", Input), new("ox", Input),
            new("ir", Output), new("fr", Output), new("gr", Output), new("or", Output),
            new("norm", Feeds.Normalised),
            .. Weights("gain_x", 1), .. Weights("gain_r", 1), .. Weights("shift", 0),
            new("gain_c", Feeds.Vector, 1), new("shift_c", Feeds.Vector),
        ],
        ["h", "c"],
        Stages: 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V i = V.Sigmoid(Sum<V, L>(at, I)), f = V.Sigmoid(Sum<V, L>(at, F)), g = V.Tanh(Sum<V, L>(at, G));
        at.Keep(C, at.After(StateC, V.Fma(f, at.Before(StateC), i * g)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        => at.After(StateH, V.Sigmoid(Sum<V, L>(at, O)) * V.Tanh(V.Fma(at.Weight(GainC), at.Block(C), at.Weight(ShiftC))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), normal = at.Block(C);
        V o = V.Sigmoid(SumBack<V, L>(at, O)), y = V.Tanh(V.Fma(at.Weight(GainC), normal, at.Weight(ShiftC))), dh = at.DAfter(StateH);
        var dy = dh * o * (one - y * y);
        at.AddDWeight(GainC, dy * normal);
        at.AddDWeight(ShiftC, dy);
        at.DBlock(C, dy * at.Weight(GainC));
        DSum<V, L>(at, O, dh * y * o * (one - o));
        at.DBefore(StateH, V.Constant(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), before = at.Before(StateC);
        V i = V.Sigmoid(SumBack<V, L>(at, I)), f = V.Sigmoid(SumBack<V, L>(at, F)), g = V.Tanh(SumBack<V, L>(at, G));
        var dc = at.Through(StateC, at.DAfter(StateC) + at.Block(C));
        DSum<V, L>(at, I, dc * g * i * (one - i));
        DSum<V, L>(at, F, dc * before * f * (one - f));
        DSum<V, L>(at, G, dc * i * (one - g * g));
        at.DBefore(StateC, dc * f);
    }

    private static Block[] Weights(string name, float start)
        => [.. new[] { "i", "f", "g", "o" }.Select(k => new Block($"{name}_{k}", Feeds.Vector, start + (name == "shift" && k == "f" ? 1 : 0)))];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Sum<V, L>(L at, int k) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        => V.Fma(at.Weight(GainX + k), at.Block(X + k), V.Fma(at.Weight(GainR + k), at.Block(R + k), at.Weight(Shift + k)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SumBack<V, L>(L at, int k) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
        => V.Fma(at.Weight(GainX + k), at.Block(X + k), V.Fma(at.Weight(GainR + k), at.Block(R + k), at.Weight(Shift + k)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DSum<V, L>(L at, int k, V gradient) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        at.AddDWeight(GainX + k, gradient * at.Block(X + k));
        at.AddDWeight(GainR + k, gradient * at.Block(R + k));
        at.AddDWeight(Shift + k, gradient);
        at.DBlock(X + k, gradient * at.Weight(GainX + k));
        at.DBlock(R + k, gradient * at.Weight(GainR + k));
    }
}
