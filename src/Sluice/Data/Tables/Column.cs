using System.Globalization;

namespace Sluice.Data.Tables;

/// <summary>What a column of a table holds.</summary>
public enum ColumnKind
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>Texts, one of a few.</summary>
    Category,

    /// <summary>Dates, with or without a time of day.</summary>
    Date,
}

/// <summary>A named column of a <see cref="Table"/>.</summary>
public abstract class Column(string name, ColumnKind kind, int count)
{
    /// <summary>The name in the header.</summary>
    public string Name { get; } = name;

    /// <summary>What it holds.</summary>
    public ColumnKind Kind { get; } = kind;

    /// <summary>The number of rows.</summary>
    public int Count { get; } = count;

    /// <summary>The number of rows without a value.</summary>
    public int MissingCount => Enumerable.Range(0, Count).Count(IsMissing);

    /// <summary>Whether a row has no value here.</summary>
    public abstract bool IsMissing(int row);

    /// <summary>The value as text that reads back to the same value, or null where it is missing.</summary>
    public abstract string? Text(int row);
}

/// <summary>A column of numbers; NaN where one is missing.</summary>
public sealed class NumberColumn(string name, double[] values) : Column(name, ColumnKind.Number, values.Length)
{
    /// <summary>The numbers by row.</summary>
    public double[] Values { get; } = values;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(Values[row]);

    /// <inheritdoc/>
    public override string? Text(int row) => IsMissing(row) ? null : Values[row].ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A column of texts; null where one is missing.</summary>
public sealed class CategoryColumn(string name, string?[] values) : Column(name, ColumnKind.Category, values.Length)
{
    /// <summary>The texts by row.</summary>
    public string?[] Values { get; } = values;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => Values[row] is null;

    /// <inheritdoc/>
    public override string? Text(int row) => Values[row];
}

/// <summary>A column of dates; null where one is missing.</summary>
public sealed class DateColumn(string name, DateTime?[] values) : Column(name, ColumnKind.Date, values.Length)
{
    /// <summary>The dates by row.</summary>
    public DateTime?[] Values { get; } = values;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => Values[row] is null;

    /// <inheritdoc/>
    public override string? Text(int row) => Values[row] is { } date
        ? date.ToString(date.TimeOfDay == default ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)
        : null;
}
