using System.Data.Common;
using System.Globalization;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>A column of a query's answer that grows row by row.</summary>
internal abstract class SqlColumn(int place)
{
    /// <summary>The column's place in the answer, from 0.</summary>
    protected int Place { get; } = place;

    /// <summary>The column of the type that the database says.</summary>
    /// <exception cref="SluiceFormatException">It is no number, text or date.</exception>
    public static SqlColumn Of(DbDataReader reader, int place, string name, ColumnKind? known)
    {
        var type = reader.GetFieldType(place);
        // A number has fewer digits than some ids have.
        if (known is ColumnKind.Id or ColumnKind.Category or ColumnKind.Text && type != typeof(string))
            return Texts((r, _) => Convert.ToString(r.GetValue(place), CultureInfo.InvariantCulture));
        switch (Type.GetTypeCode(type))
        {
            case TypeCode.Boolean:
                return Texts((r, _) => r.GetBoolean(place) ? "true" : "false");
            case TypeCode.Char or TypeCode.String:
                // Blanks fill up columns of a fixed width.
                var pool = new Dictionary<string, string>(StringComparer.Ordinal);
                return Texts((r, _) =>
                    r.GetString(place).Trim() is { Length: > 0 } text ? pool.TryGetValue(text, out var known) ? known : pool[text] = text : null);
            case TypeCode.Double:
                return Numbers((r, row) => Finite(r.GetDouble(place), name, row));
            case TypeCode.DateTime:
                return Dates((r, row) => Dated(r.GetDateTime(place), name, row));
            case >= TypeCode.SByte and <= TypeCode.Decimal:
                return Numbers((r, row) => Finite(Number(r, place, name, row), name, row));
        }

        if (type == typeof(System.Numerics.BigInteger))
            return Numbers((r, row) => Finite((double)r.GetFieldValue<System.Numerics.BigInteger>(place), name, row));
        if (type == typeof(DateOnly)) return Dates((r, row) => Dated(r.GetFieldValue<DateOnly>(place).ToDateTime(default), name, row));
        if (type == typeof(DateTimeOffset)) return Dates((r, row) => Dated(r.GetFieldValue<DateTimeOffset>(place).UtcDateTime, name, row));
        throw new SluiceFormatException(
            $"column '{name}' is of type {reader.GetDataTypeName(place)}; expected numbers, texts, dates or booleans. Leave it out of the query, or make it one of these: CAST({name} AS ...).",
            SqlTable.Name);

        SqlColumn Texts(Func<DbDataReader, int, string?> read)
            => new SqlColumn<string?>(place, null, read, values => new CategoryColumn(name, values));
        SqlColumn Numbers(Func<DbDataReader, int, double> read)
            => new SqlColumn<double>(place, double.NaN, read, values => new NumberColumn(name, values));
        SqlColumn Dates(Func<DbDataReader, int, DateTime?> read)
            => new SqlColumn<DateTime?>(place, null, read, values => new DateColumn(name, values));
    }

    /// <summary>Adds the value of the row that the reader is at.</summary>
    public abstract void Add(DbDataReader reader, int row);

    /// <summary>The rows added since this was last called.</summary>
    public abstract Column Take();

    private static double Number(DbDataReader reader, int place, string name, int row)
    {
        try
        {
            return Convert.ToDouble(reader.GetValue(place), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException or ArithmeticException)
        {
            throw new SluiceFormatException(
                $"column '{name}': this number is NaN, infinite or of more digits than can be read. Ask for CAST({name} AS double precision).",
                SqlTable.Name, row, inner: e);
        }
    }

    private static double Finite(double value, string name, int row) => double.IsInfinity(value)
        ? throw new SluiceFormatException(
            $"column '{name}': infinity where a number must be. Mend it, or leave the row out of the query.", SqlTable.Name, row)
        : value;

    // Infinite dates come as the ends of what can be said.
    private static DateTime? Dated(DateTime date, string name, int row) => date.Year is 1 or 9999
        ? throw new SluiceFormatException(
            $"column '{name}': a date of the year {date.Year} or infinity. Mend it, or leave the row out of the query.", SqlTable.Name, row)
        : DateTime.SpecifyKind(date, DateTimeKind.Unspecified);
}

/// <summary>A growing column of one type.</summary>
/// <param name="place">The column's place in the answer, from 0.</param>
/// <param name="missing">What NULL is.</param>
/// <param name="read">The value at that place of a row.</param>
/// <param name="column">The column of values.</param>
internal sealed class SqlColumn<T>(int place, T missing, Func<DbDataReader, int, T> read, Func<T[], Column> column) : SqlColumn(place)
{
    private readonly List<T> _values = [];

    public override void Add(DbDataReader reader, int row) => _values.Add(reader.IsDBNull(Place) ? missing : read(reader, row));

    public override Column Take()
    {
        T[] values = [.. _values];
        _values.Clear();
        return column(values);
    }
}
