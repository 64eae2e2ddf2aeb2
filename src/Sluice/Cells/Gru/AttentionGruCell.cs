using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Gru;

/// <summary>
/// The GRU with attentional update gate: a score a of each step, from 0 to 1, says how little of the state is kept,
/// z′ = (1−a)⊙z, h = (1−z′)⊙n + z′⊙h⁻ (Zhou et al. 2019, as their code has it: a = 0 is a GRU, a = 1 forgets).
/// The layer is <c>AttentionGru</c>.
/// </summary>
internal readonly struct AttentionGruCell : ICell
{
    private const int R = 0, Z = 1, N = 2, Product = 3, A = 4;
    private const int H = 0;
    private const Feeds Both = Feeds.Input | Feeds.Output;

    public static CellShape Shape { get; } = new(
        "augru",
        """
        r = σ(Wr x + Rr h⁻ + br)
        z = σ(Wz x + Rz h⁻ + bz)
        n = tanh(Wn x + bn + r⊙(Rn h⁻ + bn′))
        z′ = (1−a)⊙z
        h = (1−z′)⊙n + z′⊙h⁻   (Zhou et al. 2019; a: a score of the step)
        """,
        [new("r", Both), new("z", Both), new("n", Feeds.Input), new("n'", Feeds.Output), new("a", Feeds.Below)],
        ["h"]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var r = V.Sigmoid(at.Block(R));
        var z = V.Sigmoid(at.Block(Z));
        var n = V.Tanh(V.Fma(r, at.Block(Product), at.Block(N)));
        at.Keep(R, r);
        at.Keep(Z, z);
        at.Keep(N, n);
        at.After(H, V.Fma((V.Constant(1) - at.Block(A)) * z, at.Before(H) - n, n));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), r = at.Block(R), z = at.Block(Z), n = at.Block(N), product = at.Block(Product), shut = one - at.Block(A);
        var dh = at.DAfter(H);
        var dn = dh * (one - shut * z) * (one - n * n);
        var dKept = dh * (at.Before(H) - n);
        at.DBlock(R, dn * product * r * (one - r));
        at.DBlock(Z, dKept * shut * z * (one - z));
        at.DBlock(N, dn);
        at.DBlock(Product, dn * r);
        at.DBlock(A, -dKept * z);
        at.DBefore(H, dh * shut * z);
    }
}
