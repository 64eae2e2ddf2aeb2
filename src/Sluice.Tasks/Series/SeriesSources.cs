using Sluice.Tasks.Reasons;

namespace Sluice.Tasks.Series;

/// <summary>All that a forecaster of series reads.</summary>
internal static class SeriesSources
{
    /// <summary>The sources, the values first.</summary>
    public static IReadOnlyList<Source> All(SeriesOptions options, SeriesEncoder encoder)
    {
        int calendar = SeriesData.KnownWidth(options, encoder) - encoder.Known.Width;
        return
        [
            new Source("values", SourceKind.Values, 0, 1),
            .. calendar > 0 ? [new Source("calendar", SourceKind.Known, 0, calendar)] : Array.Empty<Source>(),
            .. Source.Of(encoder.Known, SourceKind.Known, calendar),
            .. Source.Of(encoder.Past, SourceKind.Past),
            .. Source.Of(encoder.Static, SourceKind.Static),
        ];
    }
}
