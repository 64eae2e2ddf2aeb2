namespace Sluice.Formats.Foreign;

/// <summary>NumPy arrays: an archive of them (.npz), or a single one (.npy).</summary>
internal sealed class NumpyFormat : IWeightFormat
{
    private const string Ending = ".npy";
    private const int MostTensors = 65_536;

    private static readonly Dictionary<string, ElementType> s_types = new()
    {
        ["f4"] = ElementType.F32,
        ["f8"] = ElementType.F64,
        ["f2"] = ElementType.F16,
        ["i8"] = ElementType.I64,
        ["i4"] = ElementType.I32,
        ["i2"] = ElementType.I16,
        ["i1"] = ElementType.I8,
        ["u1"] = ElementType.U8,
        ["b1"] = ElementType.BOOL,
    };

    public string Name => "NumPy arrays";

    public bool Is(ByteSource source)
        => source.First.Span.StartsWith([(byte)0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'])
            || source.Zip is { Parts.Count: > 0 } zip && zip.Parts.All(p => p.Name.EndsWith(Ending, StringComparison.Ordinal));

    public WeightContent Read(ByteSource source)
    {
        Dictionary<string, string> metadata = [];
        if (source.Zip is not { } zip) return new WeightContent([.. One("array", source.Length, (n, _) => source.Read(0, n), metadata, source)], metadata);
        if (zip.Parts.Count > MostTensors) throw source.Bad($"it has more than {MostTensors} arrays.");
        var arrays = zip.Parts.SelectMany(
            part => One(part.Name[..^Ending.Length], part.Size, (n, whole) => whole ? zip.Read(part) : zip.Start(part, n), metadata, source));
        return new WeightContent([.. arrays], metadata);
    }

    /// <summary>The array of a file of so many bytes; none, and a word on it, where its values are no numbers.</summary>
    private static IEnumerable<NamedTensor> One(
        string name, long size, Func<long, bool, ReadOnlyMemory<byte>> read, Dictionary<string, string> metadata, ByteSource source)
    {
        string title = $"{source.File}/{name}";
        if (size < NpyHeader.StartLength) throw source.Bad($"array '{name}' ends before its header. Was the file copied whole?");
        var (at, length) = NpyHeader.Place(read(NpyHeader.StartLength, false).Span, title);
        long data = at + length;
        if (size < data) throw source.Bad($"array '{name}' ends before its header. Was the file copied whole?");
        var header = NpyHeader.Parse(read(data, false).Span[at..], title);
        bool big = header.Type?.StartsWith('>') == true;
        if (header.Type is null || !s_types.TryGetValue(header.Type.TrimStart('<', '>', '|', '='), out var type))
        {
            metadata.TryAdd(name, $"values of type {header.Type ?? "record"}, which are no numbers");
            yield break;
        }

        long bytes = NamedTensor.ByteCount(type, header.Shape);
        if (bytes < 0 || size - data != bytes)
            throw source.Bad($"array '{name}': [{string.Join(", ", header.Shape)}] of {header.Type} takes {bytes} bytes, {size - data} follow its header. Was the file copied whole?");
        yield return new NamedTensor(name, type, header.Shape, () =>
        {
            var whole = read(size, true)[(int)data..];
            return big || header.Fortran && header.Shape.Length > 1 ? Turned(whole.Span, header, NamedTensor.Size(type), big) : whole;
        });
    }

    /// <summary>The values in the order of files of weights: the last index fastest, and little-endian.</summary>
    private static byte[] Turned(ReadOnlySpan<byte> from, NpyHeader header, int size, bool big)
    {
        byte[] to = new byte[from.Length];
        int[] shape = header.Shape, index = new int[shape.Length];
        for (int at = 0; at < to.Length; at += size)
        {
            long place = at / size;
            if (header.Fortran)
            {
                place = 0;
                for (int d = shape.Length - 1; d >= 0; d--) place = place * shape[d] + index[d];
            }

            var element = to.AsSpan(at, size);
            from.Slice((int)place * size, size).CopyTo(element);
            if (big) element.Reverse();
            for (int d = shape.Length - 1; d >= 0 && ++index[d] == shape[d]; d--) index[d] = 0;
        }

        return to;
    }
}
