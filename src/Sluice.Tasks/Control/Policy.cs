using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Tasks.Live;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Control;

/// <summary>
/// Does as the driver of a log did (behaviour cloning): the action of each step from the readings of the sensors up to it. Beside
/// the net that remembers stands one of the same size that sees the present alone, and shows what memory is worth.
/// </summary>
public sealed partial class Policy : ILayer, ITraceable, ITableModel, ILiveModel
{
    /// <summary>The name of the task in model files.</summary>
    public const string TaskName = "control";

    private readonly PolicyNet _recurrent, _memoryless;
    private readonly Parameter[] _parameters;
    private readonly ScratchPool<Session> _memorylessSessions;

    internal Policy(PolicyOptions options, SensorScaling sensors, ActionEncoding actions)
    {
        (Options, Sensors, Actions) = (options, sensors, actions);
        var sizes = StackFor(options, sensors);
        _recurrent = new PolicyNet("policy", sizes, actions.Width, true, options.Seed);
        _memoryless = new PolicyNet("memoryless", sizes, actions.Width, false, options.Seed);
        _parameters = [.. _recurrent.Parameters, .. _memoryless.Parameters];
        _memorylessSessions = new(_memoryless.NewSession);
        bool chooses = actions.Choices is not null;
        LiveField value = new(chooses ? "probability" : "action", false, 1);
        Live = new StackLive(
            new LiveForm([SensorLive.Readings(sensors)], chooses ? [new("action", true, 1), value] : [value]),
            _recurrent.Batch(), NewSession, row => SensorLive.Read(sensors, row), session =>
            {
                var action = actions.Decide(session.Output.Row(0));
                return chooses ? [new[] { action.Choice! }, new[] { action.Value }] : [new[] { action.Value }];
            });
    }

    /// <summary>The columns and sizes.</summary>
    public PolicyOptions Options { get; }

    /// <summary>What the policy sees.</summary>
    public SensorScaling Sensors { get; }

    /// <summary>What is chosen among; empty where actions are numbers.</summary>
    public IReadOnlyList<string> Choices => Actions.Choices?.Categories ?? [];

    /// <inheritdoc/>
    public Schema? Schema { get; internal set; }

