using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Elman;

/// <summary>
/// The antisymmetric network with a gate that reads the same recurrent product:
/// z = σ(Wz x + (M − Mᵀ − γ1) h⁻ + bz), h = h⁻ + ε z⊙tanh(W x + (M − Mᵀ − γ1) h⁻ + b) (Chang et al. 2019).
/// </summary>
internal readonly struct AntisymmetricGatedCell : ICell
{
    private const int A = 0, Z = 1, Product = 2, Epsilon = 3, Gamma = 4;
    private const int H = 0;

    public static CellShape Shape { get; } = new(
        "antisymmetric-gated",
        """
        z = σ(Wz x + bz + r), r = R h⁻ + br, R = M − Mᵀ − γ1
        h = h⁻ + ε z⊙tanh(W x + b + r)   (Chang et al. 2019)
        """,
        [new("a", Feeds.Input), new("z", Feeds.Input), new("r", Feeds.Output), new("ε", Feeds.Number, 0.1f), new("γ", Feeds.Number, 0.01f)],
        ["h"])
    { Form = RecurrentForm.Antisymmetric, Damping = Gamma };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        V r = at.Block(Product), a = V.Tanh(at.Block(A) + r), z = V.Sigmoid(at.Block(Z) + r);
        at.Keep(A, a);
        at.Keep(Z, z);
        at.After(H, V.Fma(at.Weight(Epsilon) * z, a, at.Before(H)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V one = V.Constant(1), a = at.Block(A), z = at.Block(Z), dh = at.DAfter(H), change = dh * at.Weight(Epsilon) * z;
        V dA = change * (one - a * a), dZ = change * a * (one - z);
        at.DBlock(A, dA);
        at.DBlock(Z, dZ);
        at.DBlock(Product, dA + dZ);
        at.DBefore(H, dh);
    }
}
