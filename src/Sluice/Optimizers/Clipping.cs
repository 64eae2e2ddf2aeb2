using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Optimizers;

/// <summary>Keeps gradients from exploding.</summary>
public static unsafe class Clipping
{
    /// <summary>
    /// ∇ ← θ ∇/‖∇‖ where ‖∇‖ &gt; θ, over all parameters together (Pascanu, Mikolov and Bengio 2013).
    /// </summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="limit">θ; 0 only measures.</param>
    /// <returns>‖∇‖ before; not a finite number where a gradient is none.</returns>
    public static double ByNorm(IReadOnlyList<Parameter> parameters, double limit)
    {
        double sum = 0;
        foreach (var parameter in parameters) sum += SumOfSquares(parameter);
        double norm = Math.Sqrt(sum);
        if (limit > 0 && norm > limit && double.IsFinite(norm))
            foreach (var parameter in parameters)
                Device.Current.RunOver(new Scale(parameter.Gradient, (float)(limit / norm)), parameter.Gradient.Count);
        return norm;
    }

    /// <summary>Cuts every gradient off at ±<paramref name="limit"/>.</summary>
    public static void ByValue(IReadOnlyList<Parameter> parameters, double limit)
    {
        foreach (var parameter in parameters) Device.Current.RunOver(new Cut(parameter.Gradient, limit), parameter.Gradient.Count);
    }

    /// <summary>The name of the parameter whose gradient is not finite, or else the largest.</summary>
    public static string Largest(IReadOnlyList<Parameter> parameters)
    {
        string name = "";
        double largest = -1;
        foreach (var parameter in parameters)
        {
            double sum = SumOfSquares(parameter);
            if (!double.IsFinite(sum)) return parameter.Name;
            if (sum > largest) (name, largest) = (parameter.Name, sum);
        }

        return name;
    }

    private static double SumOfSquares(Parameter parameter)
    {
        var rows = new double[parameter.Gradient.Rows];
        Device.Current.RunOver(new Squares(parameter.Gradient, rows), parameter.Gradient.Count);
        double sum = 0;
        foreach (double row in rows) sum += row;
        return sum;
    }

    private sealed class Squares(Tensor x, double[] rows) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            for (int r = (int)((long)x.Rows * part / parts); r < (int)((long)x.Rows * (part + 1) / parts); r++)
                rows[r] = RowReduction.SumOfSquares<V>(x.Pointer + (nint)r * x.Stride, x.Columns);
        }
    }

    private sealed class Scale(Tensor x, float factor) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            var f = V.Broadcast(factor);
            var (from, to) = Elementwise.Range(x, part, parts);
            for (nint i = from; i < to; i += V.Count) V.Store(x.Pointer + i, V.Load(x.Pointer + i) * f);
        }
    }

    private sealed class Cut(Tensor x, double limit) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            V low = V.Constant(-limit), high = V.Constant(limit);
            var (from, to) = Elementwise.Range(x, part, parts);
            for (nint i = from; i < to; i += V.Count) V.Store(x.Pointer + i, V.Max(low, V.Min(high, V.Load(x.Pointer + i))));
        }
    }
}
