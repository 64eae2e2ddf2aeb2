using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Training;

namespace Sluice.Tasks.Descriptor;

/// <summary>A task whose run is a record with settings, and which learns from a file: all that a task says of itself.</summary>
/// <typeparam name="TRun">A run: its data, the sizes of its model, how to train.</typeparam>
/// <typeparam name="TModel">A model.</typeparam>
/// <param name="settings">The settings of a run.</param>
/// <param name="start">A run before any setting.</param>
public abstract partial class TaskDescriptor<TRun, TModel>(SettingList<TRun> settings, TRun start) : TaskDescriptor where TModel : class, ILayer
{
    /// <inheritdoc/>
    public sealed override IReadOnlyList<TaskSetting> Settings { get; } =
        [.. settings.All.Select(s => new TaskSetting(s.Key, s.Comment, s.Read(start), s.Choices))];

    /// <inheritdoc/>
    public sealed override IReadOnlyList<TaskExample> Examples
        => [.. BuiltIn.Select(
            e => new TaskExample(e.Name, settings.All.Where(s => s.Read(e.Run) != s.Read(start)).ToDictionary(s => s.Key, s => s.Read(e.Run))))];

    /// <summary>A run before any setting.</summary>
    protected TRun Usual => start;

    /// <summary>Runs on data that the program brings along.</summary>
    protected virtual IEnumerable<(string Name, TRun Run)> BuiltIn => [];

    /// <inheritdoc/>
    public sealed override TaskRun Start(string? file = null) => new Run(this, For(file));

    /// <inheritdoc/>
    public sealed override void Evaluate(Inquiry inquiry) => Evaluate((TModel)Load(inquiry.Model), inquiry);

    /// <inheritdoc/>
    public sealed override void Evaluate(ILayer model, Inquiry inquiry) => Evaluate((TModel)model, inquiry);

