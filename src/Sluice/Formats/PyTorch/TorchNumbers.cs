namespace Sluice.Formats.PyTorch;

/// <summary>The numbers of a tensor out of its storage. Offsets, sizes and strides are checked before anything is read.</summary>
internal static class TorchNumbers
{
    /// <summary>The tensor; its numbers are read when they are asked for.</summary>
    /// <exception cref="SluiceFormatException">It reaches beyond its storage, or the storage is missing or too short.</exception>
    public static NamedTensor Tensor(string name, TorchTensor tensor, ByteSource source, ZipDirectory zip, string root, bool big)
    {
        var (storage, offset, shape, strides) = tensor;
        int size = NamedTensor.Size(storage.Type);
        bool possible = shape.Length == strides.Length && shape.Length <= 32 && shape.All(s => s is >= 0 and <= int.MaxValue);
        if (!possible || strides.Any(s => s < 0) || offset < 0)
            throw Bad($"its sizes [{string.Join(", ", shape)}] and strides [{string.Join(", ", strides)}] at {offset} make no sense");
        if (zip.Find($"{root}data/{storage.Key}") is not { } part)
            throw Bad($"its numbers, '{Short(storage.Key)}', are not in the archive. Was it written whole?");
        if (part.Size / size < storage.Count) throw Bad($"its storage should have {storage.Count} numbers of {storage.Type}, and has {part.Size} bytes");

        // The last element that is reached: offset + sum over dimensions of (size - 1) · stride.
        Int128 count = 1, last = offset;
        for (int d = 0; d < shape.Length; d++)
        {
            count *= shape[d];
            last += (Int128)(shape[d] - 1) * strides[d];
            if (count > storage.Count && !shape.Contains(0L)) break;
        }

        if (shape.Contains(0L)) return new NamedTensor(name, storage.Type, Sizes(), Array.Empty<byte>());
        if (count > storage.Count || last >= storage.Count)
            throw Bad($"[{string.Join(", ", shape)}] with strides [{string.Join(", ", strides)}] from {offset} reaches beyond its storage of {storage.Count} numbers");
        long first = offset * size, bytes = (long)count * size;
        bool dense = IsDense(shape, strides);
        if (part.Method == 0 && dense && !big) return source.Tensor(name, storage.Type, Sizes(), zip.DataAt(part) + first, bytes);

        return new NamedTensor(name, storage.Type, Sizes(), () =>
        {
            var whole = zip.Read(part);
            return dense && !big ? whole.Slice((int)first, (int)bytes) : Gathered(whole.Span[(int)first..], (int)bytes, shape, strides, size, big);
        });

        int[] Sizes() => Array.ConvertAll(shape, s => (int)s);

        SluiceFormatException Bad(string what) => source.Bad($"tensor {name}: {what}.");
    }

    private static bool IsDense(long[] shape, long[] strides)
    {
        long step = 1;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            if (shape[d] != 1 && strides[d] != step) return false;
            step *= shape[d];
        }

        return true;
    }

    /// <summary>The elements one after the other, the last index fastest, and little-endian.</summary>
    private static byte[] Gathered(ReadOnlySpan<byte> from, int bytes, long[] shape, long[] strides, int size, bool big)
    {
        byte[] to = new byte[bytes];
        var index = new long[shape.Length];
        long place = 0;
        for (int at = 0; at < bytes; at += size)
        {
            var element = to.AsSpan(at, size);
            from.Slice((int)place * size, size).CopyTo(element);
            if (big) element.Reverse();
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                place += strides[d];
                if (++index[d] < shape[d]) break;
                place -= shape[d] * strides[d];
                index[d] = 0;
            }
        }

        return to;
    }

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
