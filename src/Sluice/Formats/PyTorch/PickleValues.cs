namespace Sluice.Formats.PyTorch;

// What a pickle's bytes become here: long, double, bool, string, byte[], null, List<object?>, object?[] for tuples, and these.

/// <summary>A dictionary, or the attributes of an object: pairs in their order.</summary>
internal sealed class PickleDictionary
{
    public List<(object? Key, object? Value)> Pairs { get; } = [];

    /// <summary>The class of the object whose attributes these are; empty for a dictionary.</summary>
    public string Class { get; init; } = "";
}

/// <summary>A name that a pickle may use; it is never looked up, only compared.</summary>
internal sealed record PickleName(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>The numbers of one or more tensors: a file in the archive.</summary>
/// <param name="Type">The kind of its elements.</param>
/// <param name="Key">The file's name behind <c>data/</c>.</param>
/// <param name="Count">Elements.</param>
internal sealed record TorchStorage(ElementType Type, string Key, long Count);

/// <summary>A tensor: a view of a storage, by the steps between neighbours along each dimension.</summary>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, long[] Shape, long[] Strides);
