using Sluice.Data.Tables;
using Sluice.Readers;
using Sluice.Tasks.Anomalies;
using Sluice.Zero;

namespace Sluice.Tests.Tasks.Anomalies;

public class ZeroDetectorTests
{
    private static readonly AnomalyOptions s_options = new() { Target = "a", Calibration = 150 };

    private static double[] Wave(int rows, int season, double phase = 0)
        => [.. Enumerable.Range(0, rows).Select(t => 10 + 3 * Math.Sin(2 * Math.PI * t / season + phase) + 0.2 * Math.Cos(t * t))];

    private static Table Of(params (string Name, double[] Values)[] columns) => new([.. columns.Select(c => new NumberColumn(c.Name, c.Values))]);

    [Fact]
    public void A_step_is_forecast_from_what_lies_before_it_alone()
    {
        double[] values = Wave(90, 12);
        var next = NextSteps.Of(values, 12);
        Assert.All(next[..NextSteps.Least], n => Assert.True(double.IsNaN(n.Middle)));
        Assert.Equal(Sluice.Zero.Forecast.Zero(values[..32], 1, 12).Point[0], next[32].Middle, 1e-9);
        Assert.All(next[32..], n => Assert.True(n.Low <= n.Middle && n.Middle <= n.High));
        for (int change = 60; change < 63; change++)
        {
            double[] others = [.. values];
            for (int t = change; t < others.Length; t++) others[t] = 9;
            Assert.Equal(next[..(change + 1)], NextSteps.Of(others, 12)[..(change + 1)]);
        }
    }

    [Fact]
    public void A_break_of_the_season_within_the_range_is_an_alarm_and_the_signal_is_named()
    {
        double[] calm = Wave(400, 12), broken = Wave(400, 12);
        for (int t = 300; t < 306; t++) broken[t] = 20 - broken[t];
        var rows = ZeroDetector.Read(Of(("a", calm), ("b", broken)), s_options with { Others = ["b"] });
        Assert.Equal(400, rows.Count);
        var alarms = rows.Where(r => r.IsAlarm).ToList();
        Assert.NotEmpty(alarms);
        Assert.All(alarms, r => Assert.InRange(r.Row, 300, 312));
        Assert.All(alarms, r => Assert.Equal("b", r.Signal));
        Assert.All(rows.Take(150), r => Assert.Equal(0, r.Score));
        var figures = AnomalyFigures.Of(Of(("a", broken)), ZeroDetector.Read(Of(("a", broken)), s_options), s_options);
        Assert.InRange(figures.MeanAbsoluteError, 0, 0.6 * figures.LastValueError);
    }

    [Fact]
    public void Missing_and_constant_values_are_borne()
    {
        double[] values = Wave(260, 12);
        for (int t = 200; t < 220; t++) values[t] = double.NaN;
        var rows = ZeroDetector.Read(Of(("a", values)), s_options);
        Assert.All(rows.Skip(200).Take(20), r => Assert.Equal(0, r.Score));
        Assert.All(rows.Skip(150), r => Assert.True(double.IsFinite(r.Score) && double.IsFinite(r.Expected)));
        double[] constant = [.. Enumerable.Repeat(7.0, 200)];
        Assert.DoesNotContain(ZeroDetector.Read(Of(("a", constant)), s_options), r => r.IsAlarm);
        Assert.DoesNotContain(ZeroDetector.Read(Of(("a", [.. Enumerable.Repeat(double.NaN, 200)])), s_options), r => r.IsAlarm);
        constant[180] = 8;
        Assert.Equal(180, ZeroDetector.Read(Of(("a", constant)), s_options).First(r => r.IsAlarm).Row);
    }

    [Fact]
    public void What_is_watched_is_found_and_too_few_rows_and_rows_out_of_order_are_said()
    {
        var table = Of(("row", [.. Enumerable.Range(1, 60).Select(r => (double)r)]), ("a", Wave(60, 12)), ("label", new double[60]), ("b", Wave(60, 7)));
        var found = ZeroDetector.Found(table, new AnomalyOptions { Target = "" }, isSaid: false);
        Assert.Equal(["a", "b"], found.Signals);
        Assert.Contains("'row' counts the rows", Assert.Single(ZeroDetector.Guessed(table, new AnomalyOptions { Target = "" })));
        Assert.Equal(30, found.Calibration);
        Assert.Contains("more than 750 rows", Assert.Throws<SluiceFormatException>(() => ZeroDetector.Found(table, new AnomalyOptions { Target = "a" }, isSaid: true)).Message);
        string csv = "day,a\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{new DateTime(2024, 1, 1).AddDays(i == 50 ? 3 : i):yyyy-MM-dd},{i % 7}\n"));
        var wrong = Assert.Throws<SluiceFormatException>(() => ZeroDetector.Read(CsvTable.Parse(csv, "a.csv"), s_options with { Calibration = 30 }));
        Assert.Contains("a.csv:52", wrong.Message);
    }
}
