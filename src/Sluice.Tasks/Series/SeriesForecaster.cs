using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Tasks.Calibration;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Series;

/// <summary>
/// Forecasts many series with one net, over a long horizon: segments at a time, step by step with an encoder and a decoder, or
/// by sample paths of the likelihood of each step.
/// </summary>
public sealed partial class SeriesForecaster : ILayer, ITraceable, ITableModel
{
    /// <summary>The name of the task in model files.</summary>
    public const string TaskName = "series";

    private readonly SeriesNet _net;
    private readonly Parameter[] _parameters;
    private readonly QuantileCalibration? _calibration;
    private readonly SeriesWidths? _widths;

    internal SeriesForecaster(SeriesOptions options, SeriesEncoder encoder)
    {
        options.Check();
        (Options, Encoder, _net) = (options, encoder, SeriesNet.Create(options, encoder));
        if (options.Kind != "likelihood")
            (_calibration, _widths) =
                (new QuantileCalibration(options.Horizon, options.Quantiles, options.Median), new SeriesWidths(encoder.Names.Count, options));
        _parameters = [.. _net.Parameters, .. _calibration is null ? [] : new[] { _calibration.Moves, _widths!.Factors }];
    }

    /// <summary>What is forecast, and the sizes.</summary>
    public SeriesOptions Options { get; }

    /// <summary>What was learned about the columns.</summary>
    public SeriesEncoder Encoder { get; }

    /// <inheritdoc/>
    public Schema? Schema { get; internal set; }

