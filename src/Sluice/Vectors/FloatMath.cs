using System.Runtime.CompilerServices;

namespace Sluice.Vectors;

/// <summary>
/// The transcendental functions, once for every width: the same operations in the same order, so the same bits.
/// Errors stay within 4 units in the last place for |x| ≤ 88; the polynomials are minimax fits made for this file.
/// </summary>
internal static class FloatMath
{
    // Adding 1.5·2²³ rounds to an integer and leaves that integer in the low bits of the mantissa.
    private const double Shift = 12582912.0;
    private const double Log2E = 1.4426950408889634;

    // ln 2 in two parts; the high part has few bits, so that n·high is exact with or without fused arithmetic.
    private const double Ln2High = 0.693359375, Ln2Low = -2.12194440054690583e-4;

    /// <summary>eˣ; 0 below −104, infinity above 88.72.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x) where V : struct, IFloatVector<V>
    {
        x = V.Max(V.Constant(-104), V.Min(V.Constant(89), x));
        var p = ReducedExpMinus1(x, out var n);
        // Two steps, so that results below the normal range are rounded once, at the last product.
        var half = V.Fma(n, V.Constant(0.5), V.Constant(Shift));
        var rest = n - (half - V.Constant(Shift)) + V.Constant(Shift);
        return (V.Constant(1) + p) * V.PowerOfTwo(half) * V.PowerOfTwo(rest);
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x) where V : struct, IFloatVector<V>
    {
        // At e⁻⁸⁷ the quotient is 1. Beyond e⁸⁸·³⁷ the power of two would be infinite, and p times it not a number: the quotient is 0.
        var most = V.Constant(88.37);
        var power = V.Max(V.Constant(-87), V.Min(most, -x));
        var p = ReducedExpMinus1(power, out var n);
        var scale = V.PowerOfTwo(n + V.Constant(Shift));
        return V.SelectLess(most, -x, V.Constant(0), V.Constant(1) / (V.Constant(1) + V.Fma(p, scale, scale)));
    }

    /// <summary>tanh x = (e²ˣ − 1) / (e²ˣ + 1), through e²ˣ − 1, which keeps its digits near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x) where V : struct, IFloatVector<V>
    {
        var magnitude = V.Abs(x);
        var p = ReducedExpMinus1(V.Min(V.Constant(20), magnitude + magnitude), out var n);
        var scale = V.PowerOfTwo(n + V.Constant(Shift));
        var e = V.Fma(p, scale, scale - V.Constant(1));
        return V.CopySign(e / (e + V.Constant(2)), x);
    }

    /// <summary>ln x; −∞ at 0, not a number below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x) where V : struct, IFloatVector<V>
    {
        var tiny = V.Constant(1.17549435e-38);
        var scaled = V.SelectLess(x, tiny, x * V.Constant(8388608), x);
        var m = V.Split(scaled, out var exponent);
        exponent = V.SelectLess(x, tiny, exponent - V.Constant(23), exponent);
        var result = LogOnePlus(m - V.Constant(1), exponent);
        result = V.SelectLess(V.Constant(0), x, result, V.Constant(double.NegativeInfinity));
        result = V.SelectLess(x, V.Constant(0), V.Constant(double.NaN), result);
        // x − x is 0 for every number but the infinities and NaN; infinity and NaN are their own logarithms here.
        return V.SelectLess(V.Abs(x), V.Constant(double.PositiveInfinity), result, V.SelectLess(x, V.Constant(0), V.Constant(double.NaN), x));
    }

    /// <summary>ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<V>(V x) where V : struct, IFloatVector<V>
    {
        var e = Exp(-V.Abs(x));
        var small = V.Constant(0.41421356);
        var f = V.SelectLess(e, small, e, V.Fma(e, V.Constant(0.5), V.Constant(-0.5)));
        var octave = V.SelectLess(e, small, V.Constant(0), V.Constant(1));
        return V.Max(V.Constant(0), x) + LogOnePlus(f, octave);
    }

    /// <summary>x = n·ln 2 + r with |r| ≤ ½ ln 2; returns eʳ − 1 = r + r²·q(r).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ReducedExpMinus1<V>(V x, out V n) where V : struct, IFloatVector<V>
    {
        n = V.Fma(x, V.Constant(Log2E), V.Constant(Shift)) - V.Constant(Shift);
        var r = V.Fma(n, V.Constant(-Ln2High), x);
        r = V.Fma(n, V.Constant(-Ln2Low), r);
        var q = V.Fma(r, V.Constant(0.0013882507337257266), V.Constant(0.008366580121219158));
        q = V.Fma(q, r, V.Constant(0.04166720062494278));
        q = V.Fma(q, r, V.Constant(0.1666654348373413));
        q = V.Fma(q, r, V.Constant(0.4999999701976776));
        return V.Fma(q * r, r, r);
    }

    /// <summary>ln(1 + f) + k·ln 2 = f − f²/2 + f³·p(f) + k·ln 2 for √½ ≤ 1 + f &lt; √2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogOnePlus<V>(V f, V k) where V : struct, IFloatVector<V>
    {
        var p = V.Fma(f, V.Constant(0.067429736), V.Constant(-0.11675469));
        p = V.Fma(p, f, V.Constant(0.11889625));
        p = V.Fma(p, f, V.Constant(-0.124057345));
        p = V.Fma(p, f, V.Constant(0.1421939));
        p = V.Fma(p, f, V.Constant(-0.16667981));
        p = V.Fma(p, f, V.Constant(0.20002125));
        p = V.Fma(p, f, V.Constant(-0.2500001));
        p = V.Fma(p, f, V.Constant(0.33333313));
        var square = f * f;
        var low = V.Fma(p * f, square, k * V.Constant(Ln2Low));
        return V.Fma(k, V.Constant(Ln2High), V.Fma(square, V.Constant(-0.5), low) + f);
    }
}
