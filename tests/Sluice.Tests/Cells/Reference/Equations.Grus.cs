using static Sluice.Tests.Cells.Reference.Vec;

namespace Sluice.Tests.Cells.Reference;

internal static partial class Equations
{
    private static Dictionary<string, Step> Grus => new()
    {
        ["mgu"] = (w, x, s) =>
        {
            var f = Sigma(w.Sum("f", x, s[0]));
            return [(1 - f) * s[0] + f * Tanh(w.Sum("n", x, f * s[0]))];
        },
        ["mut1"] = (w, x, s) =>
        {
            var (z, r) = (Sigma(w.Sum("z", x)), Sigma(w.Sum("r", x, s[0])));
            return [z * Tanh(w.Sum("n", null, r * s[0]) + Tanh(x)) + (1 - z) * s[0]];
        },
        ["mut2"] = (w, x, s) =>
        {
            var (z, r) = (Sigma(w.Sum("z", x, s[0])), Sigma(x + w.Sum("r", null, s[0])));
            return [z * Tanh(w.Sum("n", x, r * s[0])) + (1 - z) * s[0]];
        },
        ["mut3"] = (w, x, s) =>
        {
            var (z, r) = (Sigma(w.Sum("z", x, Tanh(s[0]))), Sigma(w.Sum("r", x, s[0])));
            return [z * Tanh(w.Sum("n", x, r * s[0])) + (1 - z) * s[0]];
        },
        ["ligru"] = (w, x, s) =>
        {
            var z = Sigma(w.Sum("z", x, s[0]));
            return [z * s[0] + (1 - z) * Relu(w.Sum("n", x, s[0]))];
        },
    };
}
