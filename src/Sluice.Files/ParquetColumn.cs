using Parquet;
using Parquet.Schema;
using Sluice.Readers;

namespace Sluice.Files;

/// <summary>The values that a column has in a group of rows, as cells.</summary>
internal static class ParquetColumn
{
    private static readonly Dictionary<Type, Func<ParquetRowGroupReader, DataField, int, Func<int, string?>>> s_types = new()
    {
        [typeof(bool)] = Values<bool>,
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
        [typeof(ReadOnlyMemory<char>)] = Values<ReadOnlyMemory<char>>,
    };

    /// <summary>Whether values of a type are cells of a table.</summary>
    public static bool Reads(Type type) => s_types.ContainsKey(type);

    /// <summary>Reads a column of a group; gives the cell of a row.</summary>
    public static Func<int, string?> Read(ParquetRowGroupReader group, DataField field, int rows) => s_types[field.ClrType](group, field, rows);

    private static Func<int, string?> Texts(ParquetRowGroupReader group, DataField field, int rows)
    {
        var values = new string?[rows];
        Wait(group.ReadAsync(field, values.AsMemory()!));
        return row => values[row];
    }

    private static Func<int, string?> Values<T>(ParquetRowGroupReader group, DataField field, int rows) where T : struct
    {
        if (!field.IsNullable)
        {
            var values = new T[rows];
            Wait(group.ReadAsync<T>(field, values.AsMemory()));
            return row => Cell(values[row]);
        }

        var some = new T?[rows];
        Wait(group.ReadAsync<T>(field, some.AsMemory()));
        return row => some[row] is { } value ? Cell(value) : null;
    }

    private static string? Cell<T>(T value) where T : struct => CellText.TryGet(value, out string? cell) ? cell : null;

    private static void Wait(ValueTask task) => task.AsTask().GetAwaiter().GetResult();
}
