using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Formats;

/// <summary>What the header of NumPy's .npy format says, versions 1 to 3.</summary>
/// <param name="Type">The kind of values as NumPy writes it, such as <c>&lt;f4</c>; null where rows are records.</param>
/// <param name="Fortran">Whether the first index is the fastest.</param>
/// <param name="Shape">How long the array is in each direction.</param>
internal sealed partial record NpyHeader(string? Type, bool Fortran, int[] Shape)
{
    /// <summary>Bytes of the mark, the version and the length of the header, in versions 2 and 3; one more than needed in version 1.</summary>
    public const int StartLength = 12;

    private const int Longest = 1 << 20;

    /// <summary>Where the header is, by the first twelve bytes.</summary>
    /// <exception cref="SluiceFormatException">It is no array, or of another version.</exception>
    public static (int At, int Length) Place(ReadOnlySpan<byte> start, string? file)
    {
        if (!start.StartsWith([(byte)0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']))
            throw new SluiceFormatException("this is no NumPy array.", file);
        if (start[6] is < 1 or > 3) throw new SluiceFormatException($"this is version {start[6]} of NumPy's format; expected 1 to 3.", file);
        bool narrow = start[6] == 1;
        long length = narrow ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > Longest || length < 2) throw new SluiceFormatException($"its header says that it has {length} bytes.", file);
        return (narrow ? 10 : 12, (int)length);
    }

    /// <summary>Reads the header's text.</summary>
    /// <exception cref="SluiceFormatException">It is damaged, or of more than two thousand million values.</exception>
    public static NpyHeader Parse(ReadOnlySpan<byte> text, string? file)
    {
        string header = Encoding.UTF8.GetString(text);
        var (type, order, shape) = (TypeOf().Match(header), Order().Match(header), ShapeOf().Match(header));
        return order.Success && shape.Success
            ? new(type.Success ? type.Groups[1].Value : null, order.Groups[1].Value == "True", Sizes(shape.Groups[1].Value, file))
            : throw new SluiceFormatException("its header is damaged.", file);
    }

    private static int[] Sizes(string text, string? file)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int[] sizes = [.. parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            ? size
            : throw new SluiceFormatException($"its header says that it is '{(p.Length > 40 ? p[..40] + "…" : p)}' long.", file))];
        return sizes.Aggregate(1L, (n, s) => n > int.MaxValue ? n : n * Math.Max(1, s)) <= int.MaxValue
            ? sizes
            : throw new SluiceFormatException("it says that it has more than two thousand million values.", file);
    }

    [GeneratedRegex(@"'descr'\s*:\s*'([^']*)'")]
    private static partial Regex TypeOf();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex Order();

    [GeneratedRegex(@"'shape'\s*:\s*\(([^)]*)\)")]
    private static partial Regex ShapeOf();
}
