using System.Runtime.InteropServices;
using Sluice.Autodiff;

namespace Sluice.Formats;

/// <summary>The kinds of elements that Sluice reads from and writes to safetensors files, by the format's names.</summary>
public enum ElementType
{
    /// <summary>32-bit float.</summary>
    F32,

    /// <summary>64-bit float.</summary>
    F64,

    /// <summary>32-bit signed integer.</summary>
    I32,

    /// <summary>64-bit signed integer.</summary>
    I64,

    /// <summary>Byte.</summary>
    U8,

    /// <summary>16-bit float (IEEE 754 binary16); read, never written.</summary>
    F16,

    /// <summary>The upper 16 bits of a 32-bit float (bfloat16); read, never written.</summary>
    BF16,
}

/// <summary>An array of a safetensors file: its name, element type, shape and bytes (little-endian, last index fastest).</summary>
public sealed class NamedTensor
{
    /// <summary>Wraps bytes that are already in the file's order.</summary>
    /// <exception cref="SluiceException">The bytes are not as many as the shape says.</exception>
    public NamedTensor(string name, ElementType type, int[] shape, ReadOnlyMemory<byte> bytes)
    {
        (Name, Type, Shape, Bytes) = (name, type, shape, bytes);
        if (ByteCount(type, shape) is var count && count != bytes.Length)
            throw new SluiceException(
                $"Tensor {name}: shape [{string.Join(',', shape)}] of {type} takes {(count < 0 ? "too many" : count)} bytes, got {bytes.Length}.");
    }

    /// <summary>The name, unique in its file.</summary>
    public string Name { get; }

    /// <summary>The kind of element.</summary>
    public ElementType Type { get; }

    /// <summary>The sizes, slowest first; empty for a single number.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>The elements as stored.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

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
        var values = new T[Bytes.Length / Size(Type)];
        Bytes.Span.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>A copy of the elements as floats, rounded where the type holds more than a float does.</summary>
    public float[] ToFloats() => Type switch
    {
        ElementType.F32 => ToArray<float>(),
        ElementType.F64 => Array.ConvertAll(ToArray<double>(), v => (float)v),
        ElementType.I32 => Array.ConvertAll(ToArray<int>(), v => (float)v),
        ElementType.I64 => Array.ConvertAll(ToArray<long>(), v => (float)v),
        ElementType.F16 => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(Bytes.Span).ToArray(), v => (float)BitConverter.UInt16BitsToHalf(v)),
        ElementType.BF16 =>
            Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(Bytes.Span).ToArray(), v => BitConverter.UInt32BitsToSingle((uint)v << 16)),
        _ => Array.ConvertAll(ToArray<byte>(), v => (float)v),
    };

    /// <summary>The bytes one element takes.</summary>
    public static int Size(ElementType type) => type switch
    {
        ElementType.F64 or ElementType.I64 => 8,
        ElementType.U8 => 1,
        ElementType.F16 or ElementType.BF16 => 2,
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

    /// <summary>The place of the first element that is not a finite number, or -1.</summary>
    internal long FirstNonFinite()
    {
        if (Type == ElementType.F32)
        {
            // Safe on any alignment: the cast only views the bytes, and x86 and Arm load floats from any address.
            var values = MemoryMarshal.Cast<byte, float>(Bytes.Span);
            for (int i = 0; i < values.Length; i++)
                if (!float.IsFinite(values[i])) return i;
        }
        else if (Type == ElementType.F64)
        {
            var values = MemoryMarshal.Cast<byte, double>(Bytes.Span);
            for (int i = 0; i < values.Length; i++)
                if (!double.IsFinite(values[i])) return i;
        }
        else if (Type is ElementType.F16 or ElementType.BF16)
        {
            // All bits of the exponent: an infinity or none at all.
            int exponent = Type == ElementType.F16 ? 0x7C00 : 0x7F80;
            var values = MemoryMarshal.Cast<byte, ushort>(Bytes.Span);
            for (int i = 0; i < values.Length; i++)
                if ((values[i] & exponent) == exponent) return i;
        }
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
