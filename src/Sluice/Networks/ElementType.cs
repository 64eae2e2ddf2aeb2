namespace Sluice.Networks;

/// <summary>What the elements of a <see cref="Value"/> are; the numbers are those of ONNX's TensorProto.DataType.</summary>
public enum ElementType
{
    /// <summary>32-bit floating point.</summary>
    Float = 1,

    /// <summary>Whole numbers of 0 to 255.</summary>
    UInt8 = 2,

    /// <summary>Whole numbers of 8 bits.</summary>
    Int8 = 3,

    /// <summary>Whole numbers of 16 bits without a sign.</summary>
    UInt16 = 4,

    /// <summary>Whole numbers of 16 bits.</summary>
    Int16 = 5,

    /// <summary>Whole numbers of 32 bits.</summary>
    Int32 = 6,

    /// <summary>Whole numbers of 64 bits: shapes and indices.</summary>
    Int64 = 7,

    /// <summary>Texts.</summary>
    String = 8,

    /// <summary>True or false.</summary>
    Bool = 9,

    /// <summary>16-bit floating point; computed in 32 bits.</summary>
    Half = 10,

    /// <summary>64-bit floating point; computed in 32 bits.</summary>
    Double = 11,

    /// <summary>Whole numbers of 32 bits without a sign.</summary>
    UInt32 = 12,

    /// <summary>Whole numbers of 64 bits without a sign.</summary>
    UInt64 = 13,

    /// <summary>The upper half of a 32-bit floating point number; computed in 32 bits.</summary>
    BFloat16 = 16,
}

/// <summary>Kinds of element types.</summary>
internal static class ElementTypes
{
    /// <summary>Whether the elements are held as 32-bit floating point numbers.</summary>
    public static bool IsFloat(this ElementType type)
        => type is ElementType.Float or ElementType.Double or ElementType.Half or ElementType.BFloat16;

    /// <summary>Whether the elements are held as whole numbers.</summary>
    public static bool IsInteger(this ElementType type) => !type.IsFloat() && type != ElementType.String;

    /// <summary>A number as an element of this type: whole numbers lose what does not fit, as a cast in C does.</summary>
    public static long Fit(this ElementType type, long value) => type switch
    {
        ElementType.UInt8 => (byte)value,
        ElementType.Int8 => (sbyte)value,
        ElementType.UInt16 => (ushort)value,
        ElementType.Int16 => (short)value,
        ElementType.Int32 => (int)value,
        ElementType.UInt32 => (uint)value,
        ElementType.Bool => value != 0 ? 1 : 0,
        _ => value,
    };

    /// <summary>A floating-point number as a type of fewer bits holds it.</summary>
    public static float Fit(this ElementType type, float value) => type switch
    {
        ElementType.Half => (float)(Half)value,
        ElementType.BFloat16 => BFloat16(value),
        _ => value,
    };

    /// <summary>Rounds to the nearest number whose lower 16 bits are 0, to even where two are as near.</summary>
    private static float BFloat16(float value)
    {
        if (float.IsNaN(value)) return value;
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000);
    }
}
