using System.Globalization;
using Sluice.Data.Tables;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Reasons;
using Sluice.Tasks.Reports;

namespace Sluice.Tasks.Forecast;

/// <summary>Forecasts as tables and pictures.</summary>
internal static class ForecastAnswers
{
    // Rows before the forecasts that a picture shows, and rows forecast one by one that it shows of known ones.
    private const int Least = 24, Known = 120;

    /// <summary>Forecasts beside the rows that they are of.</summary>
    /// <param name="model">What forecasts.</param>
    /// <param name="table">The table that was asked.</param>
    /// <param name="forecasts">Its answers.</param>
    /// <param name="why">What they rest on; null where that was not asked.</param>
    /// <param name="title">The title of the page.</param>
    public static Predictions Of(Forecaster model, Table table, IReadOnlyList<Forecast> forecasts, ReasonReport? why, string title)
    {
        string target = model.Target.Name;
        var dates = model.Options.TimeOf(table);
        Column[] instead =
            dates is null ? [] : [new DateColumn(dates.Name, [.. forecasts.Select(f => f.Date)]) { Form = dates.Form, Offset = dates.Offset }];
        int[] rows = [.. forecasts.Select(f => f.Row)];
        var answers = AnswerTable.Of(table, rows, Columns(model, table, forecasts), instead, [target], rows);
        var categories = model.Target.Categories?.Categories;
        return new Predictions(
            answers, [why is null ? new { Target = target, model.Options.Quantiles, Categories = categories, Forecasts = forecasts }
                : new { Target = target, model.Options.Quantiles, Categories = categories, Forecasts = forecasts, Why = why.Machine() }])
        {
            Pictures = Pictures,
            Page = why is null ? null : () => AnswerPage.Html(title, [], [.. Pictures(), why.Html()], answers),
            Why = why?.Lines(),
        };

        IReadOnlyList<string> Pictures() => [model.Target.Categories is null ? Numbers(model, table, forecasts) : Classes(model, forecasts)];
    }

    /// <summary>The last rows of a table whose target is known, each forecast from all before it.</summary>
    public static IReadOnlyList<string> Pictures(Forecaster model, Table table)
    {
        var last = table.RowCount <= Known ? table : table.Take([new RowRange(table.RowCount - Known, Known)]);
        int first = table.RowCount - last.RowCount;
        var forecasts = model.Inspect(last).Forecasts.Select(f => f with { Row = f.Row + first }).ToList();
        return [model.Target.Categories is null ? Numbers(model, table, forecasts) : Classes(model, forecasts)];
    }

    private static IEnumerable<Column> Columns(Forecaster model, Table table, IReadOnlyList<Forecast> forecasts)
    {
        string target = model.Target.Name;
        if (model.Target.Categories is not null)
            return
            [
                new CategoryColumn(target, [.. forecasts.Select(f => f.Class)]),
                new NumberColumn("probability", [.. forecasts.Select(f => Math.Round(f.Probabilities.Max(), 4))])
            ];
        int decimals = AnswerTable.Decimals(table.Column<NumberColumn>(target).Values);
        NumberColumn Rounded(string name, Func<Forecast, double> of) => new(name, [.. forecasts.Select(f => Math.Round(of(f), decimals))]);
        return model.Options.Quantiles.Select(
            (q, i) => Rounded("q" + q.ToString("R", CultureInfo.InvariantCulture), f => f.Quantiles[i])).Prepend(Rounded(target, f => f.Point));
    }

    private static string Numbers(Forecaster model, Table table, IReadOnlyList<Forecast> forecasts)
    {
        double[] truth = table.Column<NumberColumn>(model.Target.Name).Values;
        int from = Math.Max(0, forecasts[0].Row - Math.Max(Least, Math.Max(2 * forecasts.Count, 2 * model.Target.Season))),
            to = Math.Min(truth.Length, forecasts[^1].Row + 1);
        var levels = model.Options.Quantiles;
        PlotLine Line(string label, Func<Forecast, double> of, int dash) => new(label, [.. forecasts.Select(f => (f.Row + 1.0, of(f)))], 1, dash);
        List<PlotLine> lines =
        [
            new("truth", [.. Enumerable.Range(from, to - from).Where(r => double.IsFinite(truth[r])).Select(r => (r + 1.0, truth[r]))], 5, 0),
            Line("forecast", f => f.Point, 0)
        ];
        if (levels.Count > 1)
            lines.AddRange([Line($"{levels[0]:P0} lie below", f => f.Quantiles[0], 1), Line($"{levels[^1]:P0} lie below", f => f.Quantiles[^1], 2)]);
        return LinePlot.Svg(model.Target.Name, "row", model.Target.Name, lines, logarithmic: false, fromZero: false);
    }

    private static string Classes(Forecaster model, IReadOnlyList<Forecast> forecasts)
    {
        string[] rows = [.. forecasts.Select(f => $"row {f.Row + 1}")], classes = [.. model.Target.Categories!.Categories];
        return HeatMap.Svg(
            $"{model.Target.Name}: probabilities", rows, classes,
            [.. forecasts.Select(f => f.Probabilities.Take(classes.Length).Select(p => (float)p).ToArray())]);
    }
}
