using System.Numerics;
using System.Runtime.InteropServices;
using Sluice.Autodiff;

namespace Sluice.Formats;

/// <summary>Reads bytes of an array in a file, from a place within the array on, to where they are wanted.</summary>
internal delegate void ByteReading(Span<byte> into, long from);

/// <summary>An array of a file: its name, element type, shape and bytes (little-endian, last index fastest).</summary>
public sealed class NamedTensor
{
    private const int PieceBytes = 1 << 16;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Func<ReadOnlyMemory<byte>>? _read;
    private readonly ByteReading? _readInto;

    /// <summary>Wraps bytes that are already in the file's order.</summary>
    /// <exception cref="SluiceException">The bytes are not as many as the shape says.</exception>
    public NamedTensor(string name, ElementType type, int[] shape, ReadOnlyMemory<byte> bytes)
    {
        (Name, Type, Shape, _bytes) = (name, type, shape, bytes);
        if (ByteCount(type, shape) is var count && count != bytes.Length)
            throw new SluiceException(
                $"Tensor {name}: shape [{string.Join(',', shape)}] of {type} takes {(count < 0 ? "too many" : count)} bytes, got {bytes.Length}.");
    }

    /// <summary>An array whose bytes are read when they are asked for.</summary>
    internal NamedTensor(string name, ElementType type, int[] shape, Func<ReadOnlyMemory<byte>> read)
        => (Name, Type, Shape, _read) = (name, type, shape, read);

    /// <summary>An array whose bytes are read as they are to where they are wanted, when they are asked for.</summary>
    internal NamedTensor(string name, ElementType type, int[] shape, ByteReading read)
        => (Name, Type, Shape, _readInto) = (name, type, shape, read);

    /// <summary>The name, unique in its file.</summary>
    public string Name { get; }

    /// <summary>The kind of element.</summary>
    public ElementType Type { get; }

    /// <summary>The sizes, slowest first; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>How many elements it has.</summary>
    public long Count => Shape.Aggregate(1L, (n, size) => n * size);

    /// <summary>The elements as stored. Those of a <see cref="Foreign.WeightFile"/> are read from the file at each look.</summary>
    /// <exception cref="SluiceFormatException">The file is damaged there, or closed.</exception>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            if (_readInto is not null)
            {
                byte[] own = GC.AllocateUninitializedArray<byte>(checked((int)(Count * Size(Type))));
                _readInto(own, 0);
                return own;
            }

