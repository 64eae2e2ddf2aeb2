using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Sluice.Formats;
using Sluice.Networks;
using Sluice.Onnx.Protocol;
using ElementType = Sluice.Networks.ElementType;

namespace Sluice.Onnx;

/// <summary>Arrays of an ONNX file: in the file itself, as raw bytes or as lists, or in other files of its folder.</summary>
internal sealed class TensorReading(string? folder) : IDisposable
{
    private readonly Dictionary<string, ByteSource> _others = [];

    /// <summary>The array.</summary>
    /// <exception cref="SluiceException">A type that is not known, a shape that does not fit its data, or data outside of the folder.</exception>
    public Value Read(TensorProto tensor) => Read(tensor, null, default);

    /// <summary>
    /// The array; where its bytes stand in the file alone, floating-point numbers of 32 bits are read from there when they are asked for.
    /// </summary>
    /// <param name="tensor">What is said of it.</param>
    /// <param name="source">The file, or null where all bytes are in the message.</param>
    /// <param name="place">Where its bytes stand in the file.</param>
    /// <exception cref="SluiceException">As of the other.</exception>
    public Value Read(TensorProto tensor, ByteSource? source, BytePlace place)
    {
        var type = (ElementType)tensor.DataType;
        if (!Enum.IsDefined(type)) throw Refused(tensor, $"expected an element type that is known here, got number {tensor.DataType}");
        int[] shape = Shape(tensor);
        long count = shape.Aggregate(1L, (product, n) => product * n);
        if (count > int.MaxValue) throw Refused(tensor, $"expected at most {int.MaxValue} elements, got {count}");
        if (type == ElementType.String) return Texts(tensor, shape, count);
        if (tensor.DataLocation == 1)
        {
            (source, long at) = External(tensor, count * Size(type));
            place = new(at, count * Size(type));
        }

        if (source is not null) return Placed(tensor, type, shape, source, place);
        if (tensor.HasRawData) return Raw(tensor, type, shape, tensor.RawData.Span);
        return Lists(tensor, type, shape, (int)count);
    }

    /// <summary>Closes the other files; numbers that were not asked for until then can be read no longer.</summary>
    public void Dispose()
    {
        foreach (var other in _others.Values) other.Dispose();
    }

    private static Value Placed(TensorProto tensor, ElementType type, int[] shape, ByteSource source, BytePlace place)
    {
        long bytes = shape.Aggregate(1L, (product, n) => product * n) * Size(type);
        if (bytes != place.Count) throw Refused(tensor, $"expected {bytes} bytes for [{string.Join(", ", shape)}] of {type}, got {place.Count}");
        return type == ElementType.Float && BitConverter.IsLittleEndian && bytes > 0
            ? new Value(new LateNumbers(shape, (into, from) => source.Read(place.At + from, into)), shape)
            : Raw(tensor, type, shape, source.Read(place.At, place.Count).Span);
    }

    /// <summary>Bytes of an element.</summary>
    public static int Size(ElementType type) => type switch
    {
        ElementType.UInt8 or ElementType.Int8 or ElementType.Bool => 1,
        ElementType.UInt16 or ElementType.Int16 or ElementType.Half or ElementType.BFloat16 => 2,
        ElementType.Float or ElementType.Int32 or ElementType.UInt32 => 4,
        _ => 8,
    };

    private static int[] Shape(TensorProto tensor)
    {
        int[] shape = new int[tensor.Dims.Count];
        long count = 1;
        for (int d = 0; d < shape.Length; d++)
        {
            long n = tensor.Dims[d];
            if (n is < 0 or > int.MaxValue || (count *= Math.Max(n, 1)) > int.MaxValue)
                throw Refused(tensor, $"expected dimensions of 0 or more and at most {int.MaxValue} elements, got [{string.Join(", ", tensor.Dims)}]");
            shape[d] = (int)n;
        }

        return shape;
    }

    private static Value Raw(TensorProto tensor, ElementType type, int[] shape, ReadOnlySpan<byte> bytes)
    {
        int size = Size(type);
        long count = shape.Aggregate(1L, (product, n) => product * n);
        if (bytes.Length != count * size) throw Refused(tensor, $"expected {count * size} bytes for [{string.Join(", ", shape)}] of {type}, got {bytes.Length}");
        if (type == ElementType.Float && BitConverter.IsLittleEndian) return Value.From(MemoryMarshal.Cast<byte, float>(bytes), shape);
        if (type is ElementType.Float or ElementType.Double or ElementType.Half or ElementType.BFloat16)
        {
            var numbers = new float[count];
            for (int i = 0; i < numbers.Length; i++) numbers[i] = Number(type, bytes[(i * size)..]);
            return Value.From(numbers, shape).As(type);
        }

        var integers = new long[count];
        for (int i = 0; i < integers.Length; i++) integers[i] = Integer(type, bytes[(i * size)..]);
        return Whole(integers, shape, type);
    }

