using System.Runtime.InteropServices;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Sessions;

/// <summary>
/// Rows and answers as bytes, to the bit: how many rows there are, and for each how many values, and for each of these its kind, its length and its
/// numbers or texts.
/// </summary>
internal static class RowBytes
{
    private const byte None = 0, Doubles = 1, Texts = 2, Floats = 3;

    public static byte[] Write(IReadOnlyList<LiveRow> rows) => Write([.. rows.Select(r => r.Values)]);

    public static byte[] Write(IReadOnlyList<IReadOnlyList<Array?>> rows)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(rows.Count);
        foreach (var row in rows)
        {
            writer.Write((byte)row.Count);
            foreach (var values in row) Write(writer, values);
        }

        writer.Flush();
        return memory.ToArray();
    }

    /// <summary>Reads them; arrays of rows of values, null where one is absent.</summary>
    /// <exception cref="SluiceException">They are not such bytes.</exception>
    public static IReadOnlyList<Array?[]> Read(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes, writable: false));
            var rows = new Array?[Count(reader, bytes)][];
            for (int r = 0; r < rows.Length; r++)
            {
                rows[r] = new Array?[reader.ReadByte()];
                for (int i = 0; i < rows[r].Length; i++) rows[r][i] = ReadValues(reader, bytes);
            }

            return rows;
        }
        catch (EndOfStreamException e)
        {
            throw new SluiceException("expected rows of a live sequence, got bytes that are not whole.", e);
        }
    }

    public static IReadOnlyList<LiveRow> ReadRows(byte[] bytes) => [.. Read(bytes).Select(v => new LiveRow(v))];

    public static IReadOnlyList<Array[]> ReadAnswers(byte[] bytes) => [.. Read(bytes).Select(v => v.OfType<Array>().ToArray())];

    private static void Write(BinaryWriter writer, Array? values)
    {
        writer.Write(values switch { double[] => Doubles, string[] => Texts, float[] => Floats, _ => None });
        if (values is null) return;
        writer.Write(values.Length);
        switch (values)
        {
            case double[] numbers: writer.Write(MemoryMarshal.AsBytes<double>(numbers)); break;
            case float[] numbers: writer.Write(MemoryMarshal.AsBytes<float>(numbers)); break;
            default: foreach (string text in (string[])values) writer.Write(text); break;
        }
    }

    private static Array? ReadValues(BinaryReader reader, byte[] bytes)
    {
        switch (reader.ReadByte())
        {
            case None: return null;
            case Doubles:
                var doubles = new double[Count(reader, bytes)];
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(doubles.AsSpan()));
                return doubles;
            case Floats:
                var floats = new float[Count(reader, bytes)];
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(floats.AsSpan()));
                return floats;
            case Texts:
                var texts = new string[Count(reader, bytes)];
                for (int i = 0; i < texts.Length; i++) texts[i] = reader.ReadString();
                return texts;
            default: throw new EndOfStreamException();
        }
    }

    // A length beyond the bytes takes no memory.
    private static int Count(BinaryReader reader, byte[] bytes)
        => reader.ReadInt32() is var count && count >= 0 && count <= bytes.Length ? count : throw new EndOfStreamException();
}
