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
    };
}
