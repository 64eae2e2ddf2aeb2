using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Optimizers;
using Sluice.Tasks.Forecast;
using Sluice.Training;

namespace Sluice.Learn.Teaching;

/// <summary>How the dinner example came out.</summary>
/// <param name="Vote">The share of dinners that a vote of weekday, month and late meeting gets right on the last days.</param>
/// <param name="Recurrent">The share that a recurrent net gets right on the same days.</param>
/// <param name="AfterGap">The share it gets right on the days after two weeks of dinners that nobody told it.</param>
public sealed record DinnerFigures(double Vote, double Recurrent, double AfterGap);

/// <summary>
/// What is for dinner? Pizza is followed by sushi, sushi by waffles, waffles by pizza. The weekday, the month and whether
/// there is a late meeting say nothing about it; yesterday's dinner says all.
/// </summary>
public static class Dinner
{
    /// <summary>Days at the end by which the forecasts are measured.</summary>
    public const int LastDays = 100;

    /// <summary>Dinners not told, right before some of the last days.</summary>
    public const int DaysAway = 14;

    private static readonly string[] s_columns = ["weekday", "month", "late_meeting"];

    /// <summary>Two years of evenings: date, weekday, month, late_meeting, dinner.</summary>
    public static Table Evenings(ulong seed = 1, int days = 730)
    {
        string[] menu = ["pizza", "sushi", "waffles"];
        var random = new RandomStream(seed, Purpose.Data);
        var dates = new DateTime?[days];
        string?[] weekday = new string?[days], month = new string?[days], late = new string?[days], dinner = new string?[days];
        for (int i = 0; i < days; i++)
        {
            var date = new DateTime(2024, 1, 1).AddDays(i);
            (dates[i], weekday[i], month[i]) = (date, date.DayOfWeek.ToString(), $"{(Month)date.Month}");
            (late[i], dinner[i]) = (random.Uniform((uint)i) < 0.3 ? "yes" : "no", menu[i % 3]);
        }

        return new Table(
        [
            new DateColumn("date", dates),
            new CategoryColumn("weekday", weekday),
            new CategoryColumn("month", month),
            new CategoryColumn("late_meeting", late),
            new CategoryColumn("dinner", dinner)
        ]);
    }

    /// <summary>The same evenings, where nobody says what some of the dinners were.</summary>
    public static Table Away(Table evenings, RowRange away)
    {
        string?[] dinner = [.. evenings.Column<CategoryColumn>("dinner").Values];
        Array.Clear(dinner, away.Start, away.Count);
        return new Table([.. evenings.Columns.Select(c => c.Name == "dinner" ? new CategoryColumn("dinner", dinner) : c)]);
    }

    /// <summary>Trains the net that remembers.</summary>
    public static Forecaster Train(Table evenings, ulong seed = 1)
    {
        var (model, training) = Forecaster.From(evenings, new ForecasterOptions
        {
            Target = "dinner",
            Columns = s_columns,
            Known = s_columns,
            Hidden = 16,
            Window = 32,
            Batch = 16,
            Steps = 30,
            Test = (double)LastDays / evenings.RowCount,
            Seed = seed,
        });
        new Trainer(training, new TrainingOptions { Epochs = 8, Rate = 0.01, Seed = seed }).Run();
        return model;
    }

    /// <summary>
    /// Trains a vote, p = softmax(W x + b) of weekday, month and late meeting without any memory, on all but the last days.
    /// </summary>
    /// <returns>The share of the last days that it gets right.</returns>
    public static double Vote(Table evenings, ulong seed = 1)
    {
        var rows = new RowRange(0, evenings.RowCount - LastDays);
        var encoder = TableEncoder.Fit(evenings, s_columns, rows);
        var menu = OneHot.Fit(evenings.Column<CategoryColumn>("dinner").Values);
        int[] dinners = [.. evenings.Column<CategoryColumn>("dinner").Values.Select(menu.IndexOf)];
        var layer = new Linear("vote", encoder.Width, menu.Width, seed);
        Parameter[] parameters = [.. layer.Parameters];
        var optimizer = Optimizer.Create("adam");
        var tape = new Tape();
        var x = Rows(rows);
        for (int step = 0; step < 200; step++)
        {
            tape.Reset();
            Gradients.Clear(parameters);
            CrossEntropy.Mean(tape, layer.Run(tape, x), dinners[..rows.End]);
            tape.Backward();
            optimizer.Step(parameters, 0.05);
        }

        tape.Reset();
        var logits = layer.Run(tape, Rows(new RowRange(rows.End, LastDays)));
        int right = 0;
        for (int i = 0; i < LastDays; i++)
        {
            float[] day = logits.Row(i).ToArray();
            if (Array.IndexOf(day, day.Max()) == dinners[rows.End + i]) right++;
        }

        return (double)right / LastDays;

        Tensor Rows(RowRange range)
        {
            var encoded = new float[range.Count * encoder.Width];
            encoder.Encode(evenings, range, encoded);
            var tensor = new Tensor(range.Count, encoder.Width);
            tensor.Set(encoded);
            return tensor;
        }
    }

    /// <summary>The whole example.</summary>
    public static DinnerFigures Run(ulong seed = 1)
    {
        var evenings = Evenings(seed);
        var model = Train(evenings, seed);
        var last = new RowRange(evenings.RowCount - LastDays, LastDays);
        var away = new RowRange(last.Start, DaysAway);
        double remembered = model.Backtest(evenings, last).Accuracy!.Value;
        double after = model.Backtest(Away(evenings, away), new RowRange(away.End, LastDays - DaysAway)).Accuracy!.Value;
        return new DinnerFigures(Vote(evenings, seed), remembered, after);
    }

    private enum Month
    {
        January = 1, February, March, April, May, June, July, August, September, October, November, December,
    }
}
