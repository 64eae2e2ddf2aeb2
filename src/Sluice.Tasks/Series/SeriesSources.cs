namespace Sluice.Tasks.Series;

/// <summary>What a number that a net reads comes from.</summary>
internal enum SourceKind
{
    Values,
    Known,
    Past,
    Static,
}

/// <summary>A column that a net reads, or the calendar.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Offset">Its first number among those of its kind.</param>
/// <param name="Width">How many it has.</param>
internal sealed record Source(string Name, SourceKind Kind, int Offset, int Width)
{
    /// <summary>All that a forecaster of series reads, the values first.</summary>
    public static IReadOnlyList<Source> All(SeriesOptions options, SeriesEncoder encoder)
    {
        int calendar = SeriesData.KnownWidth(options, encoder) - encoder.Known.Width;
        List<Source> all = [new("values", SourceKind.Values, 0, 1)];
        if (calendar > 0) all.Add(new Source("calendar", SourceKind.Known, 0, calendar));
        Add(encoder.Known, SourceKind.Known, calendar);
        Add(encoder.Past, SourceKind.Past, 0);
        Add(encoder.Static, SourceKind.Static, 0);
        return all;

        void Add(Data.Tables.TableEncoder columns, SourceKind kind, int from)
        {
            foreach (var column in columns.Columns)
            {
                all.Add(new Source(column.Name, kind, from, column.Width));
                from += column.Width;
            }
        }
    }
}

/// <summary>Moves what a net reads of a window towards its mean: that of the rows seen for values, 0 for what columns say.</summary>
/// <param name="Share">How much of the way from the mean is kept: 1 changes nothing, 0 leaves the mean.</param>
/// <param name="Column">The place of the source that is moved; −1 for all.</param>
/// <param name="Step">The step that is moved; null for all.</param>
internal readonly record struct Veil(float Share, int Column = -1, int? Step = null)
{
    /// <summary>What is kept of a source at a step.</summary>
    public float At(int column, int? step) => (Column < 0 || Column == column) && (Step is null || Step == step) ? Share : 1;
}
