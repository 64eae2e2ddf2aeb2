namespace Sluice.Data.Tables;

/// <summary>Rows and named columns, and where in which file each row came from, so that an error can point there.</summary>
public sealed class Table
{
    private readonly Dictionary<string, Column> _byName = new(StringComparer.Ordinal);
    private readonly int[]? _lines;

    /// <summary>Joins columns of one length into a table.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="file">The file they came from.</param>
    /// <param name="lines">The line of each row in that file, from 1.</param>
    /// <exception cref="SluiceException">A name appears twice, or the lengths differ.</exception>
    public Table(IReadOnlyList<Column> columns, string? file = null, int[]? lines = null)
    {
        (Columns, File, _lines) = (columns, file, lines);
        RowCount = lines?.Length ?? (columns.Count == 0 ? 0 : columns[0].Count);
        foreach (var column in columns)
        {
            if (column.Count != RowCount) throw new SluiceException($"Table: column {column.Name} has {column.Count} rows, expected {RowCount}.");
            if (!_byName.TryAdd(Same(column.Name), column)) throw new SluiceException($"Table: the column name {column.Name} appears twice.");
        }
    }

    /// <summary>The columns in the order of the file.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The file the rows came from, where there is one.</summary>
    public string? File { get; }

    /// <summary>The line of a row in its file, from 1, where it is known.</summary>
    public int? Line(int row) => _lines?[row];

    /// <summary>Whether there is a column of this name.</summary>
    public bool Has(string name) => _byName.ContainsKey(Same(name));

    /// <summary>Texts that stood for a missing value, beside an empty cell.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>What is to be said of how the table was read, in sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The column of this name.</summary>
    /// <exception cref="SluiceFormatException">There is none; the message suggests the nearest name.</exception>
    public Column Column(string name) => _byName.TryGetValue(Same(name), out var column)
        ? column
        : throw new SluiceFormatException($"there is no column '{name}'.{Nearest.Hint(name, [.. Columns.Select(c => c.Name)])}", File);

    /// <summary>The column of this name, which must hold the kind that its type says.</summary>
    /// <exception cref="SluiceFormatException">There is none, or it holds another kind.</exception>
    public TColumn Column<TColumn>(string name) where TColumn : Column => Column(name) is var column && column is TColumn typed
        ? typed
        : throw new SluiceFormatException(
            $"column '{name}' holds {Plural(column.Kind)}, expected {(typeof(TColumn) == typeof(NumberColumn) ? "numbers" : typeof(TColumn) == typeof(DateColumn) ? "dates" : "categories")}.",
            File);

    /// <summary>The rows of tables one after the other; they must have the same columns, of the same kinds.</summary>
    /// <exception cref="SluiceFormatException">A table lacks a column, or holds another kind there.</exception>
    public static Table Concat(IReadOnlyList<Table> tables) => new([.. tables[0].Columns.Select(first => (Column)(first switch
    {
        NumberColumn => new NumberColumn(first.Name, [.. tables.SelectMany(t => t.Column<NumberColumn>(first.Name).Values)]) { Form = first.Form },
        DateColumn d =>
            new DateColumn(first.Name, [.. tables.SelectMany(t => t.Column<DateColumn>(first.Name).Values)]) { Form = first.Form, Offset = d.Offset },
        _ => new CategoryColumn(
            first.Name, [.. tables.SelectMany(t => t.Column<CategoryColumn>(first.Name).Values)], first.Kind) { Form = first.Form },
    }))], tables[0].File)
    { Notes = [.. tables.SelectMany(t => t.Notes)], Missing = tables[0].Missing };

    /// <summary>Some of the rows, in the order given, as a table of their own; they still know their lines.</summary>
    public Table Take(IEnumerable<int> rows)
    {
        int[] all = [.. rows];
        return With([.. Columns.Select(c => c.At(all))], all);
    }

    /// <summary>The same rows with other columns, and more to say of how they were read.</summary>
    internal Table With(IReadOnlyList<Column> columns, params IEnumerable<string> notes) => Made(columns, _lines, notes);

    /// <summary>Other rows, each of which comes from one of these and has its line, and more to say of how they were read.</summary>
    internal Table With(IReadOnlyList<Column> columns, IReadOnlyList<int> rows, params IEnumerable<string> notes)
        => Made(columns, _lines is null ? null : [.. rows.Select(r => _lines[r])], notes);

    private Table Made(IReadOnlyList<Column> columns, int[]? lines, IEnumerable<string> notes)
        => new(columns, File, lines) { Notes = [.. Notes, .. notes], Missing = Missing };

    /// <summary>Some of the rows as a table of their own; they still know their lines.</summary>
    public Table Take(IReadOnlyList<RowRange> ranges)
        => ranges.Count == 1 && ranges[0] == new RowRange(0, RowCount) ? this : Take(ranges.SelectMany(r => Enumerable.Range(r.Start, r.Count)));

    // One letter with its accent may be written as one character or as two.
    private static string Same(string name) => ComposedText.Of(name);

    private static string Plural(ColumnKind kind)
        => kind switch
        {
            ColumnKind.Number => "numbers",
            ColumnKind.Date => "dates",
            ColumnKind.Text => "texts",
            ColumnKind.Id => "ids",
            _ => "categories"
        };
}
