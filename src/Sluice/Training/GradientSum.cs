using System.Runtime.InteropServices;
using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Training;

/// <summary>
/// Σ w ∇ over some parts of a batch, where w is the weight of a part and ∇ the gradient of its mean loss; before it Σ w L, Σ w, the number of
/// predictions and what process 0 tells the others. All of it lies in one piece of memory, of which slices travel.
/// </summary>
internal sealed unsafe class GradientSum
{
    private const int Numbers = 6, Head = Padding.Lanes;

    private readonly AlignedBuffer<float> _memory;
    private readonly int _length;

    /// <summary>Room for the gradients of parameters.</summary>
    /// <exception cref="SluiceException">More than fit into one piece of memory.</exception>
    public GradientSum(IReadOnlyList<Parameter> parameters)
    {
        long count = parameters.Sum(p => p.Count), most = Array.MaxLength / sizeof(float) - 1024;
        if (count > most) throw new SluiceException($"Training: expected at most {most} weights where a batch is cut into shards, got {count}.");
        _length = Head + Padding.Round((int)count);
        _memory = new AlignedBuffer<float>(_length);
    }

    /// <summary>Whether process 0 was asked to stop.</summary>
    public bool Stops => Numbered[3] > 0;

    /// <summary>Whether process 0 wants a checkpoint.</summary>
    public bool Saves => Numbered[4] > 0;

    /// <summary>The factor on the learning rate that process 0 has.</summary>
    public double RateFactor => Numbered[5];

    /// <summary>The loss of the batch: the mean over what was predicted.</summary>
    public StepLoss Loss
        => Numbered[1] > 0 ? new StepLoss(Numbered[0] / Numbered[1], (int)Numbered[2]) { Weight = Numbered[1] } : default;

    private Span<double> Numbered => MemoryMarshal.Cast<float, double>(_memory.Span[..Head])[..Numbers];

    /// <summary>The bytes of slices, as they travel.</summary>
    public Span<byte> Bytes(int first, int end, int slices)
    {
        var (from, to) = Range(first, end, slices);
        return MemoryMarshal.AsBytes(_memory.Span[from..to]);
    }

    /// <summary>Takes the gradients of one part; it tells nothing.</summary>
    public void Take(IReadOnlyList<Parameter> parameters, StepLoss loss)
    {
        Numbered.Clear();
        (Numbered[0], Numbered[1], Numbered[2]) = (loss.Loss * loss.Weight, loss.Weight, loss.Predictions);
        int at = Head;
        foreach (var parameter in parameters)
        {
            parameter.Gradient.CopyTo(_memory.Span.Slice(at, (int)parameter.Count));
            at += (int)parameter.Count;
        }

        Scale((float)loss.Weight);
    }

    /// <summary>Tells the others, as process 0 does with its first part.</summary>
    public void Tell(bool stops, bool saves, double rateFactor)
        => (Numbered[3], Numbered[4], Numbered[5]) = (stops ? 1 : 0, saves ? 1 : 0, rateFactor);

    /// <summary>Adds slices of the sum over other parts.</summary>
    public void Add(GradientSum other, int first, int end, int slices)
    {
        var (from, to) = Range(first, end, slices);
        if (from == 0 && to > 0)
        {
            for (int i = 0; i < Numbers; i++) Numbered[i] += other.Numbered[i];
            from = Head;
        }

        if (to > from) Device.Current.RunOver(new Adding(_memory.Pointer + from, other._memory.Pointer + from, to - from), to - from);
        GC.KeepAlive(this);
        GC.KeepAlive(other);
    }

    /// <summary>Takes over slices.</summary>
    public void Copy(GradientSum other, int first, int end, int slices) => other.Bytes(first, end, slices).CopyTo(Bytes(first, end, slices));

    /// <summary>Gives the parameters the gradient of the mean loss of the batch.</summary>
    public void Give(IReadOnlyList<Parameter> parameters)
    {
        Scale(Numbered[1] > 0 ? (float)(1 / Numbered[1]) : 0);
        int at = Head;
        foreach (var parameter in parameters)
        {
            parameter.Gradient.Set(_memory.Span.Slice(at, (int)parameter.Count));
            at += (int)parameter.Count;
        }
    }

    private void Scale(float factor)
    {
        Device.Current.RunOver(new Scaling(_memory.Pointer + Head, _length - Head, factor), _length - Head);
        GC.KeepAlive(this);
    }

    /// <summary>Where slices begin and end; the first of all has the numbers before the gradients.</summary>
    private (int From, int To) Range(int first, int end, int slices)
    {
        long groups = _length / Padding.Lanes;
        return ((int)(groups * first / slices * Padding.Lanes), (int)(groups * end / slices * Padding.Lanes));
    }

    private sealed class Scaling(float* x, int length, float factor) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            var f = V.Broadcast(factor);
            var (from, to) = Share(length, part, parts);
            for (nint i = from; i < to; i += V.Count) V.Store(x + i, V.Load(x + i) * f);
        }
    }

    private sealed class Adding(float* x, float* y, int length) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            var (from, to) = Share(length, part, parts);
            for (nint i = from; i < to; i += V.Count) V.Store(x + i, V.Load(x + i) + V.Load(y + i));
        }
    }

    private static (nint From, nint To) Share(int length, int part, int parts)
    {
        long groups = length / Padding.Lanes;
        return ((nint)(groups * part / parts * Padding.Lanes), (nint)(groups * (part + 1) / parts * Padding.Lanes));
    }
}
