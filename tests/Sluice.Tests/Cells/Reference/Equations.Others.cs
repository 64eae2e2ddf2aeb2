using static Sluice.Tests.Cells.Reference.Vec;

namespace Sluice.Tests.Cells.Reference;

internal static partial class Equations
{
    private static Dictionary<string, Step> Others => new()
    {
        ["ran"] = (w, x, s) =>
        {
            var c = Sigma(w.Sum("i", x, s[0])) * w.Sum("g", x) + Sigma(w.Sum("f", x, s[0])) * s[1];
            return [Tanh(c), c];
        },
        ["cfn"] = (w, x, s) => [Sigma(w.Sum("θ", x, s[0])) * Tanh(s[0]) + Sigma(w.Sum("η", x, s[0])) * Tanh(w.Sum("g", x))],
        ["ugrnn"] = (w, x, s) =>
        {
            var z = Sigma(w.Sum("z", x, s[0]));
            return [z * s[0] + (1 - z) * Tanh(w.Sum("n", x, s[0]))];
        },
        ["minimalrnn"] = (w, x, s) =>
        {
            var z = Tanh(w.Sum("z", x));
            var u = Sigma(w.Sum("u", null, s[0], z));
            return [u * s[0] + (1 - u) * z];
        },
        ["star"] = (w, x, s) =>
        {
            var k = Sigma(w.Sum("k", x, s[0]));
            return [Tanh((1 - k) * s[0] + k * Tanh(w.Sum("z", x)))];
        },
        ["fastrnn"] = (w, x, s) => [Sigma(w["α"]) * Tanh(w.Sum("n", x, s[0])) + Sigma(w["β"]) * s[0]],
        ["fastgrnn"] = (w, x, s) =>
        {
            var a = w.Sum("a", x, s[0]);
            var z = Sigma(a);
            return [(Sigma(w["ζ"]) * (1 - z) + Sigma(w["ν"])) * Tanh(a + w["bn"]) + z * s[0]];
        },
        ["scrn"] = (w, x, s) =>
        {
            var context = (1 - w["α"]) * w.Sum("s", x) + w["α"] * s[1];
            return [Sigma(w.Sum("h", x, s[0], context)), context];
        },
        ["mingru"] = (w, x, s) =>
        {
            var z = Sigma(w.Sum("z", x));
            return [(1 - z) * s[0] + z * Positive(w.Sum("n", x))];
        },
        ["minlstm"] = (w, x, s) =>
        {
            var (f, i) = (Sigma(w.Sum("f", x)), Sigma(w.Sum("i", x)));
            return [f / (f + i) * s[0] + i / (f + i) * Positive(w.Sum("n", x))];
        },
        ["sru"] = (w, x, s) =>
        {
            var (f, r) = (Sigma(w.Sum("f", x) + w["vf"] * s[1]), Sigma(w.Sum("r", x) + w["vr"] * s[1]));
            var c = f * s[1] + (1 - f) * w.Sum("g", x);
            return [r * c + (1 - r) * x, c];
        },
        ["indrnn"] = (w, x, s) => [Relu(w.Sum("h", x) + w["u"] * s[0])],
        ["indrnn-tanh"] = (w, x, s) => [Tanh(w.Sum("h", x) + w["u"] * s[0])],
        ["jordan"] = (w, x, s) => [Tanh(w.Sum("y", null, Tanh(w.Sum("h", x, s[0]))))],
        ["irnn"] = (w, x, s) => [Relu(w.Sum("h", x, s[0]))],
        ["rhn"] = (w, x, s) => [Highway(w, 3, x, s[0])],
        ["rhn-2"] = (w, x, s) => [Highway(w, 2, x, s[0])],
        ["cornn"] = (w, x, s) =>
        {
            var (y, z, dt) = (s[0], s[1], w["Δt"]);
            z = z + dt * Tanh(w.Sum("a", x, y, z)) - dt * w["γ"] * y - dt * w["ε"] * z;
            return [y + dt * z, z];
        },
        ["lem"] = (w, x, s) =>
        {
            var (y, z) = (s[0], s[1]);
            var (dz, dy) = (w["Δt"] * Sigma(w.Sum("dz", x, y)), w["Δt"] * Sigma(w.Sum("dy", x, y)));
            z = (1 - dz) * z + dz * Tanh(w.Sum("z", x, y));
            return [(1 - dy) * y + dy * Tanh(w.Sum("y", x, z)), z];
        },
        ["antisymmetric"] = (w, x, s) => [s[0] + w["ε"] * Tanh(w.Sum("a", x, s[0]) - w.Transposed(0, s[0]) - w["γ"] * s[0])],
        ["antisymmetric-gated"] = (w, x, s) =>
        {
            var r = w.Sum("r", null, s[0]) - w.Transposed(0, s[0]) - w["γ"] * s[0];
            return [s[0] + w["ε"] * Sigma(w.Sum("z", x) + r) * Tanh(w.Sum("a", x) + r)];
        },
        ["unicornn"] = (w, x, s) =>
        {
            var (y, z) = (s[0], s[1]);
            var dt = w["Δt"] * Sigma(w["c"]);
            z = z - dt * (Tanh(w["w"] * y + w.Sum("a", x)) + w["α"] * y);
            return [y + dt * z, z];
        },
        ["clockwork"] = (w, x, s) =>
        {
            // Four modules with periods 1, 2, 4 and 8; weights that must not be are 0 already.
            double[] old = s[0].Values, made = Tanh(w.Sum("h", x, s[0])).Values;
            double taken = s[1].Values[0];
            return [new([.. old.Select((h, u) => taken % Math.Pow(2, u / (w.Hidden / 4)) == 0 ? made[u] : h)]), 1 + s[1]];
        },
    };

    private static Vec Positive(Vec v) => v.Map(a => a >= 0 ? a + 0.5 : 1 / (1 + Math.Exp(-a)));

    private static Vec Highway(ReferenceWeights w, int depth, Vec x, Vec s)
    {
        for (int l = 1; l <= depth; l++)
        {
            var (g, t) = (Tanh(w.Sum($"g{l}", l == 1 ? x : null, s)), Sigma(w.Sum($"t{l}", l == 1 ? x : null, s)));
            s = g * t + s * (1 - t);
        }

        return s;
    }
}
