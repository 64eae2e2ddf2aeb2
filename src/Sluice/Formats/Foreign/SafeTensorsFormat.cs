namespace Sluice.Formats.Foreign;

/// <summary>
/// safetensors files: checksums, where there are any, and the places of all tensors are checked; numbers are read when they are asked for.
/// </summary>
internal sealed class SafeTensorsFormat : IWeightFormat
{
    public string Name => "a safetensors file";

    // The length of the header in eight bytes, then the header.
    public bool Is(ByteSource source)
        => source.First.Length > 8 && source.First.Span[8] == (byte)'{' && source.First.Span[4..8].IndexOfAnyExcept((byte)0) < 0;

    public WeightContent Read(ByteSource source)
    {
        var file = new SafeTensorsReader(source.File, allowNonFinite: true).Parse(source);
        return new WeightContent(file.Tensors, file.Metadata);
    }
}
