using Sluice.Kernels;

namespace Sluice.Learn.Synthesis;

/// <summary>
/// Random numbers of one made-up series, one after the other; those of another seed, batch or place are independent. Uniform and normal
/// numbers come from streams of their own, as <see cref="RandomStream"/> asks for.
/// </summary>
public sealed class Chance(ulong seed, uint batch, uint place)
{
    private readonly RandomStream _uniforms = new(seed, Purpose.Data, batch, place);
    private readonly RandomStream _normals = new(seed, Purpose.Noise, batch, place);
    private uint _uniform, _normal;

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform() => _uniforms.Uniform(_uniform++);

    /// <summary>Uniform in [from, to).</summary>
    public double Uniform(double from, double to) => from + (to - from) * Uniform();

    /// <summary>The exponential of a uniform number, in [from, to).</summary>
    public double Logarithmic(double from, double to) => from * Math.Pow(to / from, Uniform());

    /// <summary>Uniform in from .. to, both included.</summary>
    public int Between(int from, int to) => from + _uniforms.Below(to - from + 1, _uniform++);

    /// <summary>Whether something of this probability happens.</summary>
    public bool Is(double probability) => Uniform() < probability;

    /// <summary>Standard normal.</summary>
    public double Normal() => _normals.Normal(_normal++);

    /// <summary>Student's t with three degrees of freedom, scaled to a variance of 1: z / √(χ²₃ / 3) / √3.</summary>
    public double HeavyTailed()
    {
        double z = Normal(), a = Normal(), b = Normal(), c = Normal();
        return z / Math.Sqrt(Math.Max(1e-9, a * a + b * b + c * c));
    }

    /// <summary>Exponential with a mean of 1.</summary>
    public double Exponential() => -Math.Log(1 - Uniform());

    /// <summary>A Poisson number: Knuth's product of uniforms, and the rounded normal above a mean of 30.</summary>
    public int Poisson(double mean)
    {
        if (mean > 30) return (int)Math.Max(0, Math.Round(mean + Math.Sqrt(mean) * Normal()));
        int count = 0;
        for (double product = Uniform(), limit = Math.Exp(-mean); product > limit; product *= Uniform()) count++;
        return count;
    }

    /// <summary>One of several by their weights.</summary>
    public int Weighted(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (double w in weights) sum += w;
        double left = Uniform() * sum;
        for (int i = 0; i < weights.Length - 1; i++)
            if ((left -= weights[i]) < 0) return i;
        return weights.Length - 1;
    }

    /// <summary>One of several.</summary>
    public T Of<T>(ReadOnlySpan<T> items) => items[Between(0, items.Length - 1)];
}
