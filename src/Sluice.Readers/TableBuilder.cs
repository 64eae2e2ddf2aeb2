using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>Makes rows of cells into tables: what the columns hold is found from all rows, where it is not known.</summary>
/// <param name="file">What messages call the source.</param>
/// <param name="options">What is known.</param>
internal sealed class TableBuilder(string file, TableOptions options)
{
    /// <summary>Reads all rows into a table.</summary>
    /// <exception cref="SluiceFormatException">There is no row, or a cell that does not fit its column: with line and column.</exception>
    public Table Read(CellRows source)
    {
        options.Check([.. source.Names], file);
        var cells = source.Names.Select(_ => new List<string?>()).ToArray();
        var guesses = Guesses(source.Names);
        var lines = new List<int>();
        foreach (var (line, row) in source.Rows)
        {
            lines.Add(line);
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i].Add(row[i]);
                guesses[i].Add(row[i], line);
            }
        }

        if (lines.Count == 0) throw NoRow(file);
        var (forms, notes) = Forms(source, guesses);
        return Table(source, forms, cells, [.. lines], notes);
    }

    /// <summary>Finds the forms of all columns by reading all rows once, without keeping them.</summary>
    public (ColumnForm[] Forms, IReadOnlyList<string> Notes) Forms(CellRows source)
    {
        options.Check([.. source.Names], file);
        var guesses = Guesses(source.Names);
        bool any = false;
        foreach (var (line, row) in source.Rows)
        {
            any = true;
            for (int i = 0; i < guesses.Length; i++) guesses[i].Add(row[i], line);
        }

        return any ? Forms(source, guesses) : throw NoRow(file);
    }

    /// <summary>A table of rows whose forms are known.</summary>
    public Table Table(CellRows source, ColumnForm[] forms, IReadOnlyList<string?>[] cells, int[] lines, IReadOnlyList<string> notes)
    {
        var columns = new ColumnInference(file, lines, options.Missing);
        return new Table([.. source.Names.Select((name, i) => columns.Column(name, source.HasPlaces ? i + 1 : null, cells[i], forms[i]))], file, lines)
        {
            Notes = notes,
            Missing = options.Missing,
        };
    }

    /// <summary>What is said of a source without rows.</summary>
    internal static SluiceFormatException NoRow(string file) => new("there is a header but no row of data.", file);

    private ColumnGuess[] Guesses(IReadOnlyList<string> names) => [.. names.Select(n => new ColumnGuess(n, options.Missing))];

    private (ColumnForm[], IReadOnlyList<string>) Forms(CellRows source, ColumnGuess[] guesses)
    {
        // One file has one decimal mark: a column in which it cannot be told goes by those in which it can.
        bool mark = options.Decimal.Length > 0 ? options.Decimal == ","
            : guesses.Any(g => g.HasComma == true) || (source.PrefersComma && !guesses.Any(g => g.HasComma == false));
        var notes = new List<string>(source.Notes);
        var forms = guesses.Select((guess, i) =>
        {
            string name = source.Names[i];
            var known = options.Known(name);
            if (options.Decimal.Length > 0 && known is null or { Kind: ColumnKind.Number, Form: "" } && guess.HasComma is not null && guess.HasComma != mark)
                known = new ColumnForm(ColumnKind.Number, (NumberForm.Plain with { Decimal = options.Decimal[0] }).ToString());
            var form = guess.Form(known, mark, file);
            notes.AddRange(guess.Notes(form, known));
            return form;
        }).ToArray();
        return (forms, notes);
    }
}
