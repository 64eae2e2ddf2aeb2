namespace Sluice.Formats;

/// <summary>What a file of weights holds.</summary>
/// <param name="Tensors">The arrays.</param>
/// <param name="Metadata">Texts that travel with them.</param>
internal sealed record WeightContent(IReadOnlyList<NamedTensor> Tensors, IReadOnlyDictionary<string, string> Metadata);

/// <summary>A kind of file with weights that others trained, known by its content. Any number of threads may use a format.</summary>
internal interface IWeightFormat
{
    /// <summary>What messages call it, such as "a PyTorch checkpoint".</summary>
    string Name { get; }

    /// <summary>Whether a file is of this kind.</summary>
    /// <exception cref="SluiceFormatException">It is a damaged archive.</exception>
    bool Is(ByteSource source);

    /// <summary>Reads what it says of its arrays; their numbers are read when they are asked for.</summary>
    /// <exception cref="SluiceFormatException">It is damaged, or asks for what is refused.</exception>
    WeightContent Read(ByteSource source);
}
