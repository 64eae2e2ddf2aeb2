using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Data.Tables;
using Sluice.Formats;

namespace Sluice.Readers;

/// <summary>An array of NumPy's .npy format, version 1 to 3: numbers, truth values, texts or dates.</summary>
internal sealed partial class NpyArray
{
    private const int LongestHeader = 1 << 20;

    private readonly string _unit, _file;
    private readonly byte[] _data;
    private readonly char _type;
    private readonly int _size;
    private readonly bool _big, _fortran;

    private NpyArray(string file, string type, bool fortran, int[] shape, byte[] data)
    {
        (_file, _fortran, Shape, _data) = (file, fortran, shape, data);
        var match = Type().Match(type);
        if (!match.Success)
            throw Wrong($"holds values of type {ColumnInference.Short(type)}; expected numbers, truth values, texts or dates. Make them one of these in Python: x.astype('f8').");
        (_big, _type, _unit) = (match.Groups[1].Value == ">", match.Groups[2].Value[0], match.Groups[4].Value);
        if (!int.TryParse(match.Groups[3].Value, out _size) || _size > 1 << 20)
            throw Wrong($"holds values of type {ColumnInference.Short(type)}, which are too long.");
        if (_type == 'U') _size *= 4;
    }

    /// <summary>How long it is in each direction.</summary>
    public int[] Shape { get; }

    /// <summary>What its values are; null where texts have to be looked at.</summary>
    public ColumnKind? Kind => _type switch { 'M' => ColumnKind.Date, 'b' => ColumnKind.Category, 'U' or 'S' => null, _ => ColumnKind.Number };

    /// <summary>How many values it has.</summary>
    public int Count => Shape.Aggregate(1, (n, s) => n * s);

    /// <summary>Reads an array.</summary>
    /// <param name="stream">The array, from its first byte.</param>
    /// <param name="file">What messages call it.</param>
    /// <exception cref="SluiceFormatException">It is damaged, of a type that is no value of a table, or of more than three directions.</exception>
    public static NpyArray Read(Stream stream, string file)
    {
        byte[] start = Take(NpyHeader.StartLength);
        var (at, length) = NpyHeader.Place(start, file);
        var header = NpyHeader.Parse([.. start.AsSpan(at), .. Take(length - (start.Length - at))], file);
        if (header.Type is null)
            throw new SluiceFormatException(
                "its rows are records of several fields. Write them as a table in Python: pandas.DataFrame(x).to_csv('x.csv', index=False).", file);
        var array = new NpyArray(file, header.Type, header.Fortran, header.Shape, []);
        long bytes = header.Shape.Aggregate((long)Math.Max(1, array._size), (n, s) => n > int.MaxValue ? n : n * s);
        if (bytes > Array.MaxLength) throw array.Wrong("holds more than 2 GB. Split it.");
        return new NpyArray(file, header.Type, header.Fortran, header.Shape, array._size == 0 ? [] : Take((int)bytes));

        // Grows as bytes come: a header may lie about what follows.
        byte[] Take(int count)
        {
            using var taken = new MemoryStream();
            byte[] piece = new byte[Math.Clamp(count, 1, 1 << 20)];
            while (taken.Length < count)
            {
                int read = stream.Read(piece, 0, (int)Math.Min(piece.Length, count - taken.Length));
                if (read == 0)
                    throw new SluiceFormatException(
                        $"it ends before its {(taken.Length == 0 && count == 12 ? "header" : "last value")}. Was it copied whole?", file);
                taken.Write(piece, 0, read);
            }

            return taken.ToArray();
        }
    }

    /// <summary>The array as a table: a row for each value, row or step; three directions are samples, steps and columns.</summary>
    public CellRows Rows()
    {
        if (Shape.Length is 0 or > 3)
            throw Wrong($"has {Shape.Length} directions; expected 1 (a column), 2 (rows and columns) or 3 (samples, steps and columns). Reshape it in Python: x.reshape(len(x), -1).");
        int columns = Shape.Length == 1 ? 1 : Shape[^1], steps = Shape.Length == 3 ? Shape[1] : 1, rows = Shape[0] * steps;
        if (columns == 0 || rows == 0) throw Wrong("has no value.");
        if (columns > 16_384) throw Wrong($"has {columns} columns, more than 16384. Is it the other way round? In Python: x.T.");
        bool samples = Shape.Length == 3;
        string[] names = [.. samples ? ["sample"] : Array.Empty<string>(), .. Enumerable.Range(1, columns).Select(c => $"c{c}")];
        return new CellRows(
            names, Cells())
        { Kinds = [.. samples ? [ColumnKind.Category] : Array.Empty<ColumnKind?>(), .. Enumerable.Repeat(Kind, columns)] };

        IEnumerable<(int, string?[])> Cells()
        {
            var cells = new string?[names.Length];
            int first = samples ? 1 : 0;
            for (int row = 0; row < rows; row++)
            {
                if (samples) cells[0] = (row / steps + 1).ToString(CultureInfo.InvariantCulture);
                for (int c = 0; c < columns; c++) cells[first + c] = Text(Place(row / steps, row % steps, c));
                yield return (row + 1, cells);
            }
        }

        int Place(int sample, int step, int column) => _fortran
            ? sample + Shape[0] * (step + steps * column)
            : (sample * steps + step) * columns + column;
    }

