using System.Globalization;
using Sluice.Formats;
using Sluice.Learn.Studies.Forecasts;
using Sluice.Tasks.Descriptor;

namespace Sluice.Cli;

/// <summary>The findings of a backtest: as a table in Markdown, as an object for JSON, and as a page with pictures.</summary>
internal sealed class BacktestReport(BacktestSummary summary)
{
    private const double Significant = 0.05;

    /// <summary>Writes it as it was asked for.</summary>
    public void Write(Inquiry inquiry)
    {
        if (inquiry.Report is { } page)
        {
            using var text = new StringWriter();
            Write(text);
            AtomicFile.Write(page, BacktestPage.Html($"Backtest on {inquiry.Source.Title}", text.ToString(), summary));
        }

        if (inquiry.Json) inquiry.WriteJson(Machine());
        else Write(inquiry.Output);
    }

    private void Write(TextWriter output)
    {
        int series = summary.Figures.Select(f => f.Series).Distinct().Count();
        output.WriteLine(
            $"{summary.Horizon} rows from each of {summary.Forecasts} places in {series} series, {summary.Step} rows apart");
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
        output.WriteLine(summary.IsTested
            ? $"p: test of Diebold and Mariano, corrected for few forecasts, of the mean MASE from each of {summary.Origins} origins against {summary.Ways[0].Way}, and for {summary.Ways.Count - 1} comparisons by Holm; * where below {Number(Significant, "0.00")}."
            : $"{summary.Origins} origins are too few to test differences (fewer than {BacktestSummary.FewestOrigins}).");
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
