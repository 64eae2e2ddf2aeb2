using System.Buffers.Binary;
using System.Globalization;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Formats;

namespace Sluice.Readers;

/// <summary>
/// The format of the MNIST database (IDX): bytes in as many dimensions as its header says. An image is read pixel by pixel, row
/// after row, as one sequence.
/// </summary>
public static class IdxFile
{
    private const int MostDimensions = 8;

    /// <summary>Whether a file begins as one of these does.</summary>
    public static bool Is(string path)
    {
        if (!File.Exists(FileScope.Check(path))) return false;
        using var file = File.OpenRead(FileScope.Check(path));
        Span<byte> start = stackalloc byte[4];
        return file.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4
            && start[0] == 0 && start[1] == 0 && start[2] == 8 && start[3] is > 0 and <= MostDimensions;
    }

    /// <summary>Reads images and, where they have a file, their labels.</summary>
    /// <exception cref="SluiceFormatException">A file is not of this form or cut off, or they have different numbers of entries.</exception>
    public static LabelledRows Read(string images, string? labels)
    {
        var (sizes, pixels) = Open(images);
        var values = new double[pixels.Length];
        for (int i = 0; i < values.Length; i++) values[i] = pixels.Span[i];
        int count = sizes[0], steps = count == 0 ? 0 : pixels.Length / count;
        if (steps == 0) throw new SluiceFormatException("there is no image in it.", images);
        string?[] names = new string?[count];
        if (labels is not null)
        {
            var (labelSizes, bytes) = Open(labels);
            if (labelSizes.Length != 1 || labelSizes[0] != count)
                throw new SluiceFormatException($"expected {count} labels for as many images, got {string.Join(" x ", labelSizes)}.", labels);
            for (int i = 0; i < count; i++) names[i] = bytes.Span[i].ToString(CultureInfo.InvariantCulture);
        }

        return new LabelledRows(
            new Table([new NumberColumn("pixel", values)], images), [.. Enumerable.Range(0, count).Select(i => new RowRange(i * steps, steps))],
            names);
    }

    /// <summary>Reads a file: the sizes of the dimensions, and the bytes.</summary>
    /// <exception cref="SluiceFormatException">The file is not of this form, or cut off.</exception>
    public static (int[] Sizes, ReadOnlyMemory<byte> Data) Open(string path) => Parse(Bytes(path), path);

    /// <summary>The sizes of the dimensions, and the bytes.</summary>
    /// <exception cref="SluiceFormatException">The content is not of this form, or cut off.</exception>
    public static (int[] Sizes, ReadOnlyMemory<byte> Data) Parse(byte[] content, string file)
    {
        if (content.Length < 4 || content[0] != 0 || content[1] != 0 || content[2] != 8 || content[3] is 0 or > MostDimensions)
            throw new SluiceFormatException(
                "expected a file of bytes in the IDX format (0, 0, 8, number of dimensions), and it begins otherwise; one that ends in .gz must be unpacked first.",
                file);
        int dimensions = content[3], start = 4 + 4 * dimensions;
        if (content.Length < start) throw new SluiceFormatException($"the file ends within its header of {start} bytes.", file);
        uint[] sizes = [.. Enumerable.Range(0, dimensions).Select(d => BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(4 + 4 * d)))];
        Int128 expected = sizes.Aggregate((Int128)1, (product, size) => product * size);
        if (expected != content.Length - start)
            throw new SluiceFormatException(
                $"expected {expected} bytes after the header for {string.Join(" x ", sizes)}, got {content.Length - start}.", file);
        return ([.. sizes.Select(s => (int)Math.Min(s, int.MaxValue))], content.AsMemory(start));
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(FileScope.Check(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SluiceFormatException($"the file cannot be read: {e.Message}", path, inner: e);
        }
    }
}
