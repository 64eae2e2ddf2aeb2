namespace Sluice.Tests.Cells.Reference;

/// <summary>Plain doubles, one a unit, so that a reference reads like its equation.</summary>
internal readonly struct Vec(double[] values)
{
    public double[] Values { get; } = values;

    public static Vec operator +(Vec a, Vec b) => Map(a, b, (x, y) => x + y);

    public static Vec operator -(Vec a, Vec b) => Map(a, b, (x, y) => x - y);

    public static Vec operator *(Vec a, Vec b) => Map(a, b, (x, y) => x * y);

    public static Vec operator /(Vec a, Vec b) => Map(a, b, (x, y) => x / y);

    public static Vec operator +(double a, Vec b) => b.Map(x => a + x);

    public static Vec operator -(double a, Vec b) => b.Map(x => a - x);

    public static Vec operator *(double a, Vec b) => b.Map(x => a * x);

    public static Vec Max(Vec a, Vec b) => Map(a, b, Math.Max);

    public static Vec Sigma(Vec a) => a.Map(x => 1 / (1 + Math.Exp(-x)));

    public static Vec Tanh(Vec a) => a.Map(Math.Tanh);

    public static Vec Exp(Vec a) => a.Map(Math.Exp);

    public static Vec Relu(Vec a) => a.Map(x => Math.Max(0, x));

    /// <summary>Mean 0, deviation 1.</summary>
    public static Vec Norm(Vec a)
    {
        double mean = a.Values.Average(), variance = a.Values.Average(x => (x - mean) * (x - mean));
        return a.Map(x => (x - mean) / Math.Sqrt(variance + 1e-5));
    }

    public Vec Map(Func<double, double> f) => new([.. Values.Select(f)]);

    private static Vec Map(Vec a, Vec b, Func<double, double, double> f) => new([.. a.Values.Zip(b.Values, f)]);
}
