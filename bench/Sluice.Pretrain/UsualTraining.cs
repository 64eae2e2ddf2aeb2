using Sluice.Tasks.Series;
using Sluice.Training;

namespace Sluice.Pretrain;

/// <summary>What <c>train series</c> does where nothing but a horizon is said.</summary>
internal static class UsualTraining
{
    /// <summary>The settings, with changes such as <c>training.epochs=2</c>; what is no change is passed over.</summary>
    public static SeriesRun Run(int horizon, double validation, double test, IEnumerable<string> changes)
    {
        var run = new SeriesRun(
            "",
            new SeriesOptions
            {
                Horizon = horizon,
                Lookback = 0,
                Segment = 0,
                Base = "auto",
                Scale = "auto",
                Parts = "auto",
                Validation = validation,
                Test = test,
            },
            new TrainingOptions { Epochs = 20, Patience = 5, Rate = SeriesRun.UsualRate });
        foreach (string change in changes)
            if (change.IndexOf('=') is > 0 and var at) run = SeriesRun.Settings.Apply(run, change[..at], change[(at + 1)..]);
        return run;
    }

    /// <summary>A model trained by such settings, with the data that it learned from, and the seconds of processor that took.</summary>
    public static (SeriesForecaster Model, SeriesTraining Data, double Seconds) Train(SeriesTable table, SeriesRun run)
    {
        var clock = Environment.CpuUsage.TotalTime;
        var (model, data) = SeriesForecaster.From(table, run.Model);
        new Trainer(data, run.Training).Run();
        return (model, data, (Environment.CpuUsage.TotalTime - clock).TotalSeconds);
    }
}