    /// <inheritdoc/>
    public RowSketch? Learned { get; internal set; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => _parameters;

    /// <inheritdoc/>
    public LiveNet Live { get; }

    internal ActionEncoding Actions { get; }

    /// <summary>The memory at the start of an episode.</summary>
    public Session NewSession() => _recurrent.NewSession();

    /// <summary>The action at one step of a live episode; it allocates no memory.</summary>
    /// <param name="readings">One a sensor, in the order of <see cref="SensorScaling.Names"/>; not a number where one is missing.</param>
    /// <param name="memory">What was seen before, changed in place.</param>
    /// <exception cref="SluiceException">Another number of readings, or an infinite one.</exception>
    public PolicyAction Step(ReadOnlySpan<double> readings, Session memory)
    {
        Sensors.Scale(readings, memory.Input.Row(0));
        return Actions.Decide(_recurrent.Step(memory));
    }

    /// <summary>The action of the net that sees the present alone.</summary>
    /// <param name="readings">As for <see cref="Step"/>.</param>
    public PolicyAction StepWithoutMemory(ReadOnlySpan<double> readings)
    {
        using var session = _memorylessSessions.Rent();
        Sensors.Scale(readings, session.Item.Input.Row(0));
        return Actions.Decide(_memoryless.Step(session.Item));
    }

    /// <summary>The outputs [T, B, actions] of both nets.</summary>
    internal (Tensor Recurrent, Tensor Memoryless) Run(Tape tape, Tensor x, int[] lengths)
        => (_recurrent.Run(tape, x, lengths), _memoryless.Run(tape, x, lengths));

    /// <summary>The outputs of the net that remembers at one step of scaled readings; they stand until the next.</summary>
    internal ReadOnlySpan<float> Outputs(ReadOnlySpan<float> scaled, Session memory)
    {
        scaled.CopyTo(memory.Input.Row(0));
        return _recurrent.Step(memory);
    }

    /// <summary>How far the gates are open over scaled readings [T, 1, sensors].</summary>
    internal IReadOnlyList<GateSaturation> Gates(Tensor x) => _recurrent.Gates(x);

    /// <summary>Learns scales and actions from a log, and builds an untrained policy with the data to train it on.</summary>
    /// <exception cref="SluiceFormatException">A column is missing or of the wrong kind, steps are out of order, or there are too few
    /// episodes.</exception>
    public static (Policy Model, PolicyTraining Training) From(Table log, PolicyOptions options) => PolicyTraining.Start(log, options);

    /// <summary>How well both nets foresee the actions of a log.</summary>
    /// <exception cref="SluiceFormatException">The log lacks a column, or holds an action never learned.</exception>
    public PolicyComparison Evaluate(Table log) => PolicyComparison.Of(this, new PolicyLog(this, log));

    /// <summary>What the policy would do at each row of a log, whatever the log says was done.</summary>
    /// <exception cref="SluiceFormatException">The log lacks a column of a sensor, or its steps are out of order.</exception>
    public IReadOnlyList<PolicyAction> Predict(Table log)
    {
        var (actions, scaled) = (new PolicyAction[log.RowCount], Sensors.Scale(log));
        foreach (var episode in PolicyLog.Group(log, Options))
        {
            var memory = NewSession();
            foreach (int row in episode.Rows) actions[row] = Actions.Decide(Outputs(scaled[row], memory));
        }

        return actions;
    }

    /// <summary>
    /// Runs over an episode of a log and records every gate, state and pre-activation of the net that remembers, [steps, 1, units].
    /// </summary>
    /// <param name="log">The log; what it says was done is not looked at.</param>
    /// <param name="place">Finds the place of the episode among so many.</param>
    /// <param name="last">How many of its last steps.</param>
    internal (int[] Rows, List<Recording> Recordings) Inspect(Table log, Func<int, int> place, int last)
    {
        var episodes = PolicyLog.Group(log, Options);
        float[][] scaled = Sensors.Scale(log);
        int[] rows = episodes[place(episodes.Count)].Rows;
        var x = new Tensor(rows.Length, 1, Sensors.Width);
        for (int t = 0; t < rows.Length; t++) scaled[rows[t]].CopyTo(x.Row(t));
        return (rows, _recurrent.Record(x, last));
    }

    /// <summary>Saves the policy as one safetensors file.</summary>
    public void Save(string path) => ModelFile.Save(path, TaskName, _parameters, Metadata());

    /// <summary>What has to be known beside the weights.</summary>
    private Dictionary<string, string> Metadata() => new Dictionary<string, string>
    {
        ["control.options"] = PolicyOptions.Settings.ToJson(Options, comments: false),
        ["control.sensors"] = Sensors.ToJson(),
        ["control.actions"] = Actions.ToJson(),
    }.With(this);

    /// <summary>Loads a policy that <see cref="Save"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">The file is not a policy, or not whole.</exception>
    public static Policy Load(string path) => Load(ModelFile.Open(path, TaskName), path);

    internal static Policy Load(SafeTensorsFile file, string path) => ModelFile.Build(path, () =>
    {
        ModelFile.Check(file, path, TaskName);
        string Text(string key) => ModelFile.Metadata(file, "control." + key, path);
        var options = PolicyOptions.Settings.FromJson(new PolicyOptions(), Text("options"), path);
        var (sensors, actions) = (SensorScaling.FromJson(Text("sensors")), ActionEncoding.FromJson(Text("actions")));
        ModelFile.CheckSize(file, 2 * (StackFor(options, sensors).LeastWeights + (Int128)options.Hidden * actions.Width), path);
        var model = new Policy(options, sensors, actions);
        ModelFile.Restore(file, model._parameters, path);
        (model.Schema, model.Learned) = (SavedSchema.Of(file), SavedSchema.Learned(file));
        return model;
    });

    private static StackOptions StackFor(PolicyOptions options, SensorScaling sensors)
        => new(options.Cell, sensors.Width, options.Hidden, options.Layers, false, options.Dropout);

    /// <inheritdoc/>
    public void Trace(Tape tape, int steps, int batch) => Run(tape, new Tensor(steps, batch, Sensors.Width), [.. Enumerable.Repeat(steps, batch)]);
}
