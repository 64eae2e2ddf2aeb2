using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Vectors;

namespace Sluice.Cells.Linear;

/// <summary>
/// S5, a diagonal state space: each unit is a complex number that follows ds/dt = Λ s + B x in continuous time, Λ = −e^ν + i ω,
/// seen at steps of Δ = f e^τ, and y = Re(C s) + D x + d (Smith, Warrington and Linderman 2023). f is the cell's number: a net
/// trained at f = 1 reads series that are sampled twice as often as s5:0.5 (FlowState, arXiv 2508.05287).
/// </summary>
/// <remarks>
/// Steps are taken by the trapezoid rule, λ = (1 + ΔΛ/2)/(1 − ΔΛ/2), which never leaves the unit circle; the paper's own choice
/// is to hold x between steps. D is a matrix, so that I need not be H. Δ begins between 0.01 and 0.1, e^ν between 0.22 and 1 and ω
/// between 0 and 20: chosen here.
/// </remarks>
internal readonly struct S5Cell : ICell
{
    private const int Bs = 0, Bz = 1, C = 2, Nu = 3, Omega = 4, Tau = 5, Factor = 6;
    private const int Y = 0, S = 1, Z = 2;

    public static CellShape Shape { get; } = new(
        "s5",
        """
        Δ = f e^τ, u = Δ⊙e^ν/2, v = Δ⊙ω/2, n = (1+u)² + v²
        α = (1−u²−v²)/n, β = 2v/n, g = Δ⊙(1+u)/n, g′ = Δ⊙v/n
        s = α⊙s⁻ − β⊙z⁻ + g⊙(Ws x + bs) − g′⊙(Wz x + bz)
        z = β⊙s⁻ + α⊙z⁻ + g′⊙(Ws x + bs) + g⊙(Wz x + bz)
        y = Cs s + Cz z + D x + d   (Smith, Warrington and Linderman 2023, by the trapezoid rule)
        """,
        [
            new("s", Feeds.Input), new("z", Feeds.Input), new("y", Feeds.Input | Feeds.Operand | Feeds.SecondOperand),
            new("ν", Feeds.Vector, -0.75f, 0.75f), new("ω", Feeds.Vector, 10, 10), new("τ", Feeds.Vector, -3.45f, 1.15f),
            new("f", Feeds.Number, 1),
        ],
        ["y", "s", "z"],
        Stages: 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
    {
        var (step, u, v) = Step(at.Weight(Factor), at.Weight(Tau), at.Weight(Nu), at.Weight(Omega));
        var (real, imaginary) = Inverse(u, v);
        V alpha = V.Fma(V.Constant(2), real, V.Constant(-1)), beta = imaginary + imaginary, g = step * real, turned = step * imaginary;
        V s = at.Before(S), z = at.Before(Z), bs = at.Block(Bs), bz = at.Block(Bz);
        at.Operand(at.After(S, V.Fma(alpha, s, g * bs) - V.Fma(beta, z, turned * bz)));
        at.SecondOperand(at.After(Z, V.Fma(alpha, z, g * bz) + V.Fma(beta, s, turned * bs)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V> => at.After(Y, at.Block(C));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        at.DBlock(C, at.DAfter(Y));
        at.DBefore(Y, V.Constant(0));
    }

    // With c = 1/(1 + u − i v): λ = 2c − 1, the gain is Δ c, and dc = c² d(i v − u). A gradient of a complex number is that of its
    // real part plus i times that of its imaginary one; it comes through a product with the conjugate.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
    {
        var (step, u, v) = Step(at.Weight(Factor), at.Weight(Tau), at.Weight(Nu), at.Weight(Omega));
        var (real, imaginary) = Inverse(u, v);
        V alpha = V.Fma(V.Constant(2), real, V.Constant(-1)), beta = imaginary + imaginary;
        V s = at.Before(S), z = at.Before(Z), bs = at.Block(Bs), bz = at.Block(Bz);
        V ds = at.Through(S, at.DAfter(S) + at.DOperand()), dz = at.Through(Z, at.DAfter(Z) + at.DSecondOperand());
        V dGain = V.Fma(ds, bs, dz * bz), dTurned = dz * bs - ds * bz;
        V dReal = V.Fma(step, dGain, V.Constant(2) * V.Fma(ds, s, dz * z)), dImaginary = V.Fma(step, dTurned, V.Constant(2) * (dz * s - ds * z));
        V squareReal = real * real - imaginary * imaginary, squareImaginary = V.Constant(2) * real * imaginary;
        V du = -V.Fma(dReal, squareReal, dImaginary * squareImaginary), dv = dImaginary * squareReal - dReal * squareImaginary;
        at.DBlock(Bs, step * V.Fma(real, ds, imaginary * dz));
        at.DBlock(Bz, step * (real * dz - imaginary * ds));
        at.AddDWeight(Nu, u * du);
        at.AddDWeight(Omega, V.Constant(0.5) * step * dv);
        at.AddDWeight(Tau, V.Fma(u, du, V.Fma(v, dv, step * V.Fma(real, dGain, imaginary * dTurned))));
        at.DBefore(S, V.Fma(alpha, ds, beta * dz));
        at.DBefore(Z, alpha * dz - beta * ds);
    }

    /// <summary>Δ, Δe^ν/2 and Δω/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Step, V U, V V) Step<V>(V factor, V tau, V nu, V omega) where V : struct, IVector<V>
    {
        V step = factor * V.Exp(tau), half = V.Constant(0.5) * step;
        return (step, half * V.Exp(nu), half * omega);
    }

    /// <summary>1/(1 + u − i v).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Real, V Imaginary) Inverse<V>(V u, V v) where V : struct, IVector<V>
    {
        V one = V.Constant(1), a = one + u, n = V.Fma(a, a, v * v);
        return (a / n, v / n);
    }
}
