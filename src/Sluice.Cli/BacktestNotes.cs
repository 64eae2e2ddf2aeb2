using Sluice.Data.Tables;
using Sluice.Learn.Studies.Forecasts;
using Sluice.Tasks.Descriptor;

namespace Sluice.Cli;

/// <summary>What is said beside a backtest: which series have no figures or few places, and which figures are too good.</summary>
/// <param name="inquiry">Where notes go.</param>
/// <param name="study">The places.</param>
/// <param name="series">The series.</param>
/// <param name="scores">Each forecast of each way.</param>
internal sealed class BacktestNotes(Inquiry inquiry, ForecastStudy study, IReadOnlyList<PlainSeries> series, IReadOnlyList<ForecastScore> scores)
{
    private const int MostNamed = 5;

    /// <summary>Says all there is to say.</summary>
    /// <param name="trained">The models.</param>
    /// <param name="asked">Places of each series that were asked for.</param>
    public void Write(IReadOnlyList<TrainedForecast> trained, int asked)
    {
        Left();
        Few(asked);
        foreach (var model in trained)
        {
            if (model is { Rows: { } sketch, Schema: { } schema }) Rows(model.Way.Name, sketch, [.. schema.Columns.Select(c => c.Name)]);
            if (model.Learned is { } learned) Dates(model.Way.Name, learned);
        }
    }

    /// <summary>Series without figures, and why.</summary>
    private void Left()
    {
        var measured = scores.Select(s => s.Cut.Series.Name).ToHashSet();
        foreach (var sort in series.Where(s => !measured.Contains(s.Name)).GroupBy(study.HasScale))
        {
            string[] names = [.. sort.Select(s => s.Name)];
            inquiry.Unanswered.Note(sort.Key
                ? $"{names.Length} series {(names.Length == 1 ? "is" : "are")} too short, and {Has(names)} no figures: {Named(names)}."
                : $"{names.Length} series {(names.Length == 1 ? "repeats itself" : "repeat themselves")} exactly, season after season, so that the scale of MASE is 0, and {Has(names)} no figures: {Named(names)}.");
        }
    }

    /// <summary>Series with fewer places than were asked for.</summary>
    private void Few(int asked)
    {
        var few = scores.Where(s => s.Way == scores[0].Way).CountBy(s => s.Cut.Series.Name).Where(c => c.Value < asked).ToList();
        if (few.Count == 0) return;
        string[] names = [.. few.Select(c => $"{c.Key} ({Plural.Of(c.Value, "place")})")];
        inquiry.Unanswered.Note(
            $"{few.Count} series {Has(names)} fewer than the {Plural.Of(asked, "place")} asked for, since too little lies before the others: {Named(names)}.");
    }

    /// <summary>Forecasts that begin before the date up to which a model was made.</summary>
    private void Dates(string name, DateTime learned)
    {
        var own = scores.Where(s => s.Way == name).ToList();
        int seen = own.Count(s => s.Cut.Series.Source is { } at && at.Series.Span.Dates is { } dates && dates[s.Cut.Origin] <= learned);
        if (seen > 0)
            inquiry.Unanswered.Note(
                $"'{name}' was made by rows up to {TimeStep.Text(learned)}, and {seen} of {Plural.Of(own.Count, "forecast")} {(seen == 1 ? "begins" : "begin")} before: its figures are too good. --refit trains it anew for each place.");
    }

    /// <summary>Rows that are forecast and that a model was made by.</summary>
    private void Rows(string name, RowSketch sketch, string[] columns)
    {
        int all = 0, known = 0;
        foreach (var stand in scores.Where(s => s.Way == name && s.Cut.Series.Source is not null).GroupBy(s => s.Cut.Series.Source!.Value.Table))
        {
            if (!columns.All(stand.Key.Table.Has)) continue;
            int[] rows = [.. stand
                .SelectMany(s => s.Cut.Series.Source!.Value.Series.Span.Rows.Skip(s.Cut.Origin).Take(s.Ahead.Point.Length)).Distinct().Order()];
            all += rows.Length;
            known += sketch.Known(RowSketch.Hashes(stand.Key.Table.Take(rows), columns)).Count;
        }

        if (known > 0)
            inquiry.Unanswered.Note(
                $"'{name}' learned from, or was checked on, {(sketch.IsWhole ? "" : "about ")}{known} of the {Plural.Of(all, "row")} that {(all == 1 ? "is" : "are")} forecast: its figures are too good.");
    }

    private static string Has(string[] names) => names.Length == 1 ? "has" : "have";

    private static string Named(string[] names) => string.Join(", ", names.Take(MostNamed)) + (names.Length > MostNamed ? ", ..." : "");
}