    private static float Number(ElementType type, ReadOnlySpan<byte> bytes) => type switch
    {
        ElementType.Float => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        ElementType.Double => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        ElementType.Half => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        _ => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16),
    };

    private static long Integer(ElementType type, ReadOnlySpan<byte> bytes) => type switch
    {
        ElementType.UInt8 or ElementType.Bool => bytes[0],
        ElementType.Int8 => (sbyte)bytes[0],
        ElementType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        ElementType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        ElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        ElementType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
    };

    /// <summary>Data as lists of numbers: 16-bit ones as the bits of whole numbers.</summary>
    private static Value Lists(TensorProto tensor, ElementType type, int[] shape, int count)
    {
        int given = type switch
        {
            ElementType.Float => tensor.FloatData.Count,
            ElementType.Double => tensor.DoubleData.Count,
            ElementType.Int64 => tensor.Int64Data.Count,
            ElementType.UInt32 or ElementType.UInt64 => tensor.Uint64Data.Count,
            _ => tensor.Int32Data.Count,
        };
        if (given != count) throw Refused(tensor, $"expected {count} elements for [{string.Join(", ", shape)}] of {type}, got {given}");
        switch (type)
        {
            case ElementType.Float: return Value.From([.. tensor.FloatData], shape);
            case ElementType.Double: return Value.From([.. tensor.DoubleData.Select(v => (float)v)], shape).As(type);
            case ElementType.Half:
                return Value.From([.. tensor.Int32Data.Select(v => (float)BitConverter.UInt16BitsToHalf((ushort)v))],
                shape).As(type);
            case ElementType.BFloat16:
                return Value.From([.. tensor.Int32Data.Select(v => BitConverter.UInt32BitsToSingle((uint)v << 16))],
                shape).As(type);
            case ElementType.Int64: return Whole([.. tensor.Int64Data], shape, type);
            case ElementType.UInt32 or ElementType.UInt64: return Whole([.. tensor.Uint64Data.Select(v => (long)v)], shape, type);
            default: return Whole([.. tensor.Int32Data.Select(v => (long)v)], shape, type);
        }
    }

    private static Value Whole(long[] integers, int[] shape, ElementType type) => Value.From(integers, shape).As(type);

    private static Value Texts(TensorProto tensor, int[] shape, long count) => tensor.StringData.Count == count
        ? Value.From([.. tensor.StringData.Select(s => s.ToStringUtf8())], shape)
        : throw Refused(tensor, $"expected {count} texts, got {tensor.StringData.Count}");

    /// <summary>Another file, which must lie in the folder of the model, and the place in it from which on the bytes stand.</summary>
    private (ByteSource File, long At) External(TensorProto tensor, long bytes)
    {
        string? Entry(string key) => tensor.ExternalData.FirstOrDefault(e => e.Key == key)?.Value;
        string name = Entry("location") ?? throw Refused(tensor, "expected the name of the file that holds its data, got none");
        if (folder is null) throw Refused(tensor, $"its data is in another file, '{name}'; a model out of a stream can not have one");
        if (Path.IsPathRooted(name) || name.Split('/', '\\').Contains(".."))
            throw Refused(tensor, $"expected its data in a file of the model's folder, got '{name}'");
        string path = FileScope.Check(Path.Combine(folder, name));
        var file = new FileInfo(path);
        if (file.ResolveLinkTarget(returnFinalTarget: true) is not null) throw Refused(tensor, $"expected a file of the model's folder, got the link '{name}'");
        if (!file.Exists) throw Refused(tensor, $"expected the file '{name}' beside the model, got none");
        if (!long.TryParse(Entry("offset") ?? "0", CultureInfo.InvariantCulture, out long offset) || offset < 0 || offset > file.Length - bytes)
            throw Refused(tensor, $"expected {bytes} bytes of '{name}' from {Entry("offset") ?? "0"} on, got a file of {file.Length}");
        if (!_others.TryGetValue(path, out var source)) _others[path] = source = ByteSource.Open(path);
        return (source, offset);
    }

    private static SluiceException Refused(TensorProto tensor, string why) => new($"tensor '{tensor.Name}': {why}");
}
