using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Tasks.Live;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Life;

/// <summary>What is expected of a unit.</summary>
/// <param name="Life">Rows left before it fails.</param>
/// <param name="Low">One in ten fails sooner.</param>
/// <param name="High">One in ten lasts longer; lives above the cap count as the cap.</param>
public readonly record struct LifeEstimate(double Life, double Low, double High);

/// <summary>
/// Says of a unit, such as an engine, how many rows of its history are left before it fails: recurrent layers over its sensors,
/// and at each row a linear layer that gives mean and deviation of the remaining life, as a share of the cap.
/// </summary>
public sealed partial class LifeModel : ILayer, ITraceable, ITableModel, ILiveModel
{
    /// <summary>The name of the task in model files.</summary>
    public const string TaskName = "life";

    private readonly RecurrentStack _stack;
    private readonly Linear _output;
    private readonly Parameter[] _parameters;

    internal LifeModel(LifeOptions options, SensorScaling sensors, LifeBaselines baselines)
    {
        (Options, Sensors, Baselines) = (options, sensors, baselines);
        _stack = new RecurrentStack("rnn", StackFor(options, sensors), options.Seed);
        _output = new Linear("output", _stack.Output, 2, options.Seed);
        Interval = new LifeInterval(options.Cap);
        Live = new StackLive(
            new LiveForm([SensorLive.Readings(sensors)], [new("life", false, 1), new("low", false, 1), new("high", false, 1)]),
            new SessionBatch(_stack, _output), NewSession, row => SensorLive.Read(sensors, row), session =>
            {
                var estimate = Estimate(session.Output.Row(0));
                return [new[] { estimate.Life }, new[] { estimate.Low }, new[] { estimate.High }];
            });
        _parameters = [.. _stack.Parameters, .. _output.Parameters, Interval.Errors];

        // A net that has learned nothing expects what is usual.
        _output.Bias.Value[0, 0] = (float)(baselines.Constant / options.Cap);
        _output.Bias.Changed();
    }

    /// <summary>The columns and sizes.</summary>
    public LifeOptions Options { get; }

    /// <summary>What the model sees of a unit.</summary>
    public SensorScaling Sensors { get; }

    /// <summary>What simpler models say.</summary>
    public LifeBaselines Baselines { get; }

    /// <inheritdoc/>
    public Schema? Schema { get; internal set; }

