using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>Makes rows of cells into tables: what the columns hold is found from all rows, where it is not known.</summary>
/// <param name="file">What messages call the source.</param>
/// <param name="options">What is known.</param>
internal sealed class TableBuilder(string file, TableOptions options)
{
    // Rows whose cells are looked at in one go.
    private const int Block = 16_384;

    private (ColumnForm[] Forms, IReadOnlyList<string> Notes)? _found;

    /// <summary>Reads all rows into a table.</summary>
    /// <exception cref="SluiceFormatException">There is no row, or a cell that does not fit its column: with line and column.</exception>
    public Table Read(CellRows source)
    {
        options.Check([.. source.Names], file);
        var cells = source.Names.Select(_ => new List<string?>()).ToArray();
        var guesses = Guesses(source.Names);
        var lines = new List<int>();
        var looking = Task.CompletedTask;
        int seen = 0;
        foreach (var (line, row) in source.Rows)
        {
            lines.Add(line);
            for (int i = 0; i < cells.Length; i++) cells[i].Add(row[i]);
            if (lines.Count - seen == Block) Look();
        }

        if (lines.Count == 0) throw NoRow(file);
        Look();
        looking.GetAwaiter().GetResult();
        var (forms, notes) = Forms(source, guesses);
        return Table(source, forms, cells, [.. lines], notes);

        // While the next rows are split into cells, other threads look at the cells of these, a column each.
        void Look()
        {
            looking.GetAwaiter().GetResult();
            var (first, block) = (seen, lines.GetRange(seen, lines.Count - seen));
            string?[][] taken = [.. cells.Select(c => c.GetRange(first, block.Count).ToArray())];
            seen = lines.Count;
            looking = Task.Run(() => Parallel.For(0, guesses.Length, i =>
            {
                for (int row = 0; row < block.Count; row++) guesses[i].Add(taken[i][row], block[row]);
            }));
        }
    }

    /// <summary>Reads rows some at a time, so that no more of them are in memory; a first reading finds out what the columns hold.</summary>
    /// <param name="open">Opens the rows, for each reading anew.</param>
    /// <param name="rows">The most rows of a table.</param>
    public IEnumerable<Table> Chunks(Func<CellRows> open, int rows)
    {
        var (forms, notes) = _found ??= Forms(open());
        var source = open();
        if (source.Names.Count != forms.Length)
            throw new SluiceFormatException("it has other columns than a moment ago. Read it when nothing writes to it.", file);
        var cells = source.Names.Select(_ => new List<string?>()).ToArray();
        var lines = new List<int>();
        foreach (var (line, row) in source.Rows)
        {
            lines.Add(line);
            for (int i = 0; i < cells.Length; i++) cells[i].Add(row[i]);
            if (lines.Count == rows) yield return Take();
        }

        if (lines.Count > 0) yield return Take();

        Table Take()
        {
            var table = Table(source, forms, cells, [.. lines], notes);
            lines.Clear();
            foreach (var column in cells) column.Clear();
            return table;
        }
    }

    /// <summary>Finds the forms of all columns by reading all rows once, without keeping them.</summary>
    private (ColumnForm[] Forms, IReadOnlyList<string> Notes) Forms(CellRows source)
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
    private Table Table(CellRows source, ColumnForm[] forms, IReadOnlyList<string?>[] cells, int[] lines, IReadOnlyList<string> notes)
    {
        var columns = new ColumnInference(file, lines, options.Missing);
        var made = new Column[forms.Length];
        var wrong = new SluiceFormatException?[forms.Length];
        Parallel.For(0, made.Length, i =>
        {
            try
            {
                made[i] = columns.Column(source.Names[i], source.HasPlaces ? i + 1 : null, cells[i], forms[i]);
            }
            catch (SluiceFormatException e)
            {
                wrong[i] = e;
            }
        });
        if (wrong.OfType<SluiceFormatException>().FirstOrDefault() is { } first) throw first;
        var table = new Table(made, file, lines) { Notes = notes, Missing = options.Missing };
        return DateParts.Joined(RowCounter.Marked(table, IsKnown), IsKnown);

        bool IsKnown(string name) => options.Known(name) is not null;
    }

    /// <summary>What is said of a source without rows.</summary>
    internal static SluiceFormatException NoRow(string file)
        => new(file == SqlTable.Name ? "the query gave no row." : "there is a header but no row of data.", file);

    private ColumnGuess[] Guesses(IReadOnlyList<string> names) => [.. names.Select(n => new ColumnGuess(n, options.Missing))];

    private (ColumnForm[], IReadOnlyList<string>) Forms(CellRows source, ColumnGuess[] guesses)
    {
        // One file has one decimal mark: a column in which it cannot be told goes by those in which it can.
        var told = guesses.Where((_, i) => source.Kinds?[i] is null).Select(g => g.HasComma).ToList();
        bool mark = options.Decimal.Length > 0 ? options.Decimal == "," : told.Contains(true) || (source.PrefersComma && !told.Contains(false));
        var notes = new List<string>([.. options.Noticed, .. source.Notes]);
        var forms = guesses.Select((guess, i) =>
        {
            string name = source.Names[i];
            var known = options.Known(name);
            if (source.Kinds?[i] is { } kind && (known is null || known.Kind == kind))
            {
                var typed = Typed(guess, kind);
                notes.AddRange(guess.Marks(typed));
                return typed;
            }

            if (options.Decimal.Length > 0
                && known is null or { Kind: ColumnKind.Number, Form: "" } && guess.HasComma is not null && guess.HasComma != mark)
                known = new ColumnForm(ColumnKind.Number, (NumberForm.Plain with { Decimal = options.Decimal[0] }).ToString());
            var form = guess.Form(known, mark, file);
            notes.AddRange(guess.Notes(form, known));
            return form;
        }).ToArray();
        return (forms, notes);
    }

    // Numbers that are ids or dates in the file of a text are so in every kind of file.
    private ColumnForm Typed(ColumnGuess guess, ColumnKind kind) => kind switch
    {
        ColumnKind.Number =>
            guess.Form(null, comma: false, file) is { Kind: ColumnKind.Id or ColumnKind.Date } other ? other : new ColumnForm(ColumnKind.Number),
        ColumnKind.Date => guess.Form(new ColumnForm(ColumnKind.Date), comma: false, file),
        _ => new ColumnForm(kind),
    };
}
