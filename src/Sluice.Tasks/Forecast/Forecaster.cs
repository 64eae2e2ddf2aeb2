using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Tasks.Calibration;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Forecast;

/// <summary>
/// Forecasts a column of a table, row by row in the order of time: at each row it sees what is known ahead of that row, the
/// row before, and its own prediction for the row before. Recurrent layers, and a linear layer on their output and input.
/// </summary>
public sealed partial class Forecaster : ILayer, ITraceable, ITableModel
{
    // Forecasters of layout version 1 were not calibrated.
    private const int Oldest = 2;

    private readonly Linear _output;
    private readonly Parameter[] _parameters;

    internal Forecaster(ForecasterOptions options, ForecastTarget target, TableEncoder known, TableEncoder past)
    {
        options.Check();
        (Options, Target, Known, Past) = (options, target, known, past);
        var sizes = StackFor(options, target, known, past);
        Inputs = sizes.Input;
        Stack = new RecurrentStack("rnn", sizes, options.Seed);
        _output = new Linear(
            "output", Stack.Output + Inputs, target.Categories?.Width ?? checked(options.Horizon * options.Quantiles.Count), options.Seed);

        // A forecast starts as the naive one: no change from the value it repeats.
        if (target.Categories is null)
        {
            _output.Weight.Value.Clear();
            _output.Weight.Changed();
        }

        _calibration = target.Categories is null ? new QuantileCalibration(options.Horizon, options.Quantiles, Median) : null;
        _parameters = [.. Stack.Parameters, .. _output.Parameters, .. _calibration is null ? [] : new[] { _calibration.Moves }];
    }

    /// <summary>What is forecast, from what.</summary>
    public ForecasterOptions Options { get; }

    /// <summary>What was learned about the target column.</summary>
    public ForecastTarget Target { get; }

    /// <summary>The columns known ahead, as vectors.</summary>
    public TableEncoder Known { get; }

    /// <summary>The columns of which only the past is seen, as vectors.</summary>
    public TableEncoder Past { get; }

    /// <inheritdoc/>
    public Schema? Schema { get; internal set; }

    /// <inheritdoc/>
    public RowSketch? Learned { get; internal set; }

    /// <summary>The recurrent layers.</summary>
    public RecurrentStack Stack { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => _parameters;

    /// <summary>The length of the vector that the net sees at each row.</summary>
    public int Inputs { get; }

    /// <summary>The place of the median among the quantiles.</summary>
    internal int Median => Options.Quantiles.TakeWhile(q => q != 0.5).Count();

    /// <summary>Saves the model; the former file stays until the new one is complete.</summary>
    public void Save(string path) => ModelFile.Save(path, "forecast", _parameters, Metadata());

    /// <summary>What has to be known beside the weights.</summary>
    private Dictionary<string, string> Metadata() => new Dictionary<string, string>
    {
        ["forecast.options"] = ForecasterOptions.Settings.ToJson(Options, comments: false),
        ["forecast.target"] = Target.ToJson(),
        ["forecast.known"] = Known.ToJson(),
        ["forecast.past"] = Past.ToJson(),
    }.With(this);

    /// <summary>Loads a model; its forecasts have the same bits as those of the model that was saved.</summary>
    /// <exception cref="SluiceFormatException">The file is not the model of a forecaster, or not whole.</exception>
    public static Forecaster Load(string path) => Load(ModelFile.Open(path, "forecast", Oldest), path);

    internal static Forecaster Load(SafeTensorsFile file, string path) => ModelFile.Build(path, () =>
    {
        ModelFile.Check(file, path, "forecast", Oldest);
        string Text(string key) => ModelFile.Metadata(file, "forecast." + key, path);
        string saved = Text("options");
        var options = FormerOptions.Is(saved)
            ? FormerOptions.Read(saved)
            : ForecasterOptions.Settings.FromJson(new ForecasterOptions { Target = "" }, saved, path);
        var target = ForecastTarget.FromJson(Text("target"));
        var (known, past) = (TableEncoder.FromJson(Text("known")), TableEncoder.FromJson(Text("past")));
        options.Check();
        var sizes = StackFor(options, target, known, past);
        Int128 outputs = target.Categories?.Width ?? (Int128)options.Horizon * options.Quantiles.Count;
        ModelFile.CheckSize(file, sizes.LeastWeights + outputs * (sizes.Input + (Int128)options.Hidden), path);
        var model = new Forecaster(options, target, known, past);
        ModelFile.Restore(file, model._parameters, path);
        (model.Schema, model.Learned) = (SavedSchema.Of(file), SavedSchema.Learned(file));
        return model;
    });

    private static StackOptions StackFor(ForecasterOptions options, ForecastTarget target, TableEncoder known, TableEncoder past)
    {
        int inputs = known.Width + past.Width + 1 + (target.Categories is null ? target.Season == 1 ? 3 : 5 : 2 * target.Width);
        return new(options.Cell, inputs, options.Hidden, options.Layers, false, options.Dropout);
    }

    /// <summary>The linear layer sees the input too, so that the recurrent layers need not carry what a line can say.</summary>
    internal Tensor Head(Tape tape, Tensor y, Tensor x)
        => _output.Run(tape, Concat.Run(tape, Dropout.Run(tape, y, Options.Dropout, Initial.Hash("output.dropout")), x));

    /// <summary>Writes what outputs say about the row that comes next: the median, or the probability of each category.</summary>
    internal void Own(ReadOnlySpan<float> output, Rollout rollout, int walk, int row, Span<double> into)
    {
        if (Target.Categories is null)
        {
            into[0] = Quantiles(output, rollout, walk, row, 0)[Median];
            return;
        }

        double max = double.NegativeInfinity, sum = 0;
        foreach (float v in output) max = Math.Max(max, v);
        for (int c = 0; c < output.Length; c++) sum += into[c] = Math.Exp(output[c] - max);
        for (int c = 0; c < output.Length; c++) into[c] /= sum;
    }

    /// <summary>
    /// The quantiles that the outputs of row <paramref name="row"/> give for the row so many after it, rising, as numbers that the net works with.
    /// </summary>
    internal double[] Quantiles(ReadOnlySpan<float> output, Rollout rollout, int walk, int row, int ahead)
    {
        double repeated = rollout.Value(walk, Target.Base(row + ahead, row - 1));
        var quantiles = new double[Options.Quantiles.Count];
        for (int q = 0; q < quantiles.Length; q++) quantiles[q] = repeated + output[ahead * quantiles.Length + q] * Target.Step;
        Array.Sort(quantiles);
        _calibration!.Apply(quantiles, ahead, Target.Step);
        return quantiles;
    }
}