    /// <inheritdoc/>
    public RowSketch? Learned { get; internal set; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => _parameters;

    /// <inheritdoc/>
    public LiveNet Live { get; }

    /// <summary>What is known of its errors.</summary>
    internal LifeInterval Interval { get; }

    /// <summary>The memory of a unit that is new.</summary>
    public Session NewSession() => new(_stack, Sensors.Width, 2);

    /// <summary>What is left of a live unit after one more row of readings; it allocates no memory.</summary>
    /// <param name="readings">One a sensor, in the order of <see cref="SensorScaling.Names"/>; not a number where one is missing.</param>
    /// <param name="memory">What was seen before, changed in place.</param>
    /// <exception cref="SluiceException">Another number of readings, or an infinite one.</exception>
    public LifeEstimate Step(ReadOnlySpan<double> readings, Session memory)
    {
        Sensors.Scale(readings, memory.Input.Row(0));
        _output.Step(_stack.Step(memory.Input, memory.States), memory.Output);
        return Estimate(memory.Output.Row(0));
    }

    /// <summary>The outputs [T, B, 2] for the readings [T, B, sensors] of units side by side.</summary>
    internal Tensor Run(Tape tape, Tensor x, int[] lengths)
    {
        var y = _stack.Run(tape, x, out _, null, lengths);
        return _output.Run(tape, Dropout.Run(tape, y, Options.Dropout, Initial.Hash("output.dropout")));
    }

    /// <summary>Everything that the layers compute over readings [T, 1, sensors].</summary>
    internal List<Recording> Record(Tensor x, int last) => StackWindows.Record(_stack, x, last);

    /// <summary>How far the gates are open over readings [T, 1, sensors].</summary>
    internal IReadOnlyList<GateSaturation> Gates(Tensor x) => GateSaturation.Of(_stack, x);

    internal LifeEstimate Estimate(ReadOnlySpan<float> output) => Interval.Around(Expected(output), Deviation(output));

    internal double Expected(ReadOnlySpan<float> output) => Math.Clamp(output[0], 0.0, 1) * Options.Cap;

    internal double Deviation(ReadOnlySpan<float> output) => Losses.GaussianLikelihood.Deviation(output[1]) * Options.Cap;

    /// <summary>
    /// Learns scales and baselines from histories that end with the failure of each unit, and builds an untrained model with the data to train it on.
    /// </summary>
    /// <exception cref="SluiceFormatException">A column is missing or of the wrong kind, rows are out of order or doubled, or there are too few
    /// units.</exception>
    public static (LifeModel Model, LifeTraining Training) From(Table histories, LifeOptions options) => LifeTraining.Start(histories, options);

    /// <summary>What is expected of each unit of a table after each of its rows.</summary>
    /// <exception cref="SluiceFormatException">A column is missing or of the wrong kind, or rows are out of order or doubled.</exception>
    public IReadOnlyList<LifeCurve> Predict(Table histories) => new LifeHistories(this, histories).Curves();

    /// <summary>How far the expected lives are from what was left of each unit after its last row.</summary>
    /// <param name="histories">Units cut off before they failed.</param>
    /// <param name="truth">The rows left of each unit, in the order of the table.</param>
    /// <exception cref="SluiceFormatException">Another number of lives than units, or one that is not 0 or more.</exception>
    public LifeFigures Evaluate(Table histories, IReadOnlyList<double> truth)
    {
        var read = new LifeHistories(this, histories);
        if (truth.Count != read.Units.Count)
            throw new SluiceFormatException($"expected {read.Units.Count} lives, one for each unit of column '{Options.Id}', got {truth.Count}.");
        int wrong = truth.ToList().FindIndex(l => !(l >= 0));
        return wrong < 0
            ? LifeFigures.AtTheEnd(this, read, truth)
            : throw new SluiceFormatException($"expected lives of 0 rows or more, got {truth[wrong]} for unit {read.Units[wrong].Name}.");
    }

    /// <summary>How far the expected lives are from the truth up to the cap, for units that have failed, cut off at every age in turn.</summary>
    public LifeFigures Evaluate(Table histories)
    {
        var read = new LifeHistories(this, histories);
        return LifeFigures.AtEveryAge(this, read, read.Units);
    }

    /// <summary>Saves the model as one safetensors file.</summary>
    public void Save(string path) => ModelFile.Save(path, TaskName, _parameters, Metadata());

    /// <summary>What has to be known beside the weights.</summary>
    private Dictionary<string, string> Metadata() => new Dictionary<string, string>
    {
        ["life.options"] = LifeOptions.Settings.ToJson(Options, comments: false),
        ["life.sensors"] = Sensors.ToJson(),
        ["life.baselines"] = Baselines.ToJson(),
    }.With(this);

    /// <summary>Loads a model that <see cref="Save"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">The file is not such a model, or not whole.</exception>
    public static LifeModel Load(string path) => Load(ModelFile.Open(path, TaskName), path);

    internal static LifeModel Load(SafeTensorsFile file, string path) => ModelFile.Build(path, () =>
    {
        ModelFile.Check(file, path, TaskName);
        string Text(string key) => ModelFile.Metadata(file, "life." + key, path);
        var options = LifeOptions.Settings.FromJson(new LifeOptions(), Text("options"), path);
        var sensors = SensorScaling.FromJson(Text("sensors"));
        var baselines = LifeBaselines.FromJson(Text("baselines"), sensors.Width);
        ModelFile.CheckSize(file, StackFor(options, sensors).LeastWeights + 2 * (Int128)options.Hidden, path);
        var model = new LifeModel(options, sensors, baselines);
        ModelFile.Restore(file, model._parameters, path);
        (model.Schema, model.Learned) = (SavedSchema.Of(file), SavedSchema.Learned(file));
        return model;
    });

    private static StackOptions StackFor(LifeOptions options, SensorScaling sensors)
        => new(options.Cell, sensors.Width, options.Hidden, options.Layers, false, options.Dropout);

    /// <inheritdoc/>
    public void Trace(Tape tape, int steps, int batch) => Run(tape, new Tensor(steps, batch, Sensors.Width), [.. Enumerable.Repeat(steps, batch)]);
}
