using Sluice.Kernels;

namespace Sluice.Autodiff;

public sealed partial class Parameter
{
    private volatile ReducedMatrix? _reduced;

    /// <summary>Whether the values may be of fewer than 32 bits: those of a matrix that a layer multiplies by, or looks rows up in.</summary>
    public bool Reducible { get; init; }

    /// <summary>Of how many bits the values are, where of fewer than 32.</summary>
    public ReducedType? Bits => _reduced?.Type;

    /// <summary>The values as they are, where they are of fewer than 32 bits.</summary>
    internal ReducedMatrix? Reduced { get => _reduced; private set => _reduced = value; }

    /// <summary>
    /// Makes the values those of fewer bits that are nearest to them. Layers then multiply by these as they are; whoever asks for
    /// <see cref="Value"/> gets them as floats. A change of the values makes them floats for good.
    /// </summary>
    /// <exception cref="SluiceException">It is no matrix that can be reduced.</exception>
    public void Reduce(ReducedType type)
    {
        if (!Reducible || shape.Length != 2) throw new SluiceException($"{Name}: expected the matrix of a layer to reduce, got {Tensor.Describe(shape)}.");
        Set(ReducedMatrix.Of(type, shape[0], shape[1], Value.ToArray()));
    }

    /// <summary>Sets all values to those of a matrix; what the parameter would have started as is not drawn.</summary>
    internal void Set(ReducedMatrix values)
    {
        lock (_making)
        {
            (_start, _value, Reduced) = (null, null, values);
            Version++;
        }
    }
}
