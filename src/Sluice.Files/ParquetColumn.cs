using System.Globalization;
using Parquet;
using Parquet.Schema;
using Sluice.Readers;

namespace Sluice.Files;

/// <summary>The values that a column has in a group of rows, as cells.</summary>
internal static class ParquetColumn
{
    private const int Longest = 64; // bytes that any number, date, time or identity has as a cell

    private static readonly Dictionary<Type, Reading> s_types = new()
    {
        [typeof(bool)] = Truths,
        [typeof(sbyte)] = Values<sbyte>,
        [typeof(byte)] = Values<byte>,
        [typeof(short)] = Values<short>,
        [typeof(ushort)] = Values<ushort>,
        [typeof(int)] = Values<int>,
        [typeof(uint)] = Values<uint>,
        [typeof(long)] = Values<long>,
        [typeof(ulong)] = Values<ulong>,
        [typeof(float)] = Values<float>,
        [typeof(double)] = Values<double>,
        [typeof(decimal)] = Values<decimal>,
        [typeof(DateTime)] = Values<DateTime>,
        [typeof(DateOnly)] = Values<DateOnly>,
        [typeof(TimeSpan)] = Values<TimeSpan>,
        [typeof(TimeOnly)] = Values<TimeOnly>,
        [typeof(Guid)] = Values<Guid>,
        [typeof(string)] = Texts,
        [typeof(ReadOnlyMemory<char>)] = Characters,
    };

    /// <summary>Reads a column of a group; gives what adds the cell of a row to others, and says how many bytes it has.</summary>
    private delegate Func<int, CellBytes, int> Reading(ParquetRowGroupReader group, DataField field, int rows, ColumnRoom room);

    /// <summary>Whether values of a type are cells of a table.</summary>
    public static bool Reads(Type type) => s_types.ContainsKey(type);

    /// <summary>Reads a column of a group; gives what adds the cell of a row to others, and says how many bytes it has.</summary>
    public static Func<int, CellBytes, int> Read(ParquetRowGroupReader group, DataField field, int rows, ColumnRoom room)
        => s_types[field.ClrType](group, field, rows, room);

    private static Func<int, CellBytes, int> Texts(ParquetRowGroupReader group, DataField field, int rows, ColumnRoom room)
    {
        var values = room.Of<string?>(rows);
        Wait(group.ReadAsync(field, values!));
        return (row, cells) => cells.Add(values.Span[row].AsSpan());
    }

    private static Func<int, CellBytes, int> Characters(ParquetRowGroupReader group, DataField field, int rows, ColumnRoom room)
        => Of<ReadOnlyMemory<char>>(group, field, rows, room, (value, cells) => cells.Add(value.Span));

    private static Func<int, CellBytes, int> Truths(ParquetRowGroupReader group, DataField field, int rows, ColumnRoom room)
        => Of<bool>(group, field, rows, room, (value, cells) => cells.Add(CellText.Of(value)));

    // A number, date or time is written where it is to stand: no text is made of it.
    private static Func<int, CellBytes, int> Values<T>(ParquetRowGroupReader group, DataField field, int rows, ColumnRoom room)
        where T : struct, IUtf8SpanFormattable
        => Of<T>(group, field, rows, room, (value, cells) =>
        {
            Span<byte> cell = stackalloc byte[Longest];
            int length = 0;
            if (value is not (double.NaN or float.NaN)) value.TryFormat(cell, out length, CellText.Form(value), CultureInfo.InvariantCulture);
            return cells.Add(cell[..length]);
        });

    private static Func<int, CellBytes, int> Of<T>(
        ParquetRowGroupReader group, DataField field, int rows, ColumnRoom room, Func<T, CellBytes, int> add) where T : struct
    {
        if (!field.IsNullable)
        {
            var values = room.Of<T>(rows);
            Wait(group.ReadAsync<T>(field, values));
            return (row, cells) => add(values.Span[row], cells);
        }

        var some = room.Of<T?>(rows);
        Wait(group.ReadAsync<T>(field, some));
        return (row, cells) => some.Span[row] is { } value ? add(value, cells) : cells.Add(ReadOnlySpan<byte>.Empty);
    }

    private static void Wait(ValueTask task) => task.AsTask().GetAwaiter().GetResult();
}
