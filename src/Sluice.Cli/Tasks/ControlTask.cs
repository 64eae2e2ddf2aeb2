using Sluice.Data.Tables;
using Sluice.Devices;
using Sluice.Readers;
using Sluice.Studio;
using Sluice.Tasks.Control;

namespace Sluice.Cli.Tasks;

/// <summary>Policies that do as the driver of a log did.</summary>
internal sealed class ControlTask() : TaskCommands<ControlRun>(ControlRun.Settings, ConfigFile.Control)
{
    public override string Name => Policy.TaskName;

    public override string Title => "A policy";

    public override string Kind => "robotics";

    public override string Predicted => "steps";

    protected override string Description => "Trains a policy to do as the driver of a log did: an action of each step from what the sensors said up to it.";

    protected override string File => "the log to learn from: CSV, TSV, JSON lines or numbers between spaces";

    public override TrainingJob Prepare(ControlRun run)
    {
        var source = new TableSource(run.Data, run.Database);
        var log = source.Read();
        if (run.Threads > 0) Device.UseThreads(run.Threads);
        var (model, data) = Fitting.To(source.Name, () => Policy.From(log, run.Model));
        string[] about =
        [
            $"{run.Model.Cell}, {run.Model.Layers} x {run.Model.Hidden}, {model.Parameters.Sum(p => p.Value.Count)} parameters, half of them in a net without memory",
            $"'{run.Model.Action}' from {string.Join(", ", model.Sensors.Names)}{LeftOut(model.Sensors)}",
            $"{source.Title}, {data.Episodes} episodes to learn from, {data.Validation.Count} to check on",
        ];
        return new TrainingJob(this, ControlRun.Settings.ToJson(run), run.Training, data, source.Name, model.Save, about, _ => Figures(data.Figures(), model)) { Look = () => Look(model, data) };
    }

    /// <summary>One episode: what the driver did, and what the policy would do now.</summary>
    private static Glimpse Look(Policy model, PolicyTraining data)
    {
        const int Shown = 200;
        var (driver, policy, gates) = data.Look();
        return new Glimpse(gates, [new Course("control", [.. driver.Take(Shown)], [.. policy.Take(Shown).Select(p => new[] { p })], 0, model.Options.Action, model.Choices.Count > 0 ? model.Choices : null)]);
    }

    public override void Evaluate(Inquiry inquiry)
    {
        var model = Policy.Load(inquiry.Model);
        var figures = Fitting.To(inquiry.Source.Name, () => model.Evaluate(inquiry.Source.Read()));
        inquiry.Write(figures, Figures(figures, model));
    }

    public override void Predict(Inquiry inquiry)
    {
        var model = Policy.Load(inquiry.Model);
        var log = inquiry.Source.Read();
        var actions = Fitting.To(inquiry.Source.Name, () => model.Predict(log));
        if (inquiry.Json)
        {
            inquiry.Output.WriteLine(JsonLine.Of(new { model.Options.Action, Actions = actions }));
            return;
        }

        var columns = new List<Column> { log.Column(model.Options.Episode) };
        if (log.Has(model.Options.Step)) columns.Add(log.Column(model.Options.Step));
        if (model.Choices.Count > 0) columns.Add(new CategoryColumn(model.Options.Action, [.. actions.Select(a => a.Choice)]));
        columns.Add(new NumberColumn(model.Choices.Count > 0 ? "probability" : model.Options.Action, [.. actions.Select(a => Math.Round(a.Value, 4))]));
        CsvTable.Write(new Table(columns), inquiry.Output);
    }

    public override List<(string Name, object Value, string Text)> Facts(string path)
    {
        var model = Policy.Load(path);
        return
        [
            ("task", Name, $"control, '{model.Options.Action}' {(model.Choices.Count > 0 ? $"out of {string.Join(", ", model.Choices)}" : "as a number")}"),
            .. Sizes(model.Options.Cell, model.Options.Layers, model.Options.Hidden, model.Parameters, ", and as many without memory"),
            ("sensors", model.Sensors.Names, string.Join(", ", model.Sensors.Names) + LeftOut(model.Sensors)),
        ];
    }

    /// <summary>What is said of sensors that never changed.</summary>
    internal static string LeftOut(SensorScaling sensors) => sensors.Constant.Count == 0 ? "" : $"; left out, since they never change: {string.Join(", ", sensors.Constant)}";

    private static List<(string, string)> Figures(PolicyComparison f, Policy model)
    {
        (string name, string format, string baseline) = f.InNumbers ? ("RMSE", "G4", "the mean") : ("accuracy", "P1", "the commonest");
        return
        [
            ("log", $"{f.Episodes} episodes, {f.Steps} steps"),
            (name, $"{f.Recurrent.Score.ToString(format)} (without memory {f.Memoryless.Score.ToString(format)}, {baseline} {f.Baseline.Score.ToString(format)})"),
            .. f.InNumbers ? [] : new[] { ("cross entropy", $"{f.Recurrent.Loss:F4} nats (without memory {f.Memoryless.Loss:F4}, by frequency {f.Baseline.Loss:F4})") },
        ];
    }
}
