using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Losses;

/// <summary>The loss of one number, and its derivative by the prediction.</summary>
internal interface IPointLoss
{
    V Value<V>(V prediction, V target) where V : struct, IVector<V>;

    V Slope<V>(V prediction, V target) where V : struct, IVector<V>;
}

/// <summary>Losses of numbers against numbers of the same shape; a target that is not a number is ignored.</summary>
public static class PointLoss
{
    /// <summary>(y − t)²: the mean squared error.</summary>
    public static double Squared(Tape tape, Tensor prediction, Tensor target, double weight = 1)
        => Mean(tape, prediction, target, weight, new SquaredError());

    /// <summary>|y − t|: the mean absolute error.</summary>
    public static double Absolute(Tape tape, Tensor prediction, Tensor target, double weight = 1)
        => Mean(tape, prediction, target, weight, new AbsoluteError());

    /// <summary>½ (y − t)² up to δ, and δ (|y − t| − ½δ) beyond (Huber 1964).</summary>
    public static double Huber(Tape tape, Tensor prediction, Tensor target, double delta = 1, double weight = 1)
        => Mean(tape, prediction, target, weight, new HuberLoss(delta));

    private static double Mean<L>(Tape tape, Tensor prediction, Tensor target, double weight, L loss) where L : struct, IPointLoss
    {
        if (prediction.Rows != target.Rows || prediction.Columns != target.Columns)
            throw new SluiceException($"PointLoss: expected a target of {prediction.Describe()}, got {target.Describe()}.");
        long count = 0;
        for (int r = 0; r < target.Rows; r++)
            foreach (float value in target.Row(r)) if (!float.IsNaN(value)) count++;
        if (count == 0) return 0;
        var sums = new double[prediction.Rows];
        tape.Run(
            new Rows<L>(prediction, target, tape.Recording ? tape.GradientOf(prediction) : null, sums, (float)(weight / count), loss),
            prediction.Count);
        double sum = 0;
        foreach (double row in sums) sum += row;
        return sum / count;
    }

    private readonly struct SquaredError : IPointLoss
    {
        public V Value<V>(V y, V t) where V : struct, IVector<V> => (y - t) * (y - t);

        public V Slope<V>(V y, V t) where V : struct, IVector<V> => V.Constant(2) * (y - t);
    }

    private readonly struct AbsoluteError : IPointLoss
    {
        public V Value<V>(V y, V t) where V : struct, IVector<V> => V.Abs(y - t);

        public V Slope<V>(V y, V t) where V : struct, IVector<V>
            => V.SelectLess(y, t, V.Constant(-1), V.SelectLess(t, y, V.Constant(1), V.Constant(0)));
    }

    private readonly struct HuberLoss(double delta) : IPointLoss
    {
        public V Value<V>(V y, V t) where V : struct, IVector<V>
        {
            V e = V.Abs(y - t), d = V.Constant(delta), half = V.Constant(0.5);
            return V.SelectLess(e, d, half * e * e, d * (e - half * d));
        }

        public V Slope<V>(V y, V t) where V : struct, IVector<V> => V.Max(V.Constant(-delta), V.Min(V.Constant(delta), y - t));
    }

    private sealed unsafe class Rows<L>(
        Tensor prediction, Tensor target, Tensor? gradient, double[] sums, float scale, L loss) : IKernel where L : struct, IPointLoss
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            float* values = stackalloc float[16];
            for (int r = (int)((long)prediction.Rows * part / parts); r < (int)((long)prediction.Rows * (part + 1) / parts); r++)
            {
                nint at = (nint)r * prediction.Stride;
                for (int c = 0; c < prediction.Columns; c += V.Count)
                {
                    V y = V.Load(prediction.Pointer + at + c), t = V.Load(target.Pointer + at + c);
                    V.Store(values, loss.Value(y, t));
                    for (int j = 0; j < V.Count && c + j < prediction.Columns; j++)
                        if (!float.IsNaN(target.Pointer[at + c + j])) sums[r] += values[j];
                    if (gradient is null) continue;
                    V.Store(values, loss.Slope(y, t) * V.Broadcast(scale));
                    for (int j = 0; j < V.Count && c + j < prediction.Columns; j++)
                        if (!float.IsNaN(target.Pointer[at + c + j])) gradient.Pointer[at + c + j] += values[j];
                }
            }
        }
    }
}
