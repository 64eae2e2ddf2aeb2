using static Sluice.Tests.Cells.Reference.Vec;

namespace Sluice.Tests.Cells.Reference;

internal static partial class Equations
{
    private static Dictionary<string, Step> Others => new()
    {
        ["clockwork"] = (w, x, s) =>
        {
            // Four modules with periods 1, 2, 4 and 8; weights that must not be are 0 already.
            double[] old = s[0].Values, made = Tanh(w.Sum("h", x, s[0])).Values;
            double taken = s[1].Values[0];
            return [new([.. old.Select((h, u) => taken % Math.Pow(2, u / (w.Hidden / 4)) == 0 ? made[u] : h)]), 1 + s[1]];
        },
    };
}
