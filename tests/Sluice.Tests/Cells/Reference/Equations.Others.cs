using static Sluice.Tests.Cells.Reference.Vec;

namespace Sluice.Tests.Cells.Reference;

internal static partial class Equations
{
    private static Dictionary<string, Step> Others => new()
    {
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
