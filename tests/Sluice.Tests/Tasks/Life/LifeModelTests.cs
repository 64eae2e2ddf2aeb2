using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Kernels;
using Sluice.Losses;
using Sluice.Readers;
using Sluice.Tasks.Life;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Life;

public class LifeModelTests
{
    private static readonly LifeOptions s_options = new() { Id = "pump", Time = "day", Cap = 40, Hidden = 16, Dropout = 0 };
    private static readonly Lazy<(LifeModel Model, TrainingResult Result, IReadOnlyList<string> Held)> s_trained = new(() =>
    {
        var (model, training) = LifeModel.From(Pumps(40, 1), s_options);
        return (model, new Trainer(training, new TrainingOptions { Epochs = 60, Rate = 0.02 }).Run(), training.Validation);
    });

    /// <summary>Pumps that wear at a rate of their own and fail at 1: how worn one is shows through noise, how fast it wears does not.</summary>
    private static Table Pumps(int count, ulong seed, int left = 0)
    {
        List<double> pump = [], day = [], heat = [], noise = [], colour = [];
        var random = new RandomStream(seed, Purpose.Data);
        for (int p = 0; p < count; p++)
        {
            int days = 20 + random.Below(60, (uint)p);
            var shaking = new RandomStream(seed, Purpose.Noise, (uint)p);
            for (int d = 1; d <= days - left; d++)
            {
                pump.Add(p + 1);
                day.Add(d);
                heat.Add(60 + 20 * d / (double)days + shaking.Normal((uint)(2 * d)));
                noise.Add(shaking.Normal((uint)(2 * d + 1)));
                colour.Add(7);
            }
        }

        return new Table(
            [
                new NumberColumn("pump", [.. pump]),
                new NumberColumn("day", [.. day]),
                new NumberColumn("heat", [.. heat]),
                new NumberColumn("noise", [.. noise]),
                new NumberColumn("colour", [.. colour])
            ],
            "pumps.csv", [.. Enumerable.Range(2, pump.Count)]);
    }

    [Fact]
    public void Whole_histories_teach_what_one_row_cannot_say()
    {
        var (model, result, held) = s_trained.Value;
        Assert.True(result.Best["rmse"] < 0.7 * result.Best["line_rmse"], string.Join(", ", result.Best));
        Assert.True(result.Best["line_rmse"] < result.Best["constant_rmse"]);
        Assert.Equal(8, held.Count);
        Assert.Equal(["heat", "noise"], model.Sensors.Names);
        Assert.Equal(["colour"], model.Sensors.Constant);
    }

    [Fact]
    public void Units_cut_off_before_they_fail_are_compared_with_the_truth()
    {
        var model = s_trained.Value.Model;
        var figures = model.Evaluate(Pumps(30, 2, left: 10), [.. Enumerable.Repeat(10.0, 30)]);
        Assert.True(figures.Model.RootMeanSquaredError < 0.8 * figures.Line.RootMeanSquaredError, $"{figures}");
        Assert.True(figures.Line.RootMeanSquaredError < figures.Constant.RootMeanSquaredError, $"{figures}");
        Assert.InRange(figures.Coverage, 0.5, 1);

        var curve = model.Predict(Pumps(1, 2))[0].Estimates;
        Assert.True(curve[^1].Life < 8, $"{curve[^1]}");
        Assert.True(curve[10].Life > 2 * curve[^1].Life, $"{curve[10]}");
    }

    [Fact]
    public void A_saved_model_expects_the_same_bits_row_by_row_and_at_once()
    {
        using var folder = new TemporaryFolder();
        var model = s_trained.Value.Model;
        model.Save(folder.File("life.safetensors"));
        var loaded = LifeModel.Load(folder.File("life.safetensors"));
        var table = Pumps(1, 3);
        var curve = model.Predict(table)[0].Estimates;
        Assert.Equal(curve, loaded.Predict(table)[0].Estimates);
        var memory = loaded.NewSession();
        for (int row = 0; row < table.RowCount; row++)
            Assert.Equal(
                curve[row], loaded.Step([table.Column<NumberColumn>("heat").Values[row], table.Column<NumberColumn>("noise").Values[row]], memory));
        Assert.Equal(model.Evaluate(table), loaded.Evaluate(table));

        double[] readings = [70, 0];
        Assert.Equal(0, Allocation.Of(100, () => loaded.Step(readings, memory)));
    }

    [Fact]
    public void The_score_punishes_late_more_than_early()
    {
        var early = LifeErrors.Of([(7, 20, 1)], 1);
        var late = LifeErrors.Of([(30, 20, 1)], 1);
        Assert.Equal(Math.E - 1, early.Score, 12);
        Assert.Equal(Math.E - 1, late.Score, 12);
        Assert.Equal((13, 13), (early.RootMeanSquaredError, early.MeanAbsoluteError));
        Assert.Equal(2 * (Math.E - 1), LifeErrors.Of([(7, 20, 1), (30, 20, 1)], 2).Score, 12);
    }

