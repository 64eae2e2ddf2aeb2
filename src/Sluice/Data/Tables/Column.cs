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

    /// <summary>Texts, hardly two of them alike: names, notes, sentences.</summary>
    Text,

    /// <summary>Texts that tell things apart and mean nothing else: codes and numbers of things, such as 0012.</summary>
    Id,
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

    /// <summary>How the cells were written in the source; null where they come from none.</summary>
    public ColumnForm? Form { get; init; }

    /// <summary>The value as the source wrote it, or as it writes such values; null where it is missing.</summary>
    public virtual string? Written(int row) => Text(row);

    /// <summary>The same column under another name.</summary>
    public Column Named(string name) => Copy(name, [.. Enumerable.Range(0, Count)]);

    /// <summary>The cells of some rows, in the order given; a row below 0 gives a cell without a value.</summary>
    public Column At(IReadOnlyList<int> rows) => Copy(Name, rows);

    private protected abstract Column Copy(string name, IReadOnlyList<int> rows);

    private protected static T[] Cells<T>(T[] all, IReadOnlyList<int> rows, T missing) => [.. rows.Select(r => r < 0 ? missing : all[r])];
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

    /// <inheritdoc/>
    public override string? Written(int row)
        => Form is { Form.Length: > 0 } form && !IsMissing(row) ? NumberForm.Parse(form.Form).Write(Values[row]) : Text(row);

    private protected override Column Copy(string name, IReadOnlyList<int> rows)
        => new NumberColumn(name, Cells(Values, rows, double.NaN)) { Form = Form };
}

/// <summary>A column of texts; null where one is missing.</summary>
/// <param name="name">The name in the header.</param>
/// <param name="values">The texts by row.</param>
/// <param name="kind">What the texts are: categories, free texts or ids.</param>
public sealed class CategoryColumn(string name, string?[] values, ColumnKind kind = ColumnKind.Category) : Column(name, kind, values.Length)
{
    /// <summary>The texts by row.</summary>
    public string?[] Values { get; } = values;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => Values[row] is null;

    /// <inheritdoc/>
    public override string? Text(int row) => Values[row];

    private protected override Column Copy(string name, IReadOnlyList<int> rows)
        => new CategoryColumn(name, Cells(Values, rows, null), Kind) { Form = Form };
}

/// <summary>A column of dates; null where one is missing.</summary>
public sealed class DateColumn(string name, DateTime?[] values) : Column(name, ColumnKind.Date, values.Length)
{
    /// <summary>The dates by row: as they are written, or in UTC where they are written with a zone.</summary>
    public DateTime?[] Values { get; } = values;

    /// <summary>How far the clock of the last row is ahead of UTC; null where the dates have no zone.</summary>
    public TimeSpan? Offset { get; init; }

    /// <inheritdoc/>
    public override bool IsMissing(int row) => Values[row] is null;

    /// <inheritdoc/>
    public override string? Text(int row) => Values[row] is { } date ? Plain(date) : null;

    /// <inheritdoc/>
    public override string? Written(int row) => Values[row] is { } date ? Write(date) : null;

    /// <summary>A date as the source writes dates.</summary>
    public string Write(DateTime date) => Form is { Form.Length: > 0 } form ? DateForm.Parse(form.Form).Write(date, Offset) : Plain(date);

    private protected override Column Copy(string name, IReadOnlyList<int> rows)
        => new DateColumn(name, Cells(Values, rows, null)) { Form = Form, Offset = Offset };

    private static string Plain(DateTime date)
        => date.ToString(date.TimeOfDay == default ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
}