    /// <summary>A value as a cell; null where it is missing.</summary>
    public string? Text(int place)
    {
        var bytes = _data.AsSpan(place * _size, _size);
        if (_type == 'S') return Encoding.UTF8.GetString(bytes.TrimEnd((byte)0));
        if (_type == 'U') return Characters(bytes);
        if (_big && _size > 1)
        {
            Span<byte> turned = stackalloc byte[8];
            bytes.CopyTo(turned);
            turned[.._size].Reverse();
            return Text(turned[.._size]);
        }

        return Text(bytes);
    }

    private string? Text(ReadOnlySpan<byte> bytes) => (_type, _size) switch
    {
        ('f', 2) => Number((double)BinaryPrimitives.ReadHalfLittleEndian(bytes)),
        ('f', 4) => float.IsNaN(BinaryPrimitives.ReadSingleLittleEndian(bytes))
            ? null
            : BinaryPrimitives.ReadSingleLittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        ('f', 8) => Number(BinaryPrimitives.ReadDoubleLittleEndian(bytes)),
        ('i', 1) => ((sbyte)bytes[0]).ToString(CultureInfo.InvariantCulture),
        ('i', 2) => BinaryPrimitives.ReadInt16LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        ('i', 4) => BinaryPrimitives.ReadInt32LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        ('i', 8) => BinaryPrimitives.ReadInt64LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        ('u', 1) => bytes[0].ToString(CultureInfo.InvariantCulture),
        ('u', 2) => BinaryPrimitives.ReadUInt16LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        ('u', 4) => BinaryPrimitives.ReadUInt32LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        ('u', 8) => BinaryPrimitives.ReadUInt64LittleEndian(bytes).ToString(CultureInfo.InvariantCulture),
        ('b', 1) => bytes[0] == 0 ? "false" : "true",
        ('M', 8) => Date(BinaryPrimitives.ReadInt64LittleEndian(bytes)),
        _ => throw Wrong($"holds values of type {_type}{_size}; expected f2, f4, f8, i1 to i8, u1 to u8 or bool."),
    };

    private string? Date(long value)
    {
        if (value == long.MinValue) return null;
        try
        {
            var date = _unit switch
            {
                "Y" => new DateTime(checked(1970 + (int)value), 1, 1),
                "M" => DateTime.UnixEpoch.AddMonths(checked((int)value)),
                "D" => DateTime.UnixEpoch.AddTicks(checked(value * TimeSpan.TicksPerDay)),
                "h" => DateTime.UnixEpoch.AddTicks(checked(value * TimeSpan.TicksPerHour)),
                "m" => DateTime.UnixEpoch.AddTicks(checked(value * TimeSpan.TicksPerMinute)),
                "s" => DateTime.UnixEpoch.AddTicks(checked(value * TimeSpan.TicksPerSecond)),
                "ms" => DateTime.UnixEpoch.AddTicks(checked(value * TimeSpan.TicksPerMillisecond)),
                "us" => DateTime.UnixEpoch.AddTicks(checked(value * TimeSpan.TicksPerMicrosecond)),
                "ns" => DateTime.UnixEpoch.AddTicks(value / TimeSpan.NanosecondsPerTick),
                _ => throw Wrong($"holds dates counted in '{_unit}'; expected years to nanoseconds."),
            };
            return CellText.TryGet(date, out string? cell) ? cell : null;
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            throw Wrong($"holds a date outside of the years 1 to 9999.");
        }
    }

    private static string Characters(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (int at = 0; at < bytes.Length; at += 4)
        {
            uint point = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
            if (point == 0) break;
            text.Append(Rune.TryCreate(point, out var rune) ? rune : Rune.ReplacementChar);
        }

        return text.ToString();
    }

    private static string? Number(double value) => double.IsNaN(value) ? null : value.ToString("R", CultureInfo.InvariantCulture);

    private SluiceFormatException Wrong(string what) => new($"this NumPy array {what}", _file);

    [GeneratedRegex(@"^([<>|=]?)([fiubUSM])(\d{1,8})(?:\[1?(\w+)\])?$")]
    private static partial Regex Type();
}
