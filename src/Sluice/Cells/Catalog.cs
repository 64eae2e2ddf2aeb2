namespace Sluice.Cells;

/// <summary>Something to do with a cell whose type is known when compiled.</summary>
/// <typeparam name="TResult">What comes out.</typeparam>
public interface ICellVisitor<TResult>
{
    /// <summary>Does it.</summary>
    TResult Visit<TCell>() where TCell : struct, ICell;
}

/// <summary>Every cell by name: one line a cell.</summary>
public static class Catalog
{
    private static readonly Entry[] Entries =
    [
        new Entry<ElmanCell<TanhActivation>>(),
        new Entry<ElmanCell<ReluActivation>>(),
        new Entry<ElmanCell<IdentityActivation>>(),

        // LSTM and its variants.
        new Entry<LstmCell>(),
        new Entry<LstmPeepholeCell>(),
        new Entry<LstmNormalisedCell>(),

        // GRU and its variants.
        new Entry<GruCell>(),
        new Entry<GruBeforeCell>(),

        // Others with a matrix from state to state.

        // Cells without one.
    ];

    /// <summary>The names of all cells.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(e => e.Shape.Name)];

    /// <summary>What a cell declares about itself.</summary>
    /// <exception cref="SluiceException">No cell has that name.</exception>
    public static CellShape Shape(string name) => Find(name).Shape;

    /// <summary>Calls the visitor with the type of the named cell.</summary>
    /// <exception cref="SluiceException">No cell has that name.</exception>
    public static TResult Visit<TResult>(string name, ICellVisitor<TResult> visitor) => Find(name).Accept(visitor);

    private static Entry Find(string name)
        => Array.Find(Entries, e => e.Shape.Name == name)
            ?? throw new SluiceException($"Cell: expected one of {string.Join(", ", Names)}, got '{name}'.");

    private abstract class Entry
    {
        public abstract CellShape Shape { get; }

        public abstract TResult Accept<TResult>(ICellVisitor<TResult> visitor);
    }

    private sealed class Entry<TCell> : Entry where TCell : struct, ICell
    {
        public override CellShape Shape => TCell.Shape;

        public override TResult Accept<TResult>(ICellVisitor<TResult> visitor) => visitor.Visit<TCell>();
    }
}
