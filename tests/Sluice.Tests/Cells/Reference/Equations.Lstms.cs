using static Sluice.Tests.Cells.Reference.Vec;

namespace Sluice.Tests.Cells.Reference;

internal static partial class Equations
{
    private static Dictionary<string, Step> Lstms => new()
    {
        ["lstm-peephole"] = (w, x, s) =>
        {
            var (h, c) = (s[0], s[1]);
            var (i, f, g) = (Sigma(w.Sum("i", x, h) + w["pi"] * c), Sigma(w.Sum("f", x, h) + w["pf"] * c), Tanh(w.Sum("g", x, h)));
            c = f * c + i * g;
            return [Sigma(w.Sum("o", x, h) + w["po"] * c) * Tanh(c), c];
        },
        ["lstm-layernorm"] = (w, x, s) =>
        {
            var (h, c) = (s[0], s[1]);
            Vec Gate(string k) => w[$"gain_x_{k}"] * Norm(w.Sum(k + "x", x)) + w[$"gain_r_{k}"] * Norm(w.Sum(k + "r", null, h)) + w[$"shift_{k}"];
            c = Sigma(Gate("f")) * c + Sigma(Gate("i")) * Tanh(Gate("g"));
            return [Sigma(Gate("o")) * Tanh(w["gain_c"] * Norm(c) + w["shift_c"]), c];
        },
        ["lstm-projected"] = (w, x, s) =>
        {
            var (h, c) = (s[0], s[1]);
            c = Sigma(w.Sum("f", x, h)) * c + Sigma(w.Sum("i", x, h)) * Tanh(w.Sum("g", x, h));
            return [w.Sum("p", null, Sigma(w.Sum("o", x, h)) * Tanh(c)), c];
        },
        ["lstm-depth-gated-lowest"] = (w, x, s) =>
        {
            var (h, c) = (s[0], s[1]);
            var d = Sigma(w.Sum("d", x) + w["wc"] * c);
            c = d * w.Sum("c↓", x) + Sigma(w.Sum("f", x, h)) * c + Sigma(w.Sum("i", x, h)) * Tanh(w.Sum("g", x, h));
            return [Sigma(w.Sum("o", x, h)) * Tanh(c), c];
        },
        ["lstm-1997"] = (w, x, s) => Variant(w, x, s, forgetGate: false, peepholes: false),
        ["lstm-coupled"] = (w, x, s) => Variant(w, x, s, coupled: true, peepholes: false),
        ["lstm-coupled-peephole"] = (w, x, s) => Variant(w, x, s, coupled: true),
        ["lstm-no-input-gate"] = (w, x, s) => Variant(w, x, s, inputGate: false),
        ["lstm-no-forget-gate"] = (w, x, s) => Variant(w, x, s, forgetGate: false),
        ["lstm-no-output-gate"] = (w, x, s) => Variant(w, x, s, outputGate: false),
        ["lstm-no-input-activation"] = (w, x, s) => Variant(w, x, s, inputActivation: false),
        ["lstm-no-output-activation"] = (w, x, s) => Variant(w, x, s, outputActivation: false),
        ["lstm-full-gates"] = (w, x, s) =>
        {
            var (h, i, f, o, c) = (s[0], s[1], s[2], s[3], s[4]);
            var (newI, newF) = (Sigma(w.Sum("i", x, h, i, f, o) + w["pi"] * c), Sigma(w.Sum("f", x, h, i, f, o) + w["pf"] * c));
            c = newF * c + newI * Tanh(w.Sum("g", x, h));
            var newO = Sigma(w.Sum("o", x, h, i, f, o) + w["po"] * c);
            return [newO * Tanh(c), newI, newF, newO, c];
        },
        ["lstm-multiplicative"] = (w, x, s) =>
        {
            var m = w.Sum("m", x) * w.Sum("m'", null, s[0]);
            var c = Sigma(w.Sum("f", x, m)) * s[1] + Sigma(w.Sum("i", x, m)) * Tanh(w.Sum("g", x, m));
            return [Sigma(w.Sum("o", x, m)) * Tanh(c), c];
        },
        ["lstm-grid"] = (w, x, s) =>
        {
            var c = Sigma(w.Sum("f", x, s[0])) * s[1] + Sigma(w.Sum("i", x, s[0])) * Tanh(w.Sum("g", x, s[0]));
            return [Tanh(Sigma(w.Sum("o", x, s[0])) * c), c];
        },
        ["slstm"] = (w, x, s) =>
        {
            // Without the stabiliser: c and n times e^m are what they would be.
            var (h, m) = (s[0], s[3]);
            var (a, b) = (w.Sum("i", x, h), Sigma(w.Sum("f", x, h)));
            var after = Max(a, b.Map(Math.Log) + m);
            var (c, n) = (b * Exp(m) * s[1] + Exp(a) * Tanh(w.Sum("g", x, h)), b * Exp(m) * s[2] + Exp(a));
            return [Sigma(w.Sum("o", x, h)) * c / n, c / Exp(after), n / Exp(after), after];
        },
        ["janet"] = (w, x, s) =>
        {
            var f = w.Sum("f", x, s[0]);
            return [Sigma(f) * s[0] + (1 - Sigma(f - w["β"])) * Tanh(w.Sum("g", x, s[0]))];
        },
    };

    private static Vec[] Variant(
        ReferenceWeights w, Vec x, Vec[] s, bool inputGate = true, bool forgetGate = true, bool outputGate = true, bool coupled = false,
        bool peepholes = true, bool inputActivation = true, bool outputActivation = true)
    {
        var (h, c, one) = (s[0], s[1], new Vec([.. s[0].Values.Select(_ => 1.0)]));
        Vec Gate(string k, Vec state) => Sigma(peepholes ? w.Sum(k, x, h) + w["p" + k] * state : w.Sum(k, x, h));
        var i = inputGate ? Gate("i", c) : one;
        var f = coupled ? 1 - i : forgetGate ? Gate("f", c) : one;
        var g = w.Sum("g", x, h);
        c = f * c + i * (inputActivation ? Tanh(g) : g);
        var o = outputGate ? Gate("o", c) : one;
        return [o * (outputActivation ? Tanh(c) : c), c];
    }
}
