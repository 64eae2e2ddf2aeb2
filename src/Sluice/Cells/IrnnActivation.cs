using Sluice.Vectors;

namespace Sluice.Cells;

/// <summary>
/// φ = max(0, ·), and recurrent weights that begin as the identity: without input a unit keeps its value, and its gradient
/// (Le, Jaitly and Hinton 2015).
/// </summary>
internal readonly struct IrnnActivation : IActivation
{
    public static CellShape Shape { get; } = Elman.Shape("irnn", "relu") with
    {
        Equation = "h = relu(W x + R h⁻ + b), R = 1 at the start   (Le, Jaitly and Hinton 2015)",
        Form = RecurrentForm.Identity,
    };

    public static V Value<V>(V x) where V : struct, IVector<V> => ReluActivation.Value(x);

    public static V Slope<V>(V y) where V : struct, IVector<V> => ReluActivation.Slope(y);
}
