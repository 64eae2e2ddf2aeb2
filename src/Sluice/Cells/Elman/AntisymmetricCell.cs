using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Elman;

/// <summary>
/// h = h⁻ + ε tanh(W x + (M − Mᵀ − γ1) h⁻ + b): a step of a differential equation whose Jacobian has eigenvalues near the
/// imaginary axis, so that what is remembered neither grows nor fades (Chang et al. 2019). The form of the recurrent weights
/// is <see cref="RecurrentForm.Antisymmetric"/>.
/// </summary>
internal readonly struct AntisymmetricCell : ICell
{
    private const int A = 0, Epsilon = 1, Gamma = 2;
    private const int H = 0;

    public static CellShape Shape { get; } = new(
        "antisymmetric",
        "h = h⁻ + ε tanh(W x + R h⁻ + b), R = M − Mᵀ − γ1   (Chang et al. 2019)",
        [new("a", Feeds.Input | Feeds.Output), new("ε", Feeds.Number, 0.1f), new("γ", Feeds.Number, 0.01f)],
        ["h"])
    { Form = RecurrentForm.Antisymmetric, Damping = Gamma };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var a = V.Tanh(at.Block(A));
        at.Keep(A, a);
        at.After(H, V.Fma(at.Weight(Epsilon), a, at.Before(H)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        V a = at.Block(A), dh = at.DAfter(H);
        at.DBlock(A, dh * at.Weight(Epsilon) * (V.Constant(1) - a * a));
        at.DBefore(H, dh);
    }
}
