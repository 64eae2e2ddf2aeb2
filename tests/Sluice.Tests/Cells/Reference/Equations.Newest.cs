using System.Numerics;
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
        ["slstm-heads"] = (w, x, s) =>
        {
            // Without the stabiliser, as slstm; at the first step m is ĩ. R is 0 between heads.
            var (h, m) = (s[0], s[3]);
            var (a, b) = (w.Sum("i", x, h), Sigma(w.Sum("f", x, h)));
            var after = s[2].Values[0] == 0 ? a : Max(a, b.Map(Math.Log) + m);
            var (c, n) = (b * Exp(m) * s[1] + Exp(a) * Tanh(w.Sum("g", x, h)), b * Exp(m) * s[2] + Exp(a));
            return [Sigma(w.Sum("o", x, h)) * c / n, c / Exp(after), n / Exp(after), after];
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
        ["lru"] = (w, x, s) =>
        {
            // cos φ = tanh ω.
            var lambda = Pairs(w["ν"], w["ω"]).Select(u => Complex.FromPolarCoordinates(Math.Exp(-Math.Exp(u.A)), Math.Acos(Math.Tanh(u.B))));
            var gains = w["ν"].Values.Select(v => (Complex)Math.Sqrt(1 - Math.Exp(-2 * Math.Exp(v))));
            return Turned(w, x, s, [.. lambda], [.. gains]);
        },
        ["s5"] = (w, x, s) =>
        {
            double[] step = [.. w["τ"].Values.Zip(w["f"].Values, (t, f) => f * Math.Exp(t))];
            Complex[] half = [.. Pairs(w["ν"], w["ω"]).Select((u, i) => step[i] / 2 * new Complex(-Math.Exp(u.A), u.B))];
            return Turned(w, x, s, [.. half.Select(z => (1 + z) / (1 - z))], [.. half.Select((z, i) => step[i] / (1 - z))]);
        },
        ["selective"] = (w, x, s) =>
        {
            var step = (w.Sum("Δ", x) + w["t"]).Map(v => Math.Log(1 + Math.Exp(v)));
            var state = Exp(-1 * (step * Exp(w["a"]))) * s[1] + step * w.Sum("B", x) * x;
            return [w.Sum("C", x) * state + w["D"] * x, state];
        },
    };

    /// <summary>s = λ⊙s⁻ + g⊙(B x), y = Re(C s) + D x, over complex numbers.</summary>
    private static Vec[] Turned(ReferenceWeights w, Vec x, Vec[] s, Complex[] lambda, Complex[] gains)
    {
        Complex[] before = [.. Pairs(s[1], s[2]).Select(u => new Complex(u.A, u.B))];
        Complex[] read = [.. Pairs(w.Sum("s", x), w.Sum("z", x)).Select(u => new Complex(u.A, u.B))];
        Complex[] after = [.. before.Select((b, u) => lambda[u] * b + gains[u] * read[u])];
        Vec p = new([.. after.Select(v => v.Real)]), q = new([.. after.Select(v => v.Imaginary)]);
        return [w.Sum("y", x, p, q), p, q];
    }

    private static IEnumerable<(double A, double B)> Pairs(Vec a, Vec b) => a.Values.Zip(b.Values, (x, y) => (x, y));
}
