namespace Sluice.Autodiff;

/// <summary>A tensor that training changes.</summary>
/// <param name="name">Its name in files; within a model it is unique.</param>
/// <param name="shape">Its dimensions.</param>
public sealed class Parameter(string name, params int[] shape)
{
    /// <summary>Its name in files.</summary>
    public string Name { get; } = name;

    /// <summary>The values. Call <see cref="Changed"/> after writing to them.</summary>
    public Tensor Value { get; } = new(shape);

    /// <summary>The gradient of the loss, added to by <see cref="Tape.Backward"/>.</summary>
    public Tensor Gradient { get; } = new(shape);

    /// <summary>Counts the changes of <see cref="Value"/>, so that packed copies know when they are stale.</summary>
    public int Version { get; private set; }

    /// <summary>Whether an optimiser should shrink it where weight decay is asked for: weights yes, biases no.</summary>
    public bool Decays { get; init; } = true;

    /// <summary>Says that <see cref="Value"/> was written to.</summary>
    public void Changed() => Version++;
}
