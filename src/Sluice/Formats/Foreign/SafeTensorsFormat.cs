namespace Sluice.Formats.Foreign;

/// <summary>safetensors files: read whole, so that checksums and the places of all tensors are checked; tensors are views of the bytes.</summary>
internal sealed class SafeTensorsFormat : IWeightFormat
{
    public string Name => "a safetensors file";

    // The length of the header in eight bytes, then the header.
    public bool Is(ByteSource source)
        => source.First.Length > 8 && source.First.Span[8] == (byte)'{' && source.First.Span[4..8].IndexOfAnyExcept((byte)0) < 0;

    public WeightContent Read(ByteSource source)
    {
        if (source.Length > Array.MaxLength) throw source.Bad($"the file has {source.Length} bytes; at most {Array.MaxLength} can be read.");
        var file = SafeTensorsFile.Parse(source.Read(0, source.Length), source.File, allowNonFinite: true);
        return new WeightContent(file.Tensors, file.Metadata);
    }
}
