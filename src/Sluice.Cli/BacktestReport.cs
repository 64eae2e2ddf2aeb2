using System.Globalization;
using Sluice.Formats;
using Sluice.Learn.Studies.Forecasts;
using Sluice.Tasks.Descriptor;

namespace Sluice.Cli;

/// <summary>The findings of a backtest: as a table in Markdown, as an object for JSON, and as a page with pictures.</summary>
internal sealed class BacktestReport(BacktestSummary summary)
{
    private const double Significant = 0.05;
    private const string NoScale =
        "The values repeat those of a season before exactly, so that the scale of MASE is 0: there is no MASE, nor what is taken over it or over another scale of 0.";

    /// <summary>Writes it as it was asked for.</summary>
    public void Write(Inquiry inquiry)
    {
        if (inquiry.Report is { } page)
        {
            using var text = new StringWriter();
            Write(text);
            AtomicFile.Write(page, BacktestPage.Html($"Backtest on {inquiry.Source.Title}", text.ToString(), summary));
        }

        if (!inquiry.Json)
        {
            Write(inquiry.Output);
            return;
        }

        if (!summary.IsScaled) inquiry.Unanswered.Note(NoScale);
        inquiry.WriteJson(Machine());
    }

    private void Write(TextWriter output)
    {
        int[] places = [.. summary.Scores.Where(s => s.Way == summary.Ways[0].Way).CountBy(s => s.Cut.Series.Name).Select(c => c.Value)];
        string each = places.Length == 1 ? "" : $" ({(places.Min() == places.Max() ? "" : $"{places.Min()} to ")}{places.Max()} in each)";
        string from = summary.Forecasts == 1 ? "1 place" : $"each of {summary.Forecasts} places";
        output.WriteLine(
            $"{Plural.Of(summary.Horizon, "row")} from {from} in {places.Length} series{each}{(places.Max() > 1 ? $", {Plural.Of(summary.Step, "row")} apart" : "")}");
        output.WriteLine();
        MarkdownTable.Write(output,
        [
            ["forecast", "MASE", "over seasonal naive", "sMAPE", "OWA", "RMSSE", "WRMSSE", "CRPS, scaled", "SPL", "80 % interval holds", .. summary.IsTested ? ["p"] : Array.Empty<string>()],
            .. summary.Ways.Select(w => (string[])
            [
                w.Way, Number(w.Mase), Number(w.OverSeasonalNaive), Number(w.Smape, "0.00"), Number(w.Owa), Number(w.Rmsse), Number(w.Wrmsse), Number(w.Crps),
                Number(w.ScaledPinball), Number(w.Coverage, "0.0 %"), .. summary.IsTested ? [Probability(w)] : Array.Empty<string>(),
            ]),
        ]);
        output.WriteLine();
        if (summary.IsRatioLimited)
            output.WriteLine(
                $"over seasonal naive: the geometric mean over the series, of which a ratio below {Number(ForecastStudy.LeastRatio, "0.00")} counts as {Number(ForecastStudy.LeastRatio, "0.00")}.");
        output.WriteLine(!summary.IsScaled ? NoScale : summary.IsTested
            ? $"p: test of Diebold and Mariano, corrected for few forecasts, of the mean MASE from each of {summary.Origins} origins against {summary.Ways[0].Way}, and for {summary.Ways.Count - 1} comparisons by Holm; * where below {Number(Significant, "0.00")}."
            : $"{Plural.Of(summary.Origins, "origin")} {(summary.Origins == 1 ? "is" : "are")} too few to test differences (fewer than {BacktestSummary.FewestOrigins}).");
    }

    private object Machine() => new
    {
        summary.Horizon,
        summary.Step,
        Series = summary.Figures.Select(f => f.Series).Distinct().Count(),
        summary.Forecasts,
        summary.Origins,
        Ways = summary.Ways.Select(w => new
        {
            w.Way,
            w.Mase,
            w.OverSeasonalNaive,
            w.Smape,
            w.Owa,
            w.Rmsse,
            w.Wrmsse,
            w.Crps,
            w.ScaledPinball,
            w.Coverage,
            Difference = w.Test?.Mean,
            Statistic = w.Test?.Statistic,
            Probability = w.Test?.Probability,
            w.Adjusted,
        }),
        Figures = summary.Figures,
    };

    private static string Probability(WaySummary way)
        => way.Adjusted is { } p ? $"{(p < 0.001 ? "< 0.001" : Number(p))}{(p < Significant ? " *" : "")}" : "";

    private static string Number(double value, string form = "0.000")
        => double.IsFinite(value) ? value.ToString(form, CultureInfo.InvariantCulture) : "";
}
