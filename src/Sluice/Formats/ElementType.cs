namespace Sluice.Formats;

/// <summary>The kinds of elements of arrays in files, by the names of safetensors.</summary>
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

    /// <summary>The upper 16 bits of a 32-bit float (bfloat16).</summary>
    BF16,

    /// <summary>8-bit signed integer.</summary>
    I8,

    /// <summary>16-bit signed integer; read, never written.</summary>
    I16,

    /// <summary>Truth value: a byte, 0 for false; read, never written.</summary>
    BOOL,
}
