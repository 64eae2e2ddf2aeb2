using Sluice.Data.Tables;

namespace Sluice.Tasks.Reasons;

/// <summary>What a number that a net reads comes from.</summary>
internal enum SourceKind
{
    Values,
    Known,
    Past,
    Static,
    Errors,
}

/// <summary>A column that a net reads, or the calendar, or how wrong it was before.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Offset">Its first number among those of its kind.</param>
/// <param name="Width">How many it has.</param>
internal sealed record Source(string Name, SourceKind Kind, int Offset, int Width)
{
    /// <summary>The columns of an encoder, the numbers of the first from a place on.</summary>
    public static IEnumerable<Source> Of(TableEncoder columns, SourceKind kind, int from = 0)
    {
        foreach (var column in columns.Columns)
        {
            yield return new Source(column.Name, kind, from, column.Width);
            from += column.Width;
        }
    }
}

/// <summary>Moves what a net reads of a window towards its mean: that of the rows seen for values, 0 for what columns say.</summary>
/// <param name="Share">How much of the way from the mean is kept: 1 changes nothing, 0 leaves the mean.</param>
/// <param name="Column">The place of the source that is moved; −1 for all.</param>
/// <param name="Step">The step that is moved; null for all.</param>
internal readonly record struct Veil(float Share, int Column = -1, int? Step = null)
{
    /// <summary>Nothing is moved.</summary>
    public static Veil None => new(1);

    /// <summary>All stands at its mean.</summary>
    public static Veil Means => new(0);

    /// <summary>What is kept of a source at a step.</summary>
    public float At(int column, int? step) => (Column < 0 || Column == column) && (Step is null || Step == step) ? Share : 1;
}
