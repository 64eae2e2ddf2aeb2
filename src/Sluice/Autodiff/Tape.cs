using Sluice.Devices;
using Sluice.Kernels;

namespace Sluice.Autodiff;

/// <summary>
/// Records what the layers do, so that it can be undone for gradients, and lends the memory for it. A recurrent layer is one
/// operation, whatever the number of its time steps. Losses write the gradient of what they are computed from; then
/// <see cref="Backward"/> runs the operations from last to first.
/// </summary>
/// <remarks>
/// A tape is used again and again: <see cref="Reset"/> takes all lent memory back, and a step of the same sizes as the one
/// before allocates none, nor does a smaller one. A tape belongs to one run: threads that use one model at the same time have a tape each.
/// </remarks>
public sealed class Tape
{
    private readonly Device? _device;
    private readonly List<Operation> _operations = [];
    private readonly LentMemory _memory;

    /// <summary>A tape.</summary>
    /// <param name="recording">Whether gradients are wanted.</param>
    /// <param name="device">What computes; null for what is <see cref="Device.Current"/> at each call.</param>
    public Tape(bool recording = true, Device? device = null)
        : this(recording, device, new LentMemory())
    {
    }

    private Tape(bool recording, Device? device, LentMemory memory) => (Recording, _device, _memory) = (recording, device, memory);

    /// <summary>What computes.</summary>
    public Device Device => _device ?? Device.Current;

    /// <summary>Whether operations are kept for <see cref="Backward"/>.</summary>
    public bool Recording { get; }

    /// <summary>Whether operations are kept to be looked at, on a tape that records no gradients.</summary>
    public bool Listing { get; init; }

    /// <summary>To whom layers say what they computed, in a form that they know; null for nobody.</summary>
    internal object? Observer { get; set; }

    /// <summary>What is told how long operations take; null for nothing.</summary>
    internal StepProfile? Profile { get; set; }

    /// <summary>What was computed since the last <see cref="Reset"/>, in order; empty where the tape neither records nor lists.</summary>
    public IReadOnlyList<Operation> Operations => _operations;

    /// <summary>Whether layers that behave differently in training (dropout) do so.</summary>
    public bool Training { get; set; }

    /// <summary>The seed from which dropout and noise are drawn.</summary>
    public ulong Seed { get; set; }

    /// <summary>The epoch, a coordinate of every random number.</summary>
    public uint Epoch { get; set; }

    /// <summary>The step within the epoch, a coordinate of every random number.</summary>
    public uint Step { get; set; }

    /// <summary>The part of the batch that is run; a task that trains takes the sequences of this part alone.</summary>
    public Shard Shard { get; set; } = Shard.Whole;

    /// <summary>
    /// Whether <see cref="Layers.Segments"/> compute the steps of long sequences again on the way back instead of keeping them.
    /// </summary>
    public bool Recompute { get; init; }

    /// <summary>
    /// Whether nothing else runs the model between the way there and the way back, and its weights change after it: then layers pack their
    /// weights for one of them at a time.
    /// </summary>
    internal bool Alone { get; init; }

    /// <summary>The step of a sequence at which what is run now begins: a coordinate of what is drawn for each step.</summary>
    internal int FirstStep { get; set; }

    /// <summary>What of its memory is lent now, for <see cref="TakeBack"/>.</summary>
    internal LentMemory.Mark Lent => _memory.Now;

    /// <summary>Bytes of memory that the tape holds, lent or free.</summary>
    public long Bytes => _memory.Bytes;

    /// <summary>Lends a tensor until <see cref="Reset"/>.</summary>
    /// <param name="clear">Whether its elements must be 0; otherwise they are what was there.</param>
    /// <param name="shape">Its dimensions.</param>
    public Tensor Lend(bool clear, params int[] shape)
    {
        Profile?.Lent();
        nint length = Tensor.LengthOf(shape);
        var (buffer, offset) = _memory.Lend(length);
        if (clear) buffer.Span.Slice((int)offset, (int)length).Clear();
        return new Tensor(shape, buffer, offset) { NeedsGradient = Recording };
    }

    /// <summary>Keeps an operation.</summary>
    public void Record(Operation operation)
    {
        Profile?.Mark(operation.Name);
        if (Recording || Listing) _operations.Add(operation);
    }

    /// <summary>Keeps an operation without parameters.</summary>
    /// <param name="name">What was done.</param>
    /// <param name="inputs">The tensors read.</param>
    /// <param name="output">The tensor written.</param>
    /// <param name="backward">Adds to the gradients of the inputs.</param>
    public void Record(string name, IReadOnlyList<Tensor> inputs, Tensor output, Action backward)
        => Record(new Operation(name, inputs, [output], backward));

    /// <summary>The gradient of a tensor, to add to; zero at first.</summary>
    public Tensor GradientOf(Tensor tensor) => tensor.Gradient ??= Lend(true, tensor.Shape.ToArray());

    /// <summary>Runs what was recorded backward, last to first: gradients of parameters are added to. Each operation runs once.</summary>
    /// <exception cref="SluiceException">The tape does not record.</exception>
    public void Backward()
    {
        if (!Recording) throw new SluiceException("Tape.Backward: expected a tape that records, got one made for inference.");
        Profile?.Mark(StepProfile.Loss);
        for (int i = _operations.Count - 1; i >= 0; i--)
        {
            _operations[i].Backward?.Invoke();
            _operations[i].Backward = null;
            Profile?.Mark(_operations[i].Name, backward: true);
        }
    }

    /// <summary>Forgets all operations and takes back all tensors lent.</summary>
    public void Reset()
    {
        _operations.Clear();
        _memory.Reset();
    }

    /// <summary>A tape for steps of its sequences from <paramref name="firstStep"/> on, in the memory of this one; it is never reset.</summary>
    internal Tape Within(bool recording, int firstStep) => new(recording, _device, _memory)
    {
        Training = Training,
        Seed = Seed,
        Epoch = Epoch,
        Step = Step,
        Shard = Shard,
        Recompute = Recompute,
        Alone = Alone,
        Profile = Profile,
        FirstStep = firstStep,
    };

    /// <summary>Takes back what was lent since a mark.</summary>
    internal void TakeBack(LentMemory.Mark mark) => _memory.TakeBack(mark);

    /// <summary>The first place, in the order of computation, where a layer's output is not finite; null if there is none.</summary>
    internal string? FirstNonFinite()
    {
        foreach (var operation in _operations.Where(o => o.Parameters.Count > 0))
        {
            var output = operation.Outputs[0];
            for (int r = 0; r < output.Rows; r++)
            {
                if (!output.Row(r).ContainsAnyExceptInRange(float.MinValue, float.MaxValue)) continue;
                var place = output.Shape.Length == 3 ? $"step {r / output.Shape[1] + 1} of sequence {r % output.Shape[1] + 1}" : $"row {r + 1}";
                return $"the output of {operation.Parameters[0].Name} at {place}";
            }
        }

        return null;
    }

    /// <summary>Runs a kernel over memory of this tape.</summary>
    internal void Run<K>(K kernel, long elements) where K : IKernel => Device.RunOver(kernel, elements);
}
