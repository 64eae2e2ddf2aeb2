using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Tasks.Forecast;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Forecast;

public class ForecasterStreamingTests
{
    private const int Rows = 5000, InMemory = 1200;

    private static readonly ForecasterOptions s_options =
        new() { Target = "sold", Hidden = 8, Window = 24, Batch = 8, Steps = 10, Season = 7, Test = 0.1 };

    [Fact]
    public void Scales_are_those_of_the_whole_table()
    {
        foreach (var options in new[] { s_options, s_options with
        {
            Logarithm = true
        }, s_options with { Logarithm = null }, s_options with { Target = "kind" } })
        {
            var whole = Forecaster.From(Whole(), options).Model;
            var streamed = Forecaster.From(new Sales(), options, InMemory).Model;
            Assert.Equal(
                Rounded(whole.Known.ToJson() + whole.Past.ToJson() + whole.Target.ToJson()),
                Rounded(streamed.Known.ToJson() + streamed.Past.ToJson() + streamed.Target.ToJson()));
        }
    }

    [Fact]
    public void No_more_rows_are_held_than_may_be()
    {
        var source = new Sales();
        var (_, training) = Forecaster.From(source, s_options, InMemory);
        for (int step = 0; step < training.Steps(0); step++) training.Step(new Tape(), 0, step);
        training.Validate();
        Assert.InRange(source.MostRows, 1, InMemory / 19);
        Assert.True(source.Alive() <= 4 * (InMemory / 19), $"{source.Alive()} rows of tables are still held");
        Assert.Equal(Rows, training.Split.Test.End);
    }

    [Fact]
    public void Training_from_chunks_learns_and_gives_the_same_bits_each_time_also_when_resumed()
    {
        var options = new TrainingOptions { Epochs = 3, CheckpointEvery = 7 };
        using var folder = new TemporaryFolder();
        float[] Weights(Forecaster model) => [.. model.Parameters.SelectMany(p => p.Value.ToArray())];

        var (first, training) = Forecaster.From(new Sales(), s_options, InMemory);
        var result = new Trainer(training, options).Run();
        Assert.True(result.Best["mae"] < 0.7 * result.Best["persistence_mae"], $"{result.Best["mae"]} beside {result.Best["persistence_mae"]}");
        Assert.True(training.Backtest().MeanAbsoluteError < 0.7 * training.Backtest().Persistence.MeanAbsoluteError);

        var (second, again) = Forecaster.From(new Sales(), s_options, InMemory);
        var run = new RunFolder(folder.File("run"));
        using var stop = new CancellationTokenSource();
        var interrupted = new Trainer(again, options, run, second.Save, e =>
        {
            if (e is StepEvent { Step: 40 }) stop.Cancel();
        });
        Assert.Equal(TrainingEnd.Interrupted, interrupted.Run(stop.Token).End);
        var (third, resumed) = Forecaster.From(new Sales(), s_options, InMemory);
        var trainer = new Trainer(resumed, options, run, third.Save);
        Assert.InRange(trainer.Resume(), 1, 100);
        trainer.Run();
        Assert.Equal(Weights(first), Weights(third));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Contains("Allow more rows in memory", Wrong(new Sales(), s_options, 100));
        Assert.Contains("What is learned from must not change", Wrong(new Sales { Later = 1000 }, s_options, InMemory));
        Assert.Contains("'sould'", Wrong(new Sales(), s_options with { Target = "sould" }, InMemory));
        Assert.Contains("has the value 0 in row 4", Wrong(new Sales { Zero = true }, s_options with { Logarithm = true }, InMemory));

        static string Wrong(IRowSource source, ForecasterOptions options, int rows) => Assert.Throws<SluiceFormatException>(() =>
        {
            var (_, training) = Forecaster.From(source, options, rows);
            for (int step = 0; step < training.Steps(0); step++) training.Step(new Tape(), 0, step);
        }).Message;
    }

    private static Table Whole() => new Sales().Read(Rows).Single();

    private static string Rounded(string json)
        => System.Text.RegularExpressions.Regex.Replace(json, @"-?\d+\.\d+(E-?\d+)?", m => double.Parse(
            m.Value, System.Globalization.CultureInfo.InvariantCulture).ToString("G10", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A shop's sales made up as they are read; every seventh day is a good one.</summary>
    private sealed class Sales : IRowSource
    {
        private readonly List<WeakReference<Table>> _given = [];
        private int _passes;

        public string Name => "sales";

        public int MostRows { get; private set; }

        /// <summary>The rows from the second reading on.</summary>
        public int Later { get; init; } = Rows;

        public bool Zero { get; init; }

        public IEnumerable<Table> Read(int rows)
        {
            int all = _passes++ == 0 ? Rows : Later;
            for (int at = 0; at < all; at += rows)
            {
                var table = Make(at, Math.Min(rows, all - at));
                MostRows = Math.Max(MostRows, table.RowCount);
                _given.Add(new WeakReference<Table>(table));
                yield return table;
            }
        }

        public int Alive()
        {
            GC.Collect();
            return _given.Sum(w => w.TryGetTarget(out var table) ? table.RowCount : 0);
        }

        private Table Make(int start, int count)
        {
            int[] rows = [.. Enumerable.Range(start, count)];
            return new Table(
            [
                new DateColumn("date", [.. rows.Select(i => (DateTime?)new DateTime(2000, 1, 1).AddDays(i))]),
                new NumberColumn("price", [.. rows.Select(i => i % 50 == 9 ? double.NaN : i * 7919L % 17)]),
                new CategoryColumn("kind", [.. rows.Select(i => i % 3 == 0 ? "a" : "b")]),
                new NumberColumn(
                    "sold",
                    [.. rows.Select(i => i < 3 || i % 40 == 11 ? double.NaN : Zero ? 0 : (i % 7 == 5 ? 50 : 20) + i * 7919L % 17 + i * 0.01)]),
            ], Name);
        }
    }
}