            if (_read is null) return _bytes;
            var bytes = _read();
            return bytes.Length == Count * Size(Type)
                ? bytes
                : throw new SluiceFormatException($"Tensor {Name}: [{string.Join(", ", Shape)}] of {Type} takes {Count * Size(Type)} bytes, the file holds {bytes.Length}.");
        }
    }

    /// <summary>The same, one after the other in pieces where they stand in a file as they are; each is good until the next.</summary>
    internal IEnumerable<ReadOnlyMemory<byte>> Pieces => _readInto is null ? [Bytes] : ReadPieces(_readInto, Count * Size(Type));

    /// <summary>Copies values (float, double, int, long or byte) into a tensor.</summary>
    /// <exception cref="SluiceException">The values are of another type, or not as many as the shape says.</exception>
    public static NamedTensor Of<T>(string name, int[] shape, ReadOnlySpan<T> values) where T : unmanaged =>
        new(name, TypeOf<T>(), shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The elements of a tensor where they are, if no padding is between them, or else a copy: use it before the tensor changes.</summary>
    internal static NamedTensor Of(string name, Tensor tensor)
    {
        int[] shape = tensor.Shape.ToArray();
        if (tensor.Stride == tensor.Columns) return new(name, ElementType.F32, shape, new TensorMemory(tensor).Memory);
        var bytes = new byte[4 * tensor.Count];
        tensor.CopyTo(MemoryMarshal.Cast<byte, float>(bytes.AsSpan()));
        return new(name, ElementType.F32, shape, bytes);
    }

    /// <summary>A copy of the elements in their own type.</summary>
    /// <exception cref="SluiceException">The tensor holds another type.</exception>
    public T[] ToArray<T>() where T : unmanaged
    {
        if (TypeOf<T>() != Type) throw new SluiceException($"Tensor {Name}: expected elements of type {TypeOf<T>()}, got {Type}.");
        var bytes = Bytes.Span;
        var values = new T[bytes.Length / Size(Type)];
        bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>A copy of the elements as floats, rounded where the type holds more than a float does.</summary>
    public float[] ToFloats()
    {
        if (_readInto is not null && Type == ElementType.F32)
        {
            float[] own = GC.AllocateUninitializedArray<float>(checked((int)Count));
            _readInto(MemoryMarshal.AsBytes(own.AsSpan()), 0);
            return own;
        }

        var bytes = Bytes.Span;
        var values = GC.AllocateUninitializedArray<float>(bytes.Length / Size(Type));
        switch (Type)
        {
            case ElementType.F32: bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan())); break;
            case ElementType.F64: Convert<double>(bytes, values, v => (float)v); break;
            case ElementType.I32: Convert<int>(bytes, values, v => v); break;
            case ElementType.I64: Convert<long>(bytes, values, v => v); break;
            case ElementType.F16: Convert<Half>(bytes, values, v => (float)v); break;
            case ElementType.BF16: Convert<ushort>(bytes, values, v => BitConverter.UInt32BitsToSingle((uint)v << 16)); break;
            case ElementType.I16: Convert<short>(bytes, values, v => v); break;
            case ElementType.I8: Convert<sbyte>(bytes, values, v => v); break;
            case ElementType.BOOL: Convert<byte>(bytes, values, v => v == 0 ? 0 : 1); break;
            default: Convert<byte>(bytes, values, v => v); break;
        }

        return values;
    }

    /// <summary>Writes the elements as floats into a tensor of as many, straight from the file where they stand there as floats.</summary>
    internal void CopyTo(Tensor into)
    {
        if (Type != ElementType.F32) into.Set(ToFloats());
        else if (_readInto is null) into.Set(MemoryMarshal.Cast<byte, float>(Bytes.Span));
        else if (into.Stride == into.Columns && 4 * into.Count <= int.MaxValue) _readInto(new TensorMemory(into).GetSpan(), 0);
        else if (into.Count > 0) CopyRows(_readInto, into);
        GC.KeepAlive(into); // spans of tensors do not keep their memory
    }

    /// <summary>Many rows at a time, for there is padding between them in memory and none in the file.</summary>
    private static void CopyRows(ByteReading read, Tensor into)
    {
        int columns = into.Columns, most = Math.Max(1, PieceBytes / (sizeof(float) * columns));
        float[] rows = new float[Math.Min(most, into.Rows) * columns];
        for (int r = 0; r < into.Rows; r += most)
        {
            int count = Math.Min(most, into.Rows - r);
            read(MemoryMarshal.AsBytes(rows.AsSpan(0, count * columns)), (long)sizeof(float) * r * columns);
            for (int i = 0; i < count; i++) rows.AsSpan(i * columns, columns).CopyTo(into.Row(r + i));
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> ReadPieces(ByteReading read, long bytes)
    {
        byte[] piece = new byte[Math.Min(PieceBytes, bytes)];
        for (long done = 0; done < bytes; done += piece.Length)
        {
            int count = (int)Math.Min(piece.Length, bytes - done);
            read(piece.AsSpan(0, count), done);
            yield return piece.AsMemory(0, count);
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> bytes, float[] values, Func<T, float> convert) where T : unmanaged
    {
        var from = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < values.Length; i++) values[i] = convert(from[i]);
    }

    /// <summary>The bytes one element takes.</summary>
    public static int Size(ElementType type) => type switch
    {
        ElementType.F64 or ElementType.I64 => 8,
        ElementType.U8 or ElementType.I8 or ElementType.BOOL => 1,
        ElementType.F16 or ElementType.BF16 or ElementType.I16 => 2,
        _ => 4,
    };

    /// <summary>The bytes of a whole tensor, or -1 where that is more than 2⁶³ or a size is negative.</summary>
    internal static long ByteCount(ElementType type, ReadOnlySpan<int> shape)
    {
        long count = Size(type);
        foreach (int size in shape)
        {
            if (size < 0 || (Int128)count * size > long.MaxValue) return -1;
            count *= size;
        }
        return count;
    }

    /// <summary>The place of the first element of this type that is not a finite number, or -1.</summary>
    internal static int FirstNonFinite(ElementType type, ReadOnlySpan<byte> bytes)
    {
        // Safe on any alignment: the cast only views the bytes, and x86 and Arm load floats from any address.
        if (type == ElementType.F32) return FirstNonFinite(MemoryMarshal.Cast<byte, float>(bytes));
        if (type == ElementType.F64)
        {
            var values = MemoryMarshal.Cast<byte, double>(bytes);
            for (int i = 0; i < values.Length; i++)
                if (!double.IsFinite(values[i])) return i;
        }
        else if (type is ElementType.F16 or ElementType.BF16)
        {
            // All bits of the exponent: an infinity or none at all.
            int exponent = type == ElementType.F16 ? 0x7C00 : 0x7F80;
            var values = MemoryMarshal.Cast<byte, ushort>(bytes);
            for (int i = 0; i < values.Length; i++)
                if ((values[i] & exponent) == exponent) return i;
        }
        return -1;
    }

    /// <summary>The place of the first value that is not a finite number, or -1; many are looked at at a time.</summary>
    internal static int FirstNonFinite(ReadOnlySpan<float> values)
    {
        Vector<uint> exponent = new(0x7F80_0000u);
        var bits = MemoryMarshal.Cast<float, uint>(values);
        int i = 0;
        for (; i <= bits.Length - Vector<uint>.Count; i += Vector<uint>.Count)
            if (Vector.EqualsAny(new Vector<uint>(bits[i..]) & exponent, exponent)) break;
        for (; i < values.Length; i++)
            if (!float.IsFinite(values[i])) return i;
        return -1;
    }

    private static ElementType TypeOf<T>() where T : unmanaged =>
        typeof(T) == typeof(float) ? ElementType.F32
        : typeof(T) == typeof(double) ? ElementType.F64
        : typeof(T) == typeof(int) ? ElementType.I32
        : typeof(T) == typeof(long) ? ElementType.I64
        : typeof(T) == typeof(byte) ? ElementType.U8
        : throw new SluiceException($"Tensors hold float, double, int, long or byte, got {typeof(T).Name}.");
}
