using Sluice.Data.Tables;
using Sluice.Networks;
using Sluice.Tasks.Anomalies;
using Sluice.Tasks.Control;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Life;
using Sluice.Tasks.Series;

namespace Sluice.Onnx.Tests;

public partial class TaskExportTests
{
    private static void Forecasts()
    {
        Forecast(new ForecasterOptions { Target = "y", Season = 1, Horizon = 3 });
        Forecast(new ForecasterOptions { Target = "y", Season = 4, Horizon = 6, Logarithm = true, Cell = "lstm", Layers = 2 });
        Forecast(new ForecasterOptions { Target = "label", Season = 1 });
    }

    private static void Forecast(ForecasterOptions options)
    {
        var table = new Table([.. Rows.Columns.Where(c => c.Name != "unit"), new DateColumn("day", [.. Days(30)])]);
        var (model, _) = Forecaster.From(table, options with { Hidden = 4, Window = 8, Known = ["day"] });
        Shaken(model, 0.4f);
        var moves = model.Parameters.FirstOrDefault(p => p.Name == "calibration");
        moves?.Set([.. Enumerable.Range(0, moves.Value.ToArray().Length).Select(i => 0.05f * (i % 3 - 1))]);
        var forecasts = model.Predict(table);

        // What is known ahead is that of the row after each.
        var later = new Table([new DateColumn("day", [.. Days(31).Skip(1)])]);
        var inputs = RowInputs(model.Past, table, "past").Concat(RowInputs(model.Known, later, "known")).ToDictionary();
        bool classes = model.Target.Categories is not null;
        inputs["value"] = classes
            ? Integers([30, 1], table.Column<CategoryColumn>(options.Target).Values.Select(model.Target.Categories!.IndexOf))
            : Numbers([30, 1], table.Column<NumberColumn>("y").Values);
        using var file = new ExportedFile(model);
        var whole = classes
            ? file.EndsWith(inputs, ("probabilities", Floats(forecasts[0].Probabilities)))
            : file.EndsWith(
                inputs, ("quantiles", Floats(forecasts.SelectMany(f => f.Quantiles))), ("point", Floats(forecasts.Select(f => f.Point))));
        ExportedFile.Streams(model, inputs, whole, [1, 9, 20]);
    }

    private static IEnumerable<DateTime?> Days(int count) => Enumerable.Range(0, count).Select(i => (DateTime?)new DateTime(2024, 1, 1).AddDays(i));

    private static void ManySeries()
    {
        Series(new SeriesOptions { Kind = "segment", Segment = 2, Horizon = 3, Identity = 2, Season = 2, Base = "season" });
        Series(new SeriesOptions { Kind = "segment", Segment = 2, Horizon = 4, Calendar = false, Scale = "mean", Loss = "absolute" });
        Series(new SeriesOptions { Kind = "decoder", Horizon = 3, Identity = 1, Cell = "lstm" });
        Series(new SeriesOptions { Kind = "decoder", Horizon = 2, Base = "none", Logarithm = true });
        Series(new SeriesOptions { Kind = "segment", Segment = 2, Horizon = 3, Season = 2, Base = "season", Nets = 2 }, known: true);
        Series(new SeriesOptions { Kind = "decoder", Horizon = 3, Scale = "mean" }, known: true);
        var table = new SeriesTable(FuzzTable.Table, new SeriesColumns());
        var (paths, _) = SeriesForecaster.From(table, new SeriesOptions { Kind = "likelihood", Hidden = 2, Lookback = 4, Horizon = 2, Samples = 2 });
        Assert.Contains("likelihood", Assert.Throws<SluiceException>(() => paths.ToNetwork()).Message);
    }

