namespace Sluice.Readers;

/// <summary>The rows of a source as it holds them, before it is known what a column is. They are read once, forward, by one thread.</summary>
/// <param name="names">The columns.</param>
/// <param name="rows">
/// The line of each row, from 1, and its cells: null where the source says that nothing is there, empty where an empty text is. The array
/// is valid until the next row. What the source has open is closed at the end of the rows.
/// </param>
internal sealed class CellRows(IReadOnlyList<string> names, IEnumerable<(int Line, string?[] Cells)> rows)
{
    /// <summary>The columns.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>The line of each row and its cells.</summary>
    public IEnumerable<(int Line, string?[] Cells)> Rows { get; } = rows;

    /// <summary>Whether numbers that can be read in two ways have a decimal comma, where no column tells: so spreadsheets write that separate by semicolons.</summary>
    public bool PrefersComma { get; init; }

    /// <summary>Whether messages name the place of a column beside that of a row.</summary>
    public bool HasPlaces { get; init; } = true;

    /// <summary>What is to be said of how the rows were read; complete at their end.</summary>
    public IList<string> Notes { get; private init; } = [];

    /// <summary>The same with other rows, such as these with their errors caught.</summary>
    public CellRows With(IEnumerable<(int Line, string?[] Cells)> others) => new(Names, others) { PrefersComma = PrefersComma, HasPlaces = HasPlaces, Notes = Notes };
}
