using Sluice.Devices;
using Sluice.Kernels;

namespace Sluice.Autodiff;

/// <summary>
/// Records what the layers do, so that it can be undone for gradients, and lends the memory for it. A recurrent layer is one
/// entry, whatever the number of its time steps. Losses write the gradient of what they are computed from; then
/// <see cref="Backward"/> runs the entries from last to first.
/// </summary>
/// <remarks>
/// A tape is used again and again: <see cref="Reset"/> takes all lent memory back, and a step of the same sizes as the one
/// before allocates none. A tape belongs to one run: threads that use one model at the same time have a tape each.
/// </remarks>
public sealed class Tape
{
    private readonly Device? _device;
    private readonly List<Action> _entries = [];
    private readonly List<(string Layer, Tensor Output)> _outputs = [];
    private readonly List<AlignedBuffer<float>> _lent = [];
    private readonly List<AlignedBuffer<float>> _free = [];

    /// <summary>A tape.</summary>
    /// <param name="recording">Whether gradients are wanted.</param>
    /// <param name="device">What computes; null for what is <see cref="Device.Current"/> at each call.</param>
    public Tape(bool recording = true, Device? device = null) => (Recording, _device) = (recording, device);

    /// <summary>What computes.</summary>
    public Device Device => _device ?? Device.Current;

    /// <summary>Whether entries are kept for <see cref="Backward"/>.</summary>
    public bool Recording { get; }

    /// <summary>Whether layers that behave differently in training (dropout) do so.</summary>
    public bool Training { get; set; }

    /// <summary>The seed from which dropout and noise are drawn.</summary>
    public ulong Seed { get; set; }

    /// <summary>The epoch, a coordinate of every random number.</summary>
    public uint Epoch { get; set; }

    /// <summary>The step within the epoch, a coordinate of every random number.</summary>
    public uint Step { get; set; }

    /// <summary>Bytes of memory that the tape holds, lent or free.</summary>
    public long Bytes => 4 * (_lent.Sum(b => (long)b.Length) + _free.Sum(b => (long)b.Length));

    /// <summary>Lends a tensor until <see cref="Reset"/>.</summary>
    /// <param name="clear">Whether its elements must be 0; otherwise they are what was there.</param>
    /// <param name="shape">Its dimensions.</param>
    public Tensor Lend(bool clear, params int[] shape)
    {
        nint length = Tensor.LengthOf(shape);
        int best = -1;
        for (int i = 0; i < _free.Count; i++)
        {
            if (_free[i].Length >= length && _free[i].Length <= 2 * length + 1024 && (best < 0 || _free[i].Length < _free[best].Length)) best = i;
        }

        AlignedBuffer<float> buffer;
        if (best >= 0)
        {
            buffer = _free[best];
            _free.RemoveAt(best);
            if (clear) buffer.Span[..(int)length].Clear();
        }
        else
        {
            buffer = new AlignedBuffer<float>(length);
        }

        _lent.Add(buffer);
        return new Tensor(shape, buffer, 0) { NeedsGradient = Recording };
    }

    /// <summary>Keeps an action that adds to the gradients of an operation's inputs.</summary>
    public void Record(Action backward)
    {
        if (Recording) _entries.Add(backward);
    }

    /// <summary>The gradient of a tensor, to add to; zero at first.</summary>
    public Tensor GradientOf(Tensor tensor) => tensor.Gradient ??= Lend(true, tensor.Shape.ToArray());

    /// <summary>Runs what was recorded, last to first: gradients of parameters are added to.</summary>
    /// <exception cref="SluiceException">The tape does not record.</exception>
    public void Backward()
    {
        if (!Recording) throw new SluiceException("Tape.Backward: expected a tape that records, got one made for inference.");
        for (int i = _entries.Count - 1; i >= 0; i--) _entries[i]();
        _entries.Clear();
    }

    /// <summary>Forgets all entries and takes back all tensors lent.</summary>
    public void Reset()
    {
        _entries.Clear();
        _outputs.Clear();
        _free.AddRange(_lent);
        _lent.Clear();
    }

    /// <summary>Notes what came out of a layer, for <see cref="FirstNonFinite"/>.</summary>
    internal void Note(string layer, Tensor output)
    {
        if (Recording) _outputs.Add((layer, output));
    }

    /// <summary>The first place, in the order of computation, where a layer's output is not finite; null if there is none.</summary>
    internal string? FirstNonFinite()
    {
        foreach (var (layer, output) in _outputs)
        {
            for (int r = 0; r < output.Rows; r++)
            {
                if (!output.Row(r).ContainsAnyExceptInRange(float.MinValue, float.MaxValue)) continue;
                var place = output.Shape.Length == 3 ? $"step {r / output.Shape[1] + 1} of sequence {r % output.Shape[1] + 1}" : $"row {r + 1}";
                return $"the output of {layer} at {place}";
            }
        }

        return null;
    }

    /// <summary>Runs a kernel over memory of this tape.</summary>
    internal void Run<K>(K kernel, long elements) where K : IKernel => Device.RunOver(kernel, elements);
}