    private static void Series(SeriesOptions options, bool known = false)
    {
        // What is known ahead stands in rows that have no value yet.
        int origin = known ? 30 - options.Horizon : 30;
        var day = new DateTime(2024, 1, 1);
        var table = new SeriesTable(
            new Table(
            [
                new CategoryColumn("shop", [.. Enumerable.Range(0, 60).Select(i => i < 30 ? "one" : "two")]),
                new DateColumn("d", [.. Enumerable.Range(0, 60).Select(i => (DateTime?)day.AddDays(i % 30))]),
                new NumberColumn("y", [.. Enumerable.Range(0, 60).Select(i => i % 13 == 5 || i % 30 >= origin ? double.NaN : 3 + i * 7 % 10 + i / 30)]),
                new NumberColumn("w", [.. Enumerable.Range(0, 60).Select(i => i * 3 % 7 + 0.5)]),
                new NumberColumn("k", [.. Enumerable.Range(0, 60).Select(i => (double)(i % 30 % 9 == 4 ? 1 : 0))]),
            ]), new SeriesColumns { Id = "shop", Time = "d", Values = ["y"], Past = ["w"], Known = known ? ["k"] : [] });
        var (model, _) = SeriesForecaster.From(table, options with { Hidden = 4, Lookback = 6, Validation = 0.2 });
        Shaken(model, 0.4f);
        model.Calibration!.Set([.. model.Calibration.Value.ToArray().Select((_, i) => 0.1f * (i % 3 - 1))]);
        model.Parameters.Single(p => p.Name == "calibration.series").Set([0.7f, 1.5f]);
        var forecasts = model.Forecast(table);
        var data = new SeriesData(table, model.Encoder, model.Options);
        int lookback = 6, horizon = options.Horizon, rows = lookback + model.Season;
        var inputs = new Dictionary<string, Value>
        {
            ["values"] = Numbers([rows, 2], Enumerable.Range(origin - rows, rows).SelectMany(r => table.Series.Select(s => r < 0 ? double.NaN : s.Values[r]))),
            ["past.w"] = Numbers([lookback, 2], Enumerable.Range(origin - lookback, lookback).SelectMany(r => (double[])[(r * 3 % 7) + 0.5, ((r + 30) * 3 % 7) + 0.5])),
        };
        if (known)
            inputs["known.k"] = Numbers(
                [lookback + horizon, 2], Enumerable.Range(origin - lookback, lookback + horizon).SelectMany(r => (double[])[r % 9 == 4 ? 1 : 0, r % 9 == 4 ? 1 : 0]));
        using var file = new ExportedFile(model);
        if (file.Network.Inputs.Any(p => p.Name == "series")) inputs["series"] = Integers([2], data.Identity);
        if (file.Network.Inputs.Any(p => p.Name == "calendar"))
        {
            int all = SeriesData.KnownWidth(model.Options, model.Encoder), width = all - model.Encoder.Known.Width;
            var calendar = new float[(lookback + horizon) * 2 * width];
            var row = new float[all];
            for (int i = 0; i < (lookback + horizon) * 2; i++)
            {
                data.Known(i % 2, origin - lookback + i / 2, row);
                row.AsSpan(0, width).CopyTo(calendar.AsSpan(i * width));
            }

            inputs["calendar"] = Value.From(calendar, lookback + horizon, 2, width);
        }

        float[] Right(Func<SeriesForecast, IEnumerable<double>> part)
            => [.. Enumerable.Range(0, horizon).SelectMany(h => Enumerable.Range(0, 2).SelectMany(s => Floats(part(forecasts[s * horizon + h]))))];
        file.Equal(inputs, ("quantiles", Right(f => f.Quantiles)), ("point", Right(f => [f.Point])));
    }

    private static void Lives()
    {
        var (model, _) = LifeModel.From(FuzzTable.Units, new LifeOptions { Id = "unit", Time = "t", Sensors = ["x"], Hidden = 4, Cap = 5 });
        Shaken(model);
        model.Parameters.Single(p => p.Name == "interval").Set([-1.5f, -1, -0.5f, -0.75f, -1.25f, 0.5f, 1, 1.5f, 1.25f, 0.75f]);
        var curves = model.Predict(FuzzTable.Units);
        double[] x = FuzzTable.Units.Column<NumberColumn>("x").Values;
        var inputs = new Dictionary<string, Value> { ["readings"] = Numbers([6, 6, 1], Enumerable.Range(0, 36).Select(i => x[i % 6 * 6 + i / 6])) };
        float[] Right(Func<LifeEstimate, double> part) => Floats(Enumerable.Range(0, 36).Select(i => part(curves[i % 6].Estimates[i / 6])));
        using var file = new ExportedFile(model);
        ExportedFile.Streams(
            model, inputs, file.Equal(inputs, ("life", Right(e => e.Life)), ("low", Right(e => e.Low)), ("high", Right(e => e.High))), [2, 4]);
    }

