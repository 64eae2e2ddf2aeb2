using System.Buffers.Binary;

namespace Sluice.Serving.Protocol;

/// <summary>The data types of the Open Inference Protocol: the bytes of an element, and how numbers are read from and written to them.</summary>
internal static class DataTypes
{
    /// <summary>The type of texts: bytes with their length before them.</summary>
    public const string Bytes = "BYTES";

    /// <summary>The type of numbers that come out.</summary>
    public const string Double = "FP64";

    private delegate double Reading(ReadOnlySpan<byte> element);

    private sealed record Numeric(int Size, double Lowest, double Highest, bool IsWhole, Reading Read);

    // A double holds whole numbers up to 2^53 exactly: those beyond are refused rather than rounded.
    private const double Exact = 1L << 53;

    private static readonly Dictionary<string, Numeric> s_numeric = new()
    {
        ["BOOL"] = new(1, 0, 1, true, e => e[0]),
        ["UINT8"] = new(1, 0, byte.MaxValue, true, e => e[0]),
        ["UINT16"] = new(2, 0, ushort.MaxValue, true, e => BinaryPrimitives.ReadUInt16LittleEndian(e)),
        ["UINT32"] = new(4, 0, uint.MaxValue, true, e => BinaryPrimitives.ReadUInt32LittleEndian(e)),
        ["UINT64"] = new(8, 0, Exact, true, e => BinaryPrimitives.ReadUInt64LittleEndian(e)),
        ["INT8"] = new(1, sbyte.MinValue, sbyte.MaxValue, true, e => (sbyte)e[0]),
        ["INT16"] = new(2, short.MinValue, short.MaxValue, true, e => BinaryPrimitives.ReadInt16LittleEndian(e)),
        ["INT32"] = new(4, int.MinValue, int.MaxValue, true, e => BinaryPrimitives.ReadInt32LittleEndian(e)),
        ["INT64"] = new(8, -Exact, Exact, true, e => BinaryPrimitives.ReadInt64LittleEndian(e)),
        ["FP16"] = new(2, -65504, 65504, false, e => (double)BinaryPrimitives.ReadHalfLittleEndian(e)),
        ["FP32"] = new(4, -float.MaxValue, float.MaxValue, false, e => BinaryPrimitives.ReadSingleLittleEndian(e)),
        [Double] = new(8, -double.MaxValue, double.MaxValue, false, e => BinaryPrimitives.ReadDoubleLittleEndian(e)),
    };

    /// <summary>Refuses what is no data type.</summary>
    public static void Check(string tensor, string datatype)
    {
        if (datatype != Bytes && !s_numeric.ContainsKey(datatype))
            throw ServingException.Bad(
                $"input '{tensor}': expected one of the data types {string.Join(", ", s_numeric.Keys)} and {Bytes}, got '{datatype}'.");
    }

    /// <summary>Refuses a number that is none of a type. Numbers of a type of less precision are as that type has them.</summary>
    public static double Checked(string tensor, string datatype, double value)
    {
        var type = s_numeric[datatype];
        if (double.IsNaN(value) && !type.IsWhole) return value;
        if (!(value >= type.Lowest && value <= type.Highest) || (type.IsWhole && value != Math.Floor(value)))
            throw ServingException.Bad($"input '{tensor}': expected numbers of {datatype}, got {value:R}.");
        return datatype switch { "FP32" => (float)value, "FP16" => (double)(Half)value, _ => value };
    }

    /// <summary>The numbers that bytes stand for.</summary>
    public static double[] Read(string tensor, string datatype, ReadOnlySpan<byte> bytes, long count)
    {
        var type = s_numeric[datatype];
        if (bytes.Length != count * type.Size)
            throw ServingException.Bad($"input '{tensor}': expected {count * type.Size} bytes for {count} numbers of {datatype}, got {bytes.Length}.");
        var values = new double[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = type.Read(bytes.Slice(i * type.Size, type.Size));
            if (type.IsWhole) Checked(tensor, datatype, values[i]);
        }

        return values;
    }
}
