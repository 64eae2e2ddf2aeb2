namespace Sluice.Data.Tables;

/// <summary>Fits the encoding of a column to rows that come some at a time.</summary>
internal abstract class ColumnFit
{
    /// <summary>Begins the fit of a column.</summary>
    /// <param name="column">Rows of it; none is added yet.</param>
    /// <param name="scaling">What is done to numbers.</param>
    public static ColumnFit Of(Column column, Scaling scaling = Scaling.Standard) => column switch
    {
        NumberColumn => new NumberFit(column.Name, scaling),
        CategoryColumn => new CategoryFit(column.Name),
        DateColumn => new DateFit(column.Name),
        _ => throw new SluiceException($"Column {column.Name}: no encoding for {column.GetType().Name}."),
    };

    /// <summary>Adds rows, in their order.</summary>
    public abstract void Add(Table table, RowRange rows);

    /// <summary>The encoding for all rows added.</summary>
    public abstract ColumnEncoding Encoding();
}

/// <summary>Fits the encoding of numbers.</summary>
internal sealed class NumberFit(string name, Scaling scaling) : ColumnFit
{
    private readonly RunningScale _scale = new();
    private bool _missing;

    public override void Add(Table table, RowRange rows)
    {
        foreach (double value in table.Column<NumberColumn>(name).Values.AsSpan(rows.Start, rows.Count))
        {
            _missing |= double.IsNaN(value);
            _scale.Add(value);
        }
    }

    public override ColumnEncoding Encoding() => new NumberEncoding(name, _scale.Fit(scaling), _missing);
}

/// <summary>Fits the encoding of categories.</summary>
internal sealed class CategoryFit(string name) : ColumnFit
{
    private readonly List<string> _categories = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public override void Add(Table table, RowRange rows)
    {
        foreach (string? value in table.Column<CategoryColumn>(name).Values.AsSpan(rows.Start, rows.Count))
        {
            if (value is null || !_known.Add(value)) continue;
            _categories.Add(value);
            CategoryEncoding.Check(name, _categories.Count, "or more "); // else all texts of a large table would be kept
        }
    }

    public override ColumnEncoding Encoding() => new CategoryEncoding(name, new OneHot(_categories));
}

/// <summary>Fits the encoding of dates: by their usual step, and by what differs.</summary>
internal sealed class DateFit(string name) : ColumnFit
{
    private readonly HashSet<DayOfWeek> _weekdays = [];
    private readonly HashSet<int> _months = [];
    private DateTime? _last;
    private bool _time;
    private long _steps, _belowWeek, _belowYear;

    public override void Add(Table table, RowRange rows)
    {
        foreach (var value in table.Column<DateColumn>(name).Values.AsSpan(rows.Start, rows.Count))
            if (value is { } date) Add(date);
    }

    public void Add(DateTime date)
    {
        _weekdays.Add(date.DayOfWeek);
        _months.Add(date.Month);
        _time |= date.TimeOfDay != default;
        double step = _last is { } last ? Math.Abs((date - last).TotalDays) : 0;
        if (step > 0) _steps++;
        if (step is > 0 and < 7) _belowWeek++;
        if (step is > 0 and < 300) _belowYear++;
        _last = date;
    }

    // The weekday of monthly figures is noise, and so is the month of yearly ones: the median step decides, a day where there is none.
    public override ColumnEncoding Encoding() => new DateEncoding(
        name, weekday: (_steps == 0 || _belowWeek > _steps / 2)
            && _weekdays.Count > 1, month: (_steps == 0 || _belowYear > _steps / 2) && _months.Count > 1, time: _time);
}
