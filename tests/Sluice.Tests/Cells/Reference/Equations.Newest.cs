using static Sluice.Tests.Cells.Reference.Vec;

namespace Sluice.Tests.Cells.Reference;

/// <summary>The cells of 2023 to 2026.</summary>
internal static partial class Equations
{
    private static Dictionary<string, Step> Newest => new()
    {
        ["paralstm"] = (w, x, s) =>
        {
            var (h, c) = (s[0], s[1]);
            var f = Sigma(w["af"] * h + w.Sum("f", x) + w["pf"] * c);
            c = f * c + (1 - f) * Tanh(w["ag"] * h + w.Sum("g", x));
            return [Sigma(w["ao"] * h + w.Sum("o", x) + w["po"] * c) * Tanh(c), c];
        },
        ["paragru"] = (w, x, s) =>
        {
            var (r, z) = (Sigma(w.Sum("r", x) + w["ar"] * s[0]), Sigma(w.Sum("z", x) + w["az"] * s[0]));
            return [z * s[0] + (1 - z) * Tanh(w.Sum("n", x) + w["an"] * (r * s[0]))];
        },
        ["hgrn"] = (w, x, s) =>
        {
            var bound = Sigma(w["γ"]);
            var f = bound + (1 - bound) * Sigma(w.Sum("f", x));
            var c = f * s[1] + (1 - f) * Tanh(w.Sum("g", x));
            return [Sigma(w.Sum("o", x)) * c, c];
        },
        ["rglru"] = (w, x, s) =>
        {
            var logA = -8 * w["Λ"].Map(v => Math.Log(1 + Math.Exp(v))) * Sigma(w.Sum("r", x));
            var taken = (1 - Exp(2 * logA)).Map(Math.Sqrt);
            return [Exp(logA) * s[0] + taken * (Sigma(w.Sum("i", x)) * x)];
        },
    };
}