    private static void Actions()
    {
        foreach (string action in (string[])["action", "x"])
        {
            var options = new PolicyOptions { Episode = "unit", Action = action, Sensors = [action == "x" ? "t" : "x"], Hidden = 3 };
            var (policy, _) = Policy.From(FuzzTable.Units, options);
            var done = Shaken(policy).Predict(FuzzTable.Units);
            double[] x = FuzzTable.Units.Column<NumberColumn>(options.Sensors[0]).Values;
            int[] order = [.. Enumerable.Range(0, 36).Select(i => i % 6 * 6 + i / 6)];
            var inputs = new Dictionary<string, Value> { ["readings"] = Numbers([6, 6, 1], order.Select(row => x[row])) };
            using var file = new ExportedFile(policy);
            float[] right = Floats(order.Select(row => done[row].Choice is { } choice ? policy.Choices.ToList().IndexOf(choice) : done[row].Value));
            var whole = file.Equal(inputs, ("action", right));
            if (action == "action")
                for (int i = 0; i < 36; i++) Assert.Equal(done[order[i]].Value, whole["probabilities"][(2 * i)..(2 * i + 2)].Max(), 1e-5);
            ExportedFile.Streams(policy, inputs, whole, [1, 5]);
        }
    }

    private static void Anomalies()
    {
        var options = new AnomalyOptions { Target = "a", Calibration = 40, Window = 8, Hidden = 4, Steps = 3, Batch = 1, Mean = 3, OnlineRate = 0, Margin = 1 };
        foreach (string[] others in (string[][])[[], ["b"]])
        {
            foreach (bool timed in (bool[])[true, false])
            {
                var detector = new AnomalyDetector(options with { Others = others });
                var day = new DateTime(2024, 3, 3); // a Sunday
                double Value(int row, int signal) => row is 50 or 51 && signal == 0 ? 40 : row == 47 ? double.NaN : row * (3 + signal) % 7 + 0.25 * (row % 3);
                DateTime? Time(int row) => timed ? day.AddHours(9 * row) : null;
                AnomalyRow Next(AnomalyDetector one, int row) => one.Next(Time(row), [.. Enumerable.Range(0, others.Length + 1).Select(s => Value(row, s))]);
                Assert.StartsWith("Export: expected a detector that has seen", Assert.Throws<SluiceException>(() => detector.ToNetwork()).Message);
                for (int row = 0; row < 45; row++) Next(detector, row);
                int signals = others.Length + 1, rows = 30;
                var inputs = new Dictionary<string, Value>
                {
                    ["values"] = Numbers([rows, 1, signals], Enumerable.Range(45, rows).SelectMany(r => Enumerable.Range(0, signals).Select(s => Value(r, s)))),
                };
                if (timed) inputs["time"] = Numbers([rows, 1], Enumerable.Range(45, rows).Select(r => (Time(r)!.Value - day).TotalDays % 7));
                using var file = new ExportedFile(detector);
                var copy = detector.Copy();
                AnomalyRow[] told = [.. Enumerable.Range(45, rows).SelectMany(r => Next(copy, r) is var row && row.Signals is { } all ? all : [row])];
                Assert.Contains(told, r => r.IsAlarm);
                var whole = file.Equal(
                    inputs, ("scores", Floats(told.Select(r => r.Score))), ("expected", Floats(told.Select(r => r.Expected))),
                    ("low", Floats(told.Select(r => r.Low))), ("high", Floats(told.Select(r => r.High))));
                ExportedFile.Streams(detector, inputs, whole, [4, 26]);
            }
        }
    }
}
