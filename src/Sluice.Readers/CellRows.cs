using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>The rows of a source as it holds them, before it is known what a column is. They are read once, forward, by one thread.</summary>
/// <param name="names">The columns.</param>
/// <param name="rows">Puts the cells of each row into a block, and gives its line, from 1. What the source has open is closed at the end of the
/// rows.</param>
internal sealed class CellRows(IReadOnlyList<string> names, Func<CellBlock, IEnumerable<int>> rows)
{
    /// <summary>Rows whose cells are texts.</summary>
    /// <param name="names">The columns.</param>
    /// <param name="rows">The line of each row, from 1, and its cells: null where nothing is there. The array is valid until the next row.</param>
    public CellRows(IReadOnlyList<string> names, IEnumerable<(int Line, string?[] Cells)> rows)
        : this(names, block => Into(block, rows))
    {
    }

    /// <summary>Rows of which the source holds each column in one piece. Their lines count from 1.</summary>
    /// <param name="names">The columns.</param>
    /// <param name="groups">Some rows after the other.</param>
    public CellRows(IReadOnlyList<string> names, IEnumerable<CellGroup> groups)
        : this(names, block => Into(block, groups, names.Count)) => Groups = groups;

    /// <summary>The columns.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>
    /// Whether numbers that can be read in two ways have a decimal comma, where no column tells: so spreadsheets write that separate by semicolons.
    /// </summary>
    public bool PrefersComma { get; init; }

    /// <summary>Whether messages name the place of a column beside that of a row.</summary>
    public bool HasPlaces { get; init; } = true;

    /// <summary>What is to be said of how the rows were read; complete at their end.</summary>
    public IList<string> Notes { get; init; } = [];

    /// <summary>
    /// What the source itself says that a column holds, complete at the end of the rows; null for a column whose cells have to be looked at, and
    /// where it says nothing of any. Numbers are written as 1234.5 there, dates as 2024-12-31T23:59:59, whatever the user says of others.
    /// </summary>
    public IReadOnlyList<ColumnKind?>? Kinds { get; init; }

    /// <summary>The rows by columns, where the source holds them so; they are read by <see cref="Read"/> or here.</summary>
    public IEnumerable<CellGroup>? Groups { get; private init; }

    /// <summary>Reads a row at a time into a block, which may be cleared or exchanged between two rows, and gives the line of each.</summary>
    public IEnumerable<int> Read(CellBlock block) => rows(block);

    /// <summary>The same with names as tables have them: without blanks around them, in one form of accents, each once.</summary>
    /// <exception cref="SluiceFormatException">A name is empty or comes twice, or there are too many.</exception>
    public CellRows Named(string file)
    {
        if (Names.Count > CsvTable.MostColumns)
            throw new SluiceFormatException($"there are {Names.Count} columns, more than {CsvTable.MostColumns}.", file);
        string[] named = [.. Names.Select(n => ComposedText.Of(ColumnInference.Trim(n)))];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < named.Length; i++)
        {
            if (named[i].Length == 0) throw new SluiceFormatException($"column {i + 1} has no name. Name it, or remove the column.", file);
            if (!seen.Add(named[i]))
                throw new SluiceFormatException($"the name '{ColumnInference.Short(named[i])}' stands over two columns. Rename one of them.", file);
        }

        return new CellRows(named, rows) { PrefersComma = PrefersComma, HasPlaces = HasPlaces, Notes = Notes, Kinds = Kinds, Groups = Groups };
    }

    /// <summary>The same with its errors caught by what is put around the rows.</summary>
    public CellRows Within(Func<IEnumerable<int>, IEnumerable<int>> guard)
        => new(Names, block => guard(rows(block))) { PrefersComma = PrefersComma, HasPlaces = HasPlaces, Notes = Notes, Kinds = Kinds };

    private static IEnumerable<int> Into(CellBlock block, IEnumerable<CellGroup> groups, int columns)
    {
        int line = 0;
        foreach (var group in groups)
        {
            var cells = group.All(columns);
            for (int row = 0; row < group.Rows; row++)
            {
                for (int c = 0; c < columns; c++) block.Add(c, row, cells[c]);
                yield return ++line;
            }
        }
    }

    private static IEnumerable<int> Into(CellBlock block, IEnumerable<(int Line, string?[] Cells)> rows)
    {
        foreach (var (line, cells) in rows)
        {
            for (int i = 0; i < cells.Length; i++) block.Add(i, cells[i]);
            yield return line;
        }
    }
}
