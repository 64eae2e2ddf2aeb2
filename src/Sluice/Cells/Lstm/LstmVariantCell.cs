using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Lstm;

/// <summary>
/// What an LSTM has and has not, known when compiled: the variants of "LSTM: a search space odyssey" (Greff, Srivastava,
/// Koutník, Steunebrink and Schmidhuber 2015) and the LSTM of 1997.
/// </summary>
internal interface ILstmVariant
{
    /// <summary>The name in the catalog.</summary>
    static abstract string Name { get; }

    /// <summary>What it is, in a few words, with its source.</summary>
    static abstract string About { get; }

    /// <summary>Without it, i = 1.</summary>
    static virtual bool InputGate => true;

    /// <summary>Without it, f = 1.</summary>
    static virtual bool ForgetGate => true;

    /// <summary>Without it, o = 1.</summary>
    static virtual bool OutputGate => true;

    /// <summary>Coupled: f = 1 − i, and there is no forget gate of its own.</summary>
    static virtual bool Coupled => false;

    /// <summary>Whether the gates see the cell state through one weight a unit.</summary>
    static virtual bool Peepholes => true;

    /// <summary>Without it, g is its pre-activation.</summary>
    static virtual bool InputActivation => true;

    /// <summary>Without it, h = o⊙c.</summary>
    static virtual bool OutputActivation => true;
}

/// <summary>An LSTM with parts left out, as <typeparamref name="T"/> says.</summary>
internal readonly struct LstmVariantCell<T> : ICell where T : struct, ILstmVariant
{
    private const int H = 0, C = 1;

    // The blocks that there are, in the order i, f, g, o, then the peepholes in the same order.
    private static int I => 0;

    private static int F => T.InputGate ? 1 : 0;

    private static int G => F + (HasForgetGate ? 1 : 0);

    private static int O => G + 1;

    private static int Pi => O + (T.OutputGate ? 1 : 0);

    private static int Pf => Pi + (T.InputGate ? 1 : 0);

    private static int Po => Pf + (HasForgetGate ? 1 : 0);

    private static bool HasForgetGate => T.ForgetGate && !T.Coupled;

    public static CellShape Shape { get; } = new(T.Name, Equation(), Blocks(), ["h", "c"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V one = V.Constant(1), before = at.Before(C);
        V i = one, f = one, o = one, g = at.Block(G);
        if (T.InputGate) at.Keep(I, i = V.Sigmoid(T.Peepholes ? V.Fma(at.Weight(Pi), before, at.Block(I)) : at.Block(I)));
        if (HasForgetGate) at.Keep(F, f = V.Sigmoid(T.Peepholes ? V.Fma(at.Weight(Pf), before, at.Block(F)) : at.Block(F)));
        if (T.Coupled) f = one - i;
        if (T.InputActivation) at.Keep(G, g = V.Tanh(g));
        var c = at.After(C, V.Fma(f, before, i * g));
        if (T.OutputGate) at.Keep(O, o = V.Sigmoid(T.Peepholes ? V.Fma(at.Weight(Po), c, at.Block(O)) : at.Block(O)));
        at.After(H, o * (T.OutputActivation ? V.Tanh(c) : c));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), before = at.Before(C), after = at.After(C), g = at.Block(G), dh = at.DAfter(H);
        V i = T.InputGate ? at.Block(I) : one, o = T.OutputGate ? at.Block(O) : one;
        V f = T.Coupled ? one - i : HasForgetGate ? at.Block(F) : one;
        V y = T.OutputActivation ? V.Tanh(after) : after;
        var dc = at.DAfter(C) + (T.OutputActivation ? dh * o * (one - y * y) : dh * o);
        if (T.OutputGate)
        {
            var dO = dh * y * o * (one - o);
            at.DBlock(O, dO);
            if (T.Peepholes)
            {
                dc = V.Fma(at.Weight(Po), dO, dc);
                at.AddDWeight(Po, dO * after);
            }
        }

        dc = at.Through(C, dc);
        at.DBlock(G, T.InputActivation ? dc * i * (one - g * g) : dc * i);
        var dBefore = dc * f;
        if (T.InputGate)
        {
            var dI = dc * (T.Coupled ? g - before : g) * i * (one - i);
            at.DBlock(I, dI);
            if (T.Peepholes)
            {
                dBefore = V.Fma(at.Weight(Pi), dI, dBefore);
                at.AddDWeight(Pi, dI * before);
            }
        }

        if (HasForgetGate)
        {
            var dF = dc * before * f * (one - f);
            at.DBlock(F, dF);
            if (T.Peepholes)
            {
                dBefore = V.Fma(at.Weight(Pf), dF, dBefore);
                at.AddDWeight(Pf, dF * before);
            }
        }

        at.DBefore(H, V.Constant(0));
        at.DBefore(C, dBefore);
    }

    private static Block[] Blocks()
    {
        const Feeds Both = Feeds.Input | Feeds.Output;
        List<Block> blocks = [];
        if (T.InputGate) blocks.Add(new("i", Both));
        if (HasForgetGate) blocks.Add(new("f", Both, Bias: 1));
        blocks.Add(new("g", Both));
        if (T.OutputGate) blocks.Add(new("o", Both));
        if (!T.Peepholes) return [.. blocks];
        foreach (var gate in blocks.Where(b => b.Name != "g").ToArray()) blocks.Add(new("p" + gate.Name, Feeds.Vector));
        return [.. blocks];
    }

    private static string Equation()
    {
        string Gate(string k, string state) => $"{k} = σ(W{k} x + R{k} h⁻{(T.Peepholes ? $" + p{k}⊙{state}" : "")} + b{k})";
        const string Candidate = "Wg x + Rg h⁻ + bg";
        return string.Join('\n',
        [
            T.InputGate ? Gate("i", "c⁻") : "i = 1",
            T.Coupled ? "f = 1 − i" : T.ForgetGate ? Gate("f", "c⁻") : "f = 1",
            T.InputActivation ? $"g = tanh({Candidate})" : $"g = {Candidate}",
            "c = f⊙c⁻ + i⊙g",
            T.OutputGate ? Gate("o", "c") : "o = 1",
            $"h = {(T.OutputActivation ? "o⊙tanh(c)" : "o⊙c")}   ({T.About})",
        ]);
    }
}
