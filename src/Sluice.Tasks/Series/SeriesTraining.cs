using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Kernels;
using Sluice.Training;

namespace Sluice.Tasks.Series;

/// <summary>Many series from which one net learns: windows of all of them, in an order of their own in every epoch.</summary>
public sealed partial class SeriesTraining : ITrainable
{
    // Windows of a validation: more say little more, as neighbours are nearly the same.
    private const int MostValidated = 4096;

    private readonly SeriesForecaster _model;
    private readonly SeriesNet _net;
    private readonly SeriesData _data;
    private readonly List<Window> _windows, _validation;
    private int[] _order = [];
    private int _ordered = -1;

    internal SeriesTraining(SeriesForecaster model, SeriesNet net, SeriesTable table, Split split)
    {
        (_model, _net, Split) = (model, net, split);
        _data = new SeriesData(table, model.Encoder, model.Options);
        _windows = _data.Windows(split.Train);
        var validation = _data.Windows(split.Validation.Count > 0 ? split.Validation : split.Train);
        if (validation.Count == 0)
            throw new SluiceFormatException("no series reaches into the validation part with enough rows before it.", table.Table.File);
        _validation = Thinned(validation, model.Options.IsPretrained ? MostValidated / 16 : model.Options.Kind == "likelihood" ? MostValidated / 8 : MostValidated);
        Parameters = [.. model.Parameters];
    }

    /// <summary>Which steps are trained on, which choose the best model, and which are left for a test.</summary>
    public Split Split { get; }

    /// <summary>A sentence for each setting that was found from the rows.</summary>
    internal IReadOnlyList<string> Found { get; init; } = [];

    /// <summary>How many windows there are to learn from.</summary>
    public int Windows => _windows.Count;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Carried => [];

    /// <inheritdoc/>
    public bool CutsBatches => true;

    /// <inheritdoc/>
    public bool IsPretrained => _model.Options.IsPretrained;

    /// <inheritdoc/>
    public int Steps(int epoch)
    {
        if (_model.Options.Steps > 0) return _model.Options.Steps;
        int seen = IsPretrained ? _model.Options.Batch * PretrainedNet.Places : _model.Options.Batch;
        int once = (_windows.Count + seen - 1) / seen;
        return IsPretrained ? Math.Max(PretrainedNet.LeastSteps, once) : once;
    }

    /// <inheritdoc/>
    public StepLoss Step(Tape tape, int epoch, int step)
    {
        if (_ordered != epoch)
        {
            _order = [.. Enumerable.Range(0, _windows.Count)];
            new RandomStream(_model.Options.Seed, Purpose.Order, (uint)epoch).Shuffle(_order);
            _ordered = epoch;
        }

        int batch = _model.Options.Batch;
        var windows = Enumerable.Range(0, batch)
            .Select(i => (long)step * batch + i).TakeWhile(i => i < _windows.Count || _model.Options.Steps > 0 || IsPretrained)
            .Select(i => _windows[_order[i % _windows.Count]]).ToArray();
        windows = tape.Shard.Of(windows);
        return windows.Length > 0 ? _net.Loss(tape, new SeriesBatch(_data, _model.Options, windows)) : default;
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Validate()
    {
        var figures = _model.EvaluateAndCalibrate(_data, _validation);
        return new Dictionary<string, double>
        {
            ["loss"] = _model.Options.Kind == "likelihood" || !_model.Options.IsPoint ? figures.Crps
                : _model.Options.Loss == "squared" ? figures.SquaredError
                : figures.AbsoluteError,
            ["mse"] = figures.SquaredError,
            ["mae"] = figures.AbsoluteError,
            ["crps"] = figures.Crps,
            ["mase"] = figures.Mase,
            ["season_mse"] = figures.SeasonSquaredError,
        };
    }

    private static List<Window> Thinned(List<Window> windows, int most)
        => windows.Count <= most ? windows : [.. Enumerable.Range(0, most).Select(i => windows[(int)((long)i * windows.Count / most)])];
}
