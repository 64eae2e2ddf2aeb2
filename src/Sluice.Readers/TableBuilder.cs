using System.Runtime.InteropServices;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>Makes rows of cells into tables: what the columns hold is found from all rows, where it is not known.</summary>
/// <param name="file">What messages call the source.</param>
/// <param name="options">What is known.</param>
internal sealed class TableBuilder(string file, TableOptions options)
{
    // Cells, and bytes of them, that are looked at in one go: they are still in the second-level cache then.
    private const int Cells = 1 << 16, Bytes = 1 << 22;

    private readonly MissingTexts _missing = new(options.Missing);
    private (ColumnForm[] Forms, IReadOnlyList<string> Notes)? _found;

    /// <summary>Reads all rows into a table.</summary>
    /// <exception cref="SluiceFormatException">There is no row, or a cell that does not fit its column: with line and column.</exception>
    public Table Read(CellRows source)
    {
        options.Check([.. source.Names], file);
        var guesses = Guesses(source.Names);
        var kept = guesses.Select(_ => new List<CellPiece>()).ToArray();
        var lines = new List<int>();
        if (source.Groups is { } groups)
        {
            foreach (var group in groups) Take(group, guesses, kept, lines);
        }
        else
        {
            Blocks(source, block =>
            {
                lines.AddRange(block.Lines);
                Each(guesses.Length, i => kept[i].Add(guesses[i].Take(block.Columns[i], Lines(block))));
            });
        }

        if (lines.Count == 0) throw NoRow(file);
        Each(guesses.Length, i =>
        {
            if (!guesses[i].NeedsTexts) return;
            var room = new CellBytes();
            foreach (var piece in kept[i]) guesses[i].AddTexts(piece.Cells(room));
        });
        var (forms, notes) = Forms(source, guesses);
        return Table(source, forms, kept, [.. lines], notes);
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
        var block = new CellBlock(forms.Length);
        foreach (int line in source.Read(block))
        {
            block.Lines.Add(line);
            if (block.Lines.Count == rows) yield return Take();
        }

        if (block.Lines.Count > 0) yield return Take();

        Table Take()
        {
            List<CellPiece>[] cells = [.. block.Columns.Select(c => new List<CellPiece> { new(c.Take()) })];
            var table = Table(source, forms, cells, [.. block.Lines], notes);
            block.Clear();
            return table;
        }
    }

    /// <summary>Finds the forms of all columns by reading all rows once, without keeping them.</summary>
    private (ColumnForm[] Forms, IReadOnlyList<string> Notes) Forms(CellRows source)
    {
        options.Check([.. source.Names], file);
        var guesses = Guesses(source.Names);
        bool any = false;
        Blocks(source, block =>
        {
            any = true;
            Each(guesses.Length, i =>
            {
                guesses[i].Add(block.Columns[i].Written, Lines(block));
                guesses[i].AddTexts(block.Columns[i].Written);
            });
        });

        return any ? Forms(source, guesses) : throw NoRow(file);
    }

    /// <summary>Takes rows a column at a time, so that no more than one is unpacked.</summary>
    private static void Take(CellGroup group, ColumnGuess[] guesses, List<CellPiece>[] kept, List<int> lines)
    {
        int before = lines.Count;
        lines.AddRange(Enumerable.Range(before + 1, group.Rows));
        for (int i = 0; i < guesses.Length; i++)
        {
            var (write, cells) = (group.Column(i), new CellBytes());
            for (int row = 0; row < group.Rows;)
            {
                int first = row;
                for (int bytes = 0; row < group.Rows && row - first < Cells && bytes < Bytes; row++) bytes += write(row, cells);
                kept[i].Add(guesses[i].Take(cells, CollectionsMarshal.AsSpan(lines)[(before + first)..(before + row)]));
                cells.Clear();
            }
        }
    }

    /// <summary>While rows are split into cells, other threads take the block before, a column each; the columns are no different for it.</summary>
    private static void Blocks(CellRows source, Action<CellBlock> take)
    {
        var (block, full) = (new CellBlock(source.Names.Count), new CellBlock(source.Names.Count));
        var taking = Task.CompletedTask;
        int rows = Math.Max(1, Cells / Math.Max(1, source.Names.Count));
        foreach (int line in source.Read(block))
        {
            block.Lines.Add(line);
            if (block.Lines.Count >= rows || block.Size >= Bytes) Take();
        }

        if (block.Lines.Count > 0) Take();
        taking.GetAwaiter().GetResult();

        void Take()
        {
            taking.GetAwaiter().GetResult();
            full.Clear();
            block.Exchange(full);
            taking = Task.Run(() => take(full));
        }
    }

    private static ReadOnlySpan<int> Lines(CellBlock block) => CollectionsMarshal.AsSpan(block.Lines);

    private static void Each(int columns, Action<int> of) => Parallel.For(0, columns, of);

    /// <summary>A table of rows whose forms are known. The cells of each column are forgotten as soon as it is made.</summary>
    private Table Table(CellRows source, ColumnForm[] forms, List<CellPiece>[] cells, int[] lines, IReadOnlyList<string> notes)
    {
        var columns = new ColumnInference(file, lines, _missing);
        var made = new Column[forms.Length];
        var wrong = new SluiceFormatException?[forms.Length];
        Each(made.Length, i =>
        {
            try
            {
                made[i] = columns.Column(source.Names[i], source.HasPlaces ? i + 1 : null, cells[i], forms[i]);
            }
            catch (SluiceFormatException e)
            {
                wrong[i] = e;
            }

            cells[i] = [];
        });
        if (wrong.OfType<SluiceFormatException>().FirstOrDefault() is { } first) throw first;
        var table = new Table(made, file, lines) { Notes = notes, Missing = options.Missing };
        return DateParts.Joined(RowCounter.Marked(table, IsKnown), IsKnown);

        bool IsKnown(string name) => options.Known(name) is not null;
    }

    /// <summary>What is said of a source without rows.</summary>
    internal static SluiceFormatException NoRow(string file)
        => new(file == SqlTable.Name ? "the query gave no row." : "there is a header but no row of data.", file);

    private ColumnGuess[] Guesses(IReadOnlyList<string> names) => [.. names.Select(n => new ColumnGuess(n, _missing))];

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