    [Fact]
    public void Bad_histories_are_refused_with_the_place()
    {
        var pumps = Pumps(3, 1);
        Table With(string column, params (int Row, double Value)[] changes)
        {
            double[] values = [.. pumps.Column<NumberColumn>(column).Values];
            foreach (var (row, value) in changes) values[row] = value;
            return new Table(
                [.. pumps.Columns.Select(c => c.Name == column ? new NumberColumn(column, values) : c)], "pumps.csv",
                [.. Enumerable.Range(2, values.Length)]);
        }

        string Refused(Func<object> work) => Assert.ThrowsAny<SluiceException>(work).Message;
        Assert.Equal("pumps.csv:6: '1' has 'day' 4 twice. Remove one of the rows.", Refused(() => LifeModel.From(With("day", (4, 4)), s_options)));
        Assert.Equal(
            "pumps.csv:6: '1' has 'day' 2 after 4. Sort the rows of each 'pump' by 'day', or say --sort day.",
            Refused(() => LifeModel.From(With("day", (4, 2)), s_options)));
        Assert.Equal(
            "pumps.csv:4: column 'pump' is empty, so this row belongs to nothing. Fill it in, or remove the row.",
            Refused(() => LifeModel.From(With("pump", (2, double.NaN)), s_options)));
        Assert.Equal(
            "pumps.csv:4: '1' has a row without 'day'. Fill it in, or remove the row.",
            Refused(() => LifeModel.From(With("day", (2, double.NaN)), s_options)));
        Assert.Equal(
            "pumps.csv: there is no sensor to learn from: colour never changes.",
            Refused(() => LifeModel.From(pumps, s_options with { Sensors = ["colour"] })));
        Assert.Contains(
            "there is no column 'heet'. Did you mean 'heat'?", Refused(() => LifeModel.From(pumps, s_options with { Sensors = ["heet"] })));
        Assert.Contains("too few units: 1 in column 'pump'", Refused(() => LifeModel.From(Pumps(1, 1), s_options)));
        var model = s_trained.Value.Model;
        Assert.Contains("expected 3 lives, one for each unit of column 'pump', got 2", Refused(() => model.Evaluate(pumps, [1, 2])));
        Assert.Contains("got -1 for unit 2", Refused(() => model.Evaluate(pumps, [1, -1, 3])));
        Assert.Contains("expected a finite reading of heat", Refused(() => model.Step([double.PositiveInfinity, 1], model.NewSession())));
    }

    [RealDataFact("turbofan-fd001/train_FD001.txt")]
    public void On_the_turbofan_engines_the_line_errs_as_known()
    {
        static Table Read(string name) => DataFile.ReadTable(RealData.Find($"turbofan-fd001/{name}_FD001.txt")!);
        var model = LifeModel.From(Read("train"), new LifeOptions { Id = "c1", Time = "c2", Validation = 0 }).Model;
        Assert.Equal(["c5", "c6", "c10", "c15", "c21", "c23", "c24"], model.Sensors.Constant);
        var figures = model.Evaluate(Read("test"), Read("RUL").Column<NumberColumn>("c1").Values);
        Assert.Equal(100, figures.Units);
        Assert.Equal(21.9, figures.Line.RootMeanSquaredError, 0.1);
    }

    [Fact]
    public void The_interval_holds_four_of_five_errors_and_widens_where_they_do()
    {
        // Expected lives up to 50 err by 1 either way, longer ones by 10.
        var interval = new LifeInterval(100);
        interval.Calibrate(
            [.. from e in Enumerable.Range(0, 100) from k in Enumerable.Range(0, 11) select ((double)e, 2.0, e + (k - 5) / 5.0 * (e < 60 ? 1 : 10))], 1100);
        Assert.Equal((9.2, 10.8), Rounded(interval.Around(10, 2)));
        Assert.Equal((82, 98), Rounded(interval.Around(90, 2)));
        Assert.InRange(interval.Around(60, 2).High, 62, 66);
        Assert.Equal(0, interval.Around(0.1, 2).Low);

        // Of nine units the next may lie beyond all: then the largest error, 1 and not 0.8.
        interval.Calibrate([.. from e in Enumerable.Range(0, 100) from k in Enumerable.Range(0, 11) select ((double)e, 2.0, e + (k - 5) / 5.0)], 9);
        Assert.Equal((9, 11), Rounded(interval.Around(10, 2)));

        static (double, double) Rounded(LifeEstimate e) => (Math.Round(e.Low, 3), Math.Round(e.High, 3));
    }

    [Fact]
    public void The_mean_is_that_of_least_squares_and_the_deviation_that_of_the_likelihood()
    {
        // Gradients by differences: of the squared error by the mean, of σ² times the likelihood by the deviation.
        float[] targets = [0.3f, float.NaN, 1.2f];
        var prediction = Tensor.From(new float[,] { { 0.5f, -1 }, { 9, 9 }, { 0.9f, 0.4f } });
        var tape = new Tape();
        double loss = MeanAndDeviation.Mean(tape, prediction, targets);
        Assert.Equal((0.04 + 0.09) / 4, loss, 6);
        double Likelihood(double raw, double apart)
            => Math.Log(GaussianLikelihood.Deviation(raw)) + 0.5 * apart * apart / Math.Pow(GaussianLikelihood.Deviation(raw), 2);
        foreach (int r in new[] { 0, 2 })
        {
            double apart = prediction[r, 0] - targets[r], raw = prediction[r, 1], sigma = GaussianLikelihood.Deviation(raw);
            double slope = sigma * sigma * (Likelihood(raw + 1e-5, apart) - Likelihood(raw - 1e-5, apart)) / 2e-5;
            Assert.Equal(apart / 2, prediction.Gradient![r, 0], 5);
            Assert.Equal(slope / 2, prediction.Gradient![r, 1], 5);
        }

        Assert.Equal(0, prediction.Gradient![1, 0]);
    }
}