    /// <inheritdoc/>
    public sealed override void Predict(Inquiry inquiry)
    {
        if (inquiry.Out is { } file && !TableFile.Knows(file) && !AnswerFiles.Contains(Path.GetExtension(file).ToLowerInvariant()))
            throw new UsageException($"--out: expected a name that ends in {string.Join(", ", TableFile.Endings.Concat(AnswerFiles))}, got {file}.");
        if (inquiry.Plot is { } plot && !Path.GetExtension(plot).Equals(".svg", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--plot: expected a name that ends in .svg, got {plot}.");
        if (Predict((TModel)Load(inquiry.Model), inquiry) is { } predictions) inquiry.Write(predictions);
    }

    /// <inheritdoc/>
    public sealed override Predictions? Predict(ILayer model, Inquiry inquiry) => Predict((TModel)model, inquiry);

    /// <inheritdoc/>
    public sealed override IReadOnlyList<(string Name, object Value, string Text)> Facts(ILayer model) => Facts((TModel)model);

    /// <inheritdoc/>
    public sealed override Inspected Inspect(ILayer model, InspectInquiry inquiry) => Inspect((TModel)model, inquiry);

    /// <inheritdoc/>
    public sealed override InputKind Reads(ILayer model) => Reads((TModel)model);

    /// <inheritdoc/>
    public sealed override IEnumerable<string> Samples(ILayer model, LearnedData data) => Samples((TModel)model, data);

    /// <inheritdoc/>
    public sealed override IEnumerable<string> StockSamples(ILayer model) => StockSamples((TModel)model);

    /// <summary>A run on a file, before any setting.</summary>
    protected virtual TRun For(string? file) => start;

    /// <summary>Reads the data of a run and builds its model.</summary>
    protected abstract TrainingJob Prepare(TRun run);

    /// <summary>Learns in one pass over the data, where the task does.</summary>
    protected virtual OnePass Learn(TRun run, string? resumed) => throw new NotSupportedException($"{Name} learns in steps.");

    /// <summary>What is in the data of a run: see <see cref="TaskRun.Report"/>.</summary>
    protected virtual object Report(TRun run, string? config) => ReadsTables
        ? new PartFiles(SourceOf(run), null, null).Tables(null)
        : throw new SluiceFormatException("this is the configuration of a task whose data 'check' does not look at.", config);

    /// <summary>Measures a model.</summary>
    protected abstract void Evaluate(TModel model, Inquiry inquiry);

    /// <summary>Says what a model predicts, which does not change the model; null where the answers were written while the questions came.</summary>
    protected abstract Predictions? Predict(TModel model, Inquiry inquiry);

    /// <summary>What there is to say of a model.</summary>
    protected abstract List<(string Name, object Value, string Text)> Facts(TModel model);

    /// <summary>Runs a model over data and records its layers.</summary>
    protected abstract Inspected Inspect(TModel model, InspectInquiry inquiry);

    /// <summary>What a model reads.</summary>
    protected virtual InputKind Reads(TModel model) => new("table");

    /// <summary>A few texts from what a model learned.</summary>
    protected virtual IEnumerable<string> Samples(TModel model, LearnedData data) => [];

    /// <summary>Texts that every such model can read.</summary>
    protected virtual IEnumerable<string> StockSamples(TModel model) => [];

    /// <summary>The table that a run names.</summary>
    protected virtual TableSource SourceOf(TRun run)
    {
        string Value(string key) => settings.All.FirstOrDefault(s => s.Key == key)?.Read(run) ?? "";
        var table = new TableSettings();
        foreach (var setting in TableSettings.Settings.All)
        {
            if (settings.All.FirstOrDefault(s => s.Key == setting.Key) is not { } own) continue;
            table = own.Entries is { } entries
                ? entries(run).Aggregate(table, (t, e) => setting.Write(t, $"{e.Name}={e.Value}"))
                : setting.Write(table, own.Read(run));
        }

        return new TableSource(Value("data.file"), table);
    }

    /// <summary>The run of a model by the configuration beside it, or null where there is none of this task.</summary>
    protected TRun? RunOf(string model)
    {
        string config = RunFolder.ConfigIn(Path.GetDirectoryName(Path.GetFullPath(model))!);
        try
        {
            return System.IO.File.Exists(config) ? settings.FromJson(start, TextFile.Read(config), config) : default;
        }
        catch (SluiceException)
        {
            return default;
        }
    }

    /// <summary>The facts on layers and parameters that every model has.</summary>
    protected static List<(string Name, object Value, string Text)> Sizes(
        string cell, int layers, int hidden, IEnumerable<Parameter> parameters, string more = "")
    {
        long count = parameters.Sum(p => p.Count);
        return
        [
            ("cell", cell, cell),
            ("sizes", new { Layers = layers, Hidden = hidden }, $"{layers} {(layers == 1 ? "layer" : "layers")} of {hidden} units{more}"),
            ("parameters", count, $"{count}")
        ];
    }

    private sealed class Run(TaskDescriptor<TRun, TModel> task, TRun run) : TaskRun
    {
        public override TaskDescriptor Task => task;

        public override string this[string key] => task.List.All.FirstOrDefault(s => s.Key == key)?.Read(run) ?? "";

        public override TaskRun With(string key, string value) => new Run(task, task.List.Apply(run, key, value));

        public override TaskRun WithJson(string json, string file) => new Run(task, task.List.FromJson(run, json, file));

        public override string ToJson(IReadOnlyDictionary<string, string>? notes = null) => task.List.ToJson(run, notes);

        public override OnePass Learn(string? resumed)
        {
            RunBudget.Of(this).Require(RunBudget.Memory);
            return task.Learn(run, resumed);
        }

        public override void CheckResumed(RunFolder folder)
        {
            if (!System.IO.File.Exists(folder.Config)) return;
            var before = task.List.FromJson(task.Usual, TextFile.Read(folder.Config), folder.Config);

            // What learns in one pass goes on with other data: that is what it is taken up for.
            if (task.LearnsInSteps)
                task.List.CheckResumed(before, run, s_mayChange, (key, was, now) => DataFingerprint.IsSame(folder, key, was, now));
            else task.List.CheckResumed(before, run, s_mayChangeInOnePass);
        }

        public override object Report(string? config) => task.Report(run, config);

        public override TrainingJob Prepare()
        {
            RunBudget.Of(this).Require(RunBudget.Memory);

            // All work of a run is done by as many threads as it asks for, whatever thread begins it.
            var device = Threads > 0 ? Device.Create(Threads) : null;
            using var scope = device?.Use();
            try
            {
                return task.Prepare(run) with { Device = device };
            }
            catch
            {
                device?.Dispose();
                throw;
            }
        }
    }

    private SettingList<TRun> List => settings;

    private static readonly string[] s_mayChange =
        ["training.epochs", "training.patience", "training.checkpoint_seconds", "training.checkpoint_every", "training.recompute",
            "training.threads", "data.sql"];
    private static readonly string[] s_mayChangeInOnePass = ["data.file", "data.sql", "data.query", "training.threads"];
}
