namespace Sluice.Autodiff;

/// <summary>A tensor that training changes.</summary>
/// <remarks>
/// What it starts as is drawn at the first look at <see cref="Value"/>, and memory for <see cref="Gradient"/> is taken at the first
/// look at that: a model that is loaded draws nothing, and one that is only asked has no gradients. Any number of threads may read
/// the values; whoever writes them must be alone. Threads that run backward through one parameter at once are safe and right about the
/// gradients of their inputs, but add to one gradient of the parameter. Values of fewer than 32 bits (<see cref="Reduce"/>) become floats at
/// the first look at <see cref="Value"/>, which layers that multiply by them as they are do not take.
/// </remarks>
/// <param name="name">Its name in files; within a model it is unique.</param>
/// <param name="shape">Its dimensions.</param>
public sealed partial class Parameter(string name, params int[] shape)
{
    private readonly Lock _making = new();
    private volatile Tensor? _value;
    private volatile Tensor? _gradient;
    private Action<Tensor>? _start;
    private bool _drawn;

    /// <summary>Its name in files; what it starts as is drawn by it.</summary>
    public string Name { get; private set; } = name;

    /// <summary>Its dimensions.</summary>
    public ReadOnlySpan<int> Shape => shape;

    /// <summary>How many numbers it holds.</summary>
    public long Count { get; } = shape.Aggregate(1L, (product, n) => product * n);

    /// <summary>The values. Call <see cref="Changed"/> after writing to them.</summary>
    public Tensor Value => _value ?? Begin();

    /// <summary>The gradient of the loss, added to by <see cref="Tape.Backward"/>.</summary>
    public Tensor Gradient
    {
        get
        {
            if (_gradient is { } made) return made;
            lock (_making) return _gradient ??= new Tensor(shape);
        }
    }

    /// <summary>Counts the changes of <see cref="Value"/>, so that packed copies know when they are stale.</summary>
    public int Version { get; private set; }

    /// <summary>Whether an optimiser should shrink it where weight decay is asked for: weights yes, biases no.</summary>
    public bool Decays { get; init; } = true;

    /// <summary>Says that <see cref="Value"/> was written to.</summary>
    public void Changed()
    {
        Reduced = null;
        Version++;
    }

    /// <summary>Sets all values, row after row, as a file has them; what it would have started as is not drawn.</summary>
    /// <exception cref="SluiceException">Another number of values than elements.</exception>
    public void Set(ReadOnlySpan<float> values)
    {
        (_start, Reduced) = (null, null);
        Value.Set(values);
        Changed();
    }

    /// <summary>Lets all values be written where they are; what it would have started as is not drawn.</summary>
    internal void Set(Action<Tensor> write)
    {
        (_start, Reduced) = (null, null);
        write(Value);
        Changed();
    }

    /// <summary>Says how zeroes become what the values start as, when they are first looked at.</summary>
    internal void StartAs(Action<Tensor> start)
    {
        lock (_making)
        {
            if (_value is { } value)
            {
                start(value);
                _drawn = true;
            }
            else
            {
                _start = start;
            }
        }

        Changed();
    }

    /// <summary>Puts something before its name, where layers are put together that were named alike. Before what it starts as is drawn.</summary>
    /// <exception cref="SluiceException">Its values were looked at.</exception>
    internal void Prefix(string prefix)
    {
        lock (_making)
        {
            if (_drawn) throw new SluiceException($"'{Name}': expected a layer that has not run yet; its weights are drawn.");
            Name = prefix + Name;
        }
    }

    private Tensor Begin()
    {
        lock (_making)
        {
            if (_value is { } made) return made;
            var value = new Tensor(shape);
            for (int r = 0; r < Reduced?.Rows; r++) Reduced.CopyRow(r, value.Row(r));
            if (_start is { } start)
            {
                start(value);
                (_start, _drawn) = (null, true);
            }

            return _value = value;
        }
    }
}
