using Sluice.Data.Reports;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Training;

namespace Sluice.Tasks.Control;

/// <summary>Policies that do as the driver of a log did.</summary>
internal sealed class ControlTask() : TaskDescriptor<ControlRun, Policy>(
    ControlRun.Settings, new ControlRun("", new PolicyOptions(), new TrainingOptions { Epochs = 60, Rate = 0.01 }))
{
    public override string Name => Policy.TaskName;

    public override string Title => "A policy";

    public override string Kind => "robotics";

    public override string Predicted => "steps";

    public override string Description
        => "Trains a policy to do as the driver of a log did: an action of each step from what the sensors said up to it.";

    public override string File => "the log to learn from: CSV, TSV, JSON lines or numbers between spaces";

    public override PageWords Page { get; } = new(
        new("Control", "控制", "控制"), new("A policy learns from the log of a driver.", "策略从操作者的记录学习。", "策略從操作者的紀錄學習。"),
        "L = 1/N Σ ℓ(action, driver)");

    protected override TrainingJob Prepare(ControlRun run)
    {
        var source = new TableSource(run.Data, run.Table);
        var log = source.Read(roles: run.Model.Roles);
        var (model, data) = UserError.In(source.Name, () => Policy.From(log, run.Model));
        string[] about =
        [
            .. ColumnTable.About(log, RolesOf(run)),
            $"{run.Model.Cell}, {run.Model.Layers} x {run.Model.Hidden}, {model.Parameters.Sum(p => p.Count)} parameters, half of them in a net without memory",
            $"'{run.Model.Action}' from {string.Join(", ", model.Sensors.Names)}{SensorText.LeftOut(model.Sensors)}",
            $"{source.Title}, {data.Episodes} episodes to learn from, {data.Validation.Count} to check on",
        ];
        return new TrainingJob(
            this, ControlRun.Settings.ToJson(run), run.Training, data, source.Name, model.Save, about,
            _ => Figures(data.Figures(), model))
        { Look = () => GlimpseOf(model, data), Warnings = Warned(log, run) };
    }

    /// <summary>One episode: what the driver did, and what the policy would do now.</summary>
    private static Glimpse GlimpseOf(Policy model, PolicyTraining data)
    {
        const int Shown = 200;
        var (driver, policy, gates) = data.Look();
        return new Glimpse(gates, [new Course(
            "control", [.. driver.Take(Shown)], [.. policy.Take(Shown).Select(p => new[] { p })], 0, model.Options.Action,
            model.Choices.Count > 0 ? model.Choices : null)]);
    }

    protected override void Evaluate(Policy model, Inquiry inquiry)
    {
        var log = inquiry.Table(model);
        inquiry.NoteLearned(model, log);
        var figures = UserError.In(inquiry.Source.Name, () => model.Evaluate(log));
        inquiry.Write(figures, Figures(figures, model));
    }

    protected override Predictions Predict(Policy model, Inquiry inquiry)
    {
        var log = inquiry.Table(model);
        var actions = UserError.In(inquiry.Source.Name, () => model.Predict(log));
        var options = model.Options;
        bool chooses = model.Choices.Count > 0;
        int decimals = chooses || !log.Has(options.Action) ? 4 : AnswerTable.Decimals(log.Column<NumberColumn>(options.Action).Values);
        Column[] answers =
        [
            .. chooses ? new[] { new CategoryColumn(options.Action, [.. actions.Select(a => a.Choice)]) } : [],
            new NumberColumn(chooses ? "probability" : options.Action, [.. actions.Select(a => Math.Round(a.Value, decimals))]),
        ];
        return new Predictions(AnswerTable.Of(log, [.. Enumerable.Range(0, log.RowCount)], answers), [new { options.Action, Actions = actions }])
        {
            Pictures = () => Pictures(options, log, actions, chooses),
        };
    }

    /// <summary>What the policy would do in the first episodes, beside what was done where that is a number.</summary>
    private static IReadOnlyList<string> Pictures(PolicyOptions options, Table log, IReadOnlyList<PolicyAction> actions, bool chooses)
    {
        const int Shown = 6;
        return [.. PolicyLog.Group(log, options).Take(Shown).Select(episode =>
        {
            List<PlotLine> lines =
                [new(chooses ? "probability of the choice" : "policy", [.. episode.Rows.Select((r, t) => (t + 1.0, actions[r].Value))], 0, 0)];
            if (!chooses && log.Has(options.Action))
                lines.Add(new("log", [.. episode.Rows.Select((r, t) => (t + 1.0, log.Column<NumberColumn>(options.Action).Values[r]))], 1, 1));
            return LinePlot.Svg($"{options.Episode} {episode.Name}", "step", options.Action, lines, logarithmic: false);
        })];
    }

    protected override List<(string Name, object Value, string Text)> Facts(Policy model)
    {
        return
        [
            ("task",
             Name, $"control, '{model.Options.Action}' {(model.Choices.Count > 0 ? $"out of {string.Join(", ", model.Choices)}" : "as a number")}"),
            .. Sizes(model.Options.Cell, model.Options.Layers, model.Options.Hidden, model.Parameters, ", and as many without memory"),
            ("sensors", model.Sensors.Names, string.Join(", ", model.Sensors.Names) + SensorText.LeftOut(model.Sensors)),
        ];
    }

    private static List<(string, string)> Figures(PolicyComparison f, Policy model)
    {
        (string name, string format, string baseline) = f.InNumbers ? ("RMSE", "G4", "the mean") : ("accuracy", "P1", "the commonest");
        return
        [
            ("log", $"{f.Episodes} episodes, {f.Steps} steps"),
            (name, $"{f.Recurrent.Score.ToString(format)} (without memory {f.Memoryless.Score.ToString(format)}, {baseline} {f.Baseline.Score.ToString(format)})"),
            .. f.InNumbers ? [] : new[] { ("cross entropy",
                $"{f.Recurrent.Loss:F4} nats (without memory {f.Memoryless.Loss:F4}, by frequency {f.Baseline.Loss:F4})") },
        ];
    }

    public override ILayer Load(SafeTensorsFile file, string path) => Policy.Load(file, path);

    protected override TableSource SourceOf(ControlRun run) => new(run.Data, run.Table);

    protected override IReadOnlyDictionary<string, ColumnKind> KindsOf(ControlRun run) => run.Model.Roles;

    protected override IEnumerable<(string Column, string Role)> RolesOf(ControlRun run)
        => [(run.Model.Episode, "episode"), (run.Model.Action, "action"), (run.Model.Step, "step"), .. run.Model.Sensors.Select(s => (s, "sensor"))];

    public override TaskSample? SampleData { get; } = new(
        "cart", "the log of one who balances a pole on a cart", "generated", "public domain (CC0)",
        ["train control cart.csv --step step --action force", "evaluate last --data other.csv", "predict last --data other.csv"])
    { Make = () => [("cart.csv", Written(CartPole.Log(12, 1))), ("other.csv", Written(CartPole.Log(3, 2)))] };

    private static string Written(Table table)
    {
        using var text = new StringWriter { NewLine = "\n" };
        CsvTable.Write(table, text);
        return text.ToString();
    }

    public override TaskFit? Fit(DataLook look)
    {
        if (look.IfTable is not { } table || (look.GivenColumn("data.episode") ?? table.Group) is not { } episode) return null;
        string? step = look.GivenColumn("data.step") ?? table.Counter;
        string[] others = [.. table.Useful.Select(c => c.Name).Where(n => n != episode && n != step && !table.IsDate(n))];
        if ((look.GivenColumn("data.action") ?? others.LastOrDefault(ColumnNames.IsAction) ?? others.LastOrDefault()) is not { } action
            || !table.Numbers.Any(n => n != action && others.Contains(n)))
            return null;
        bool named = ColumnNames.IsEpisode(episode) || ColumnNames.IsAction(action);
        return new TaskFit(
            named ? FitStrength.Sure : FitStrength.Possible, $"{table[episode].Different} episodes in '{episode}', and what was done in '{action}'")
            .With("data.episode", episode, "equal values stand together: an episode each")
            .With("data.action", action, ColumnNames.IsAction(action) ? "its name says so" : "the last column")
            .With("data.step", step, "rises with each row of an episode");
    }

    protected override object Report(ControlRun run, string? config) => UserError.In(run.Data, () =>
    {
        var table = SourceOf(run).Read(roles: run.Model.Roles);
        return TableReport.Of(table, TableWarnings.Whole(table)) with
        {
            Warnings = Warned(table, run),
            Roles = RolesOf(run).Where(r => r.Column.Length > 0).DistinctBy(r => r.Column).ToDictionary()
        };
    });

    /// <summary>That steps rise within each episode is seen to where they are read.</summary>
    private static IReadOnlyList<string> Warned(Table table, ControlRun run) => TableWarnings.Of(table, null, null, run.Model.Step);

    protected override Inspected Inspect(Policy model, InspectInquiry inquiry)
    {
        var log = inquiry.ReadTable(model);
        var (rows, recordings) = model.Inspect(log, inquiry.Place, inquiry.Last);
        var actions = model.Predict(log);
        return Inspected.Of(
            model.Options.Cell, model.Options.Layers, model.Options.Hidden, ["step", model.Options.Action],
            rows.Select((row, t) => new[] { $"{t + 1}", actions[row].Choice ?? Inspected.Number(actions[row].Value) }).TakeLast(inquiry.Last),
            recordings);
    }

    internal override IReadOnlyList<FuzzFeed> Fuzz =>
    [
        new(
            "policy", [Small("action"), Small("x")], ["\\\"choices\\\":", "\\\"a\\\",", "0.5,", "null"],
            model => FuzzTable.Try(() => ((Policy)model).Predict(FuzzTable.Units))),
    ];

    private static Action<string> Small(string action)
        => Policy.From(
            FuzzTable.Units, new PolicyOptions { Episode = "unit", Action = action, Sensors = [action == "x" ? "t" : "x"], Hidden = 2 }).Model.Save;
}
