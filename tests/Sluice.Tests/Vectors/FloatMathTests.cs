using Sluice.Vectors;

namespace Sluice.Tests.Vectors;

/// <summary>The transcendental functions against double precision, and each width against the others.</summary>
public unsafe class FloatMathTests
{
    private const int Ulps = 4, Points = 200_000;

    [Theory]
    [InlineData("exp")]
    [InlineData("log")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    [InlineData("softplus")]
    public void Error_is_at_most_4_ulp_and_the_bits_are_the_same_on_every_width(string name)
    {
        var x = new float[Points];
        for (int i = 0; i < Points; i++)
        {
            // Half of the points spread evenly over −88 … 88, half close to 0 on a scale of powers.
            double u = (i / 2 + 0.5) / (Points / 2);
            double value = i % 2 == 0 ? -88 + 176 * u : (i % 4 == 1 ? 1 : -1) * Math.Pow(10, -30 + 31 * u);
            x[i] = (float)(name == "log" ? Math.Abs(value) : value);
        }

        float[] wide = Run<Float16>(name, x);
        Func<double, double> exact = name switch
        {
            "exp" => Math.Exp,
            "log" => Math.Log,
            "tanh" => Math.Tanh,
            "sigmoid" => v => 1 / (1 + Math.Exp(-v)),
            _ => v => Math.Max(v, 0) + LogOnePlus(Math.Exp(-Math.Abs(v))),
        };
        for (int i = 0; i < Points; i++)
        {
            double expected = exact(x[i]), unit = MathF.BitIncrement(MathF.Abs((float)expected)) - (double)MathF.Abs((float)expected);
            Assert.True(
                Math.Abs(wide[i] - expected) <= Ulps * unit,
                $"{name}({x[i]:R}): expected {expected:R}, got {wide[i]:R}, {Math.Abs(wide[i] - expected) / unit:F1} ulp");
        }

        foreach (float[] other in new[] { Run<Float8>(name, x), Run<Float4>(name, x), Run<Float1>(name, x) })
            for (int i = 0; i < Points; i++)
                Assert.True(
                    BitConverter.SingleToInt32Bits(wide[i]) == BitConverter.SingleToInt32Bits(other[i]),
                    $"{name}({x[i]:R}): {wide[i]:R} and {other[i]:R}");
    }

    [Fact]
    public void Special_values_are_handled()
    {
        float inf = float.PositiveInfinity;
        Expect("exp", (0, 1), (-0f, 1), (inf, inf), (-inf, 0), (float.NaN, float.NaN), (1000, inf), (-1000, 0));
        Expect("log", (1, 0), (0, -inf), (inf, inf), (-1, float.NaN), (float.NaN, float.NaN));
        Expect("tanh", (0, 0), (inf, 1), (-inf, -1), (float.NaN, float.NaN), (1e-40f, 1e-40f), (50, 1));
        Expect("sigmoid", (0, 0.5f), (inf, 1), (-inf, 0), (float.NaN, float.NaN), (200, 1), (-200, 0));
        Expect("softplus", (inf, inf), (-inf, 0), (float.NaN, float.NaN), (1000, 1000));
    }

    [Theory]
    [InlineData("exp")]
    [InlineData("tanh")]
    [InlineData("sigmoid")]
    [InlineData("softplus")]
    public void No_finite_number_gives_what_is_none_and_larger_ones_give_no_less(string name)
    {
        // Every step of 2⁻¹² between −110 and 110: powers of two pass from normal to subnormal, to 0 and to infinity there.
        float[] x = [.. Enumerable.Range(0, 220 * 4096).Select(i => -110 + i / 4096f)], y = Run<Float16>(name, x);
        float largest = float.NegativeInfinity;
        for (int i = 0; i < x.Length; i++)
        {
            Assert.False(float.IsNaN(y[i]), $"{name}({x[i]:R}) is not a number");
            Assert.True(y[i] >= largest * (1 - Math.Sign(largest) * 1e-6f), $"{name}({x[i]:R}) = {y[i]:R} after {largest:R}");
            largest = Math.Max(largest, y[i]);
        }
    }

    /// <summary>ln(1 + e) with the digits that 1 + e loses (the framework's LogP1 does not keep them).</summary>
    private static double LogOnePlus(double e) => 1 + e == 1 ? e : Math.Log(1 + e) * (e / (1 + e - 1));

    private static void Expect(string name, params (float X, float Y)[] cases)
    {
        foreach (var (x, y) in cases)
        {
            foreach (float got in new[] { Run<Float16>(
                name, [x])[0], Run<Float8>(name, [x])[0], Run<Float4>(name, [x])[0], Run<Float1>(name, [x])[0] })
                Assert.True(got.Equals(y), $"{name}({x:R}): expected {y:R}, got {got:R}");
        }
    }

    private static float[] Run<V>(string name, float[] x) where V : struct, IVector<V, float>
    {
        int padded = (x.Length + 15) / 16 * 16;
        float[] source = new float[padded], target = new float[padded];
        x.CopyTo(source, 0);
        fixed (float* from = source, to = target)
        {
            for (int i = 0; i < padded; i += V.Count)
            {
                var v = V.Load(from + i);
                V.Store(
                    to + i, name switch { "exp" => V.Exp(v), "log" => V.Log(v), "tanh" => V.Tanh(v), "sigmoid" => V.Sigmoid(v), _ => V.Softplus(v) });
            }
        }

        return target[..x.Length];
    }
}