    /// <inheritdoc/>
    public RowSketch? Learned { get; internal set; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => _parameters;

    /// <summary>The rows after which a pattern comes again, by which the naive forecast goes.</summary>
    public int Season => Options.Season > 0 ? Options.Season : Encoder.Step?.Season ?? 1;

    /// <summary>
    /// What is added to each quantile, [horizon, levels], in the unit of the net, so that it is right on the validation part. A net
    /// that learns points has no other quantiles. Null for sample paths.
    /// </summary>
    public Parameter? Calibration => _calibration?.Moves;

    /// <summary>Learns the scales of many series and builds an untrained model with the data to train it on.</summary>
    /// <param name="table">The series.</param>
    /// <param name="options">What to forecast, and the sizes.</param>
    /// <exception cref="SluiceFormatException">A column is constant, or there are too few rows.</exception>
    /// <exception cref="SluiceException">Options that do not go together.</exception>
    public static (SeriesForecaster Model, SeriesTraining Training) From(SeriesTable table, SeriesOptions options)
    {
        options.CheckOpen();
        var (found, reasons) = SeriesDefaults.Find(table, options);
        options = found.IsPretrained ? PretrainedNet.Sized(found) : found;
        if (options.Base == "season" && !options.IsPretrained && (options.Season > 0 ? options.Season : table.Step?.Season ?? 1) > options.Lookback)
            throw new SluiceException($"SeriesForecaster: expected a lookback of a season or more, got {options.Lookback}.");
        foreach (var span in table.Spans)
        {
            if (span.Rows.Length < options.Least + options.Horizon)
                throw new SluiceFormatException(
                    $"there are {span.Rows.Length} rows{span.Words}, and a forecast of {options.Horizon} takes {options.Least} before it. Give more rows, leave {(span.Id.Length == 0 ? "columns" : $"'{span.Id}'")} out, or take a smaller lookback or horizon.",
                    table.Table.File, table.Table.Line(span.Rows[0]));
        }

        var split = Split.ByShare(table.Length, options.Validation, options.Test);
        if (!table.Spans.Any(s => table.Within(s, split.Train).End >= options.Least + options.Horizon))
            throw new SluiceFormatException(
                $"no series has {options.Least + options.Horizon} rows, {(options.IsPretrained ? "the least that is seen" : "the lookback")} and the horizon, within the {split.Train.Count} steps to learn from. Give more rows, or take a smaller lookback, horizon, validation or test.",
                table.Table.File);
        foreach (var (part, name) in new[] { (split.Validation, "validation"), (split.Test, "test") })
        {
            if (part.Count > 0 && part.Count < options.Horizon)
                throw new SluiceFormatException(
                    $"the {name} part has {part.Count} steps, fewer than the horizon of {options.Horizon}. Take a larger share with --{name}, or a smaller horizon.",
                    table.Table.File);
        }

        options = options with { Season = SeasonOf(table, options, split.Train) };
        var encoder = SeriesEncoder.Fit(table, options, split);
        if (encoder.Known.Width > 0 && options.Kind != "likelihood")
        {
            var rows = new SeriesData(table, encoder, options);
            encoder = encoder with { Effects = KnownEffects.Fit(rows, options, span => table.Within(span, split.Train)) };
        }

        // The validation part chooses the epoch and moves the quantiles: the model is made by it too.
        var last = split.Validation.Count > 0 ? split.Validation : split.Train;
        var schema = Schema.Of(table.Table, table.Columns.All);
        var model = new SeriesForecaster(options, encoder)
        {
            Schema = schema,
            Learned = RowSketch.Of(
                table.Table, schema.Columns.Select(c => c.Name), table.Spans.SelectMany(s => s.Rows.Take(table.Within(s, last).End))),
        };
        (model._net as PretrainedNet)?.Begin();
        return (model, new SeriesTraining(model, model._net, table, split) { Found = reasons });
    }

    /// <summary>
    /// The season that was given; without dates, the one that most series have in the rows to learn from; else 0, for that of the calendar.
    /// </summary>
    private static int SeasonOf(SeriesTable table, SeriesOptions options, RowRange train)
    {
        if (options.Season > 0 || table.Step is not null) return options.Season;
        return Detected(table, train) is > 1 and var usual && usual <= options.Lookback ? usual : 0;
    }

    /// <summary>The season that most series have in the rows to learn from; 1 for none.</summary>
    internal static int Detected(SeriesTable table, RowRange train) => table.Series
        .Select(s => Seasons.Detect([.. s.Values.Take(table.Within(s.Span, train).End).Where(v => !double.IsNaN(v))]))
        .CountBy(season => season).MaxBy(c => (c.Value, c.Key)).Key;

    /// <summary>The rows seen before a forecast: their number is part of the net.</summary>
    public int? Length => Options.Lookback;

    /// <inheritdoc/>
    public void Trace(Tape tape, int steps, int batch) => _net.Loss(tape, new SeriesBatch(Encoder, Options, batch));

    /// <summary>Saves the model; the former file stays until the new one is complete.</summary>
    public void Save(string path) => ModelFile.Save(path, TaskName, _parameters, Metadata());

    /// <summary>What has to be known beside the weights.</summary>
    private Dictionary<string, string> Metadata() => new Dictionary<string, string>
    {
        ["series.options"] = SeriesOptions.Settings.ToJson(Options, comments: false),
        ["series.encoder"] = Encoder.ToJson(),
        ["series.seed"] = $"{Options.Seed}",
    }.With(this);

    /// <summary>Loads a model; its forecasts have the same bits as those of the model that was saved.</summary>
    /// <exception cref="SluiceFormatException">The file is not such a model, or not whole.</exception>
    public static SeriesForecaster Load(string path) => Load(ModelFile.Open(path, TaskName), path);

    internal static SeriesForecaster Load(SafeTensorsFile file, string path) => ModelFile.Build(path, () =>
    {
        ModelFile.Check(file, path, TaskName);
        string Text(string key) => ModelFile.Metadata(file, "series." + key, path);
        if (!ulong.TryParse(Text("seed"), out ulong seed)) throw new SluiceFormatException($"the seed '{Text("seed")}' is no number.", path);
        var options = SeriesOptions.Settings.FromJson(new SeriesOptions(), Text("options"), path) with { Seed = seed };
        options.Check();
        var encoder = SeriesEncoder.FromJson(Text("encoder"));
        ModelFile.CheckSize(
            file, SeriesNet.LeastWeights(options, encoder) + (options.Kind == "likelihood" ? 0 : (Int128)options.Horizon * options.Quantiles.Count),
            path);
        var model = new SeriesForecaster(options, encoder);
        // Models of before had the same widths for all series.
        ModelFile.Restore(file, [.. model._parameters.Where(p => p != model._widths?.Factors || file.Find(p.Name) is not null)], path);
        (model.Schema, model.Learned) = (SavedSchema.Of(file), SavedSchema.Learned(file));
        return model;
    });
}
