using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Training;
using Sluice.Zero;

namespace Sluice.Tasks.Series;

/// <summary>
/// The net that forecasts without training (<see cref="ZeroNet"/>), trained further on the series of a table. It sees their values, less what
/// columns known ahead add, and forecasts as <see cref="Zero.Forecast"/> does. In training every window is forecast from up to sixteen places within it.
/// </summary>
internal sealed class PretrainedNet : SeriesNet
{
    /// <summary>Rows of a series before its first forecast: two patches.</summary>
    public const int LeastSeen = 2 * Patch;

    /// <summary>Places of a window from which it is forecast in training, each of which is the end of another window.</summary>
    public const int Places = 16;

    /// <summary>Training steps of an epoch at least: of a few hundred rows each place is then seen several times.</summary>
    public const int LeastSteps = 16;

    /// <summary>Rows that are seen before a forecast where no season asks for more.</summary>
    public const int UsualLookback = 512;

    private const int Patch = ZeroOptions.Patch, Block = ZeroOptions.Block, MostPatches = 6144;

    private readonly ZeroNet _net;
    private readonly int[] _seasons;

    public PretrainedNet(SeriesOptions options, SeriesEncoder encoder) : base(options)
    {
        _net = new ZeroNet(new ZeroOptions(options.Cell, options.Hidden, options.Layers), options.Seed);
        _seasons = [.. SeasonsOf(encoder.Step).Append(options.Season).Where(s => s > 1).Distinct().Order()];
        Parameters = _net.Parameters;
    }

    public override IEnumerable<Parameter> Parameters { get; }

    public override int Together => Math.Clamp(MostPatches * Patch / Options.Lookback, 16, 1024);

    /// <summary>The sizes of the net that lies in the library, which sees values and no calendar.</summary>
    public static SeriesOptions Sized(SeriesOptions options)
    {
        var own = new ZeroOptions();
        return options with { Cell = own.Cell, Hidden = own.Hidden, Layers = own.Layers, Calendar = false };
    }

    /// <summary>Seasons that the calendar knows, which a lookback should hold twice.</summary>
    public static int[] SeasonsOf(Data.Tables.TimeStep? step) => Zero.Forecast.SeasonsOf(step);

    public static Int128 Sizes(SeriesOptions options)
    {
        var sizes = new ZeroOptions(options.Cell, options.Hidden, options.Layers);
        return (Int128)sizes.Hidden * ZeroInput.PatchWidth + ZeroNet.StackFor(sizes).LeastWeights
            + (Int128)sizes.Head * (sizes.Hidden + ZeroInput.OriginWidth + ZeroNet.Outputs);
    }

    /// <summary>Takes the weights of the net that lies in the library.</summary>
    public void Begin()
    {
        foreach (var (mine, own) in Parameters.Zip(ZeroFile.Own().Parameters)) mine.Set(own.Value.ToArray());
    }

    public override StepLoss Loss(Tape tape, SeriesBatch batch)
    {
        var windows = Enumerable.Range(0, batch.Count).Select(b => Window(batch, b)).ToList();
        var input = new ZeroInput(tape, windows);
        double[] targets = [.. windows.SelectMany((w, b) => Targets(batch, b, w))];
        var (loss, count) = ZeroNet.Loss(tape, _net.Run(tape, input), input, targets);
        return new StepLoss(loss, count);
    }

    public override NetForecast[] Forecast(SeriesBatch batch)
    {
        double[][] seen = [.. Enumerable.Range(0, batch.Count).Select(b => Seen(batch, b))];
        return [.. Zero.Forecast.With(_net, seen, Options.Horizon, _seasons, floor: false).Select(said =>
        {
            double[][] levels = [.. Options.Quantiles.Select(said.At)];
            double[][] quantiles = [.. Enumerable.Range(0, Options.Horizon).Select(h => levels.Select(q => q[h]).ToArray())];
            return new NetForecast([.. quantiles.Select(q => q[Options.Median])], quantiles, []);
        })];
    }

    public override List<Recording> Record(SeriesBatch batch)
    {
        var tape = new Tape(recording: false);
        var recordings = new List<Recording>();
        _net.Run(tape, new ZeroInput(tape, [Window(batch, 0, all: false)]), recordings);
        return recordings;
    }

    public override int RowsOf(int steps) => Patch;

    // Blocks beyond the first.
    private int Beyond => (Options.Horizon - 1) / Block;

    /// <summary>The values before a forecast, from the first that is known; 0 where none is.</summary>
    /// <exception cref="SluiceFormatException">One is so far from those that were learned from that their scale has no number for it.</exception>
    private double[] Seen(SeriesBatch batch, int b)
    {
        int first = -Options.Lookback;
        while (first < -1 && float.IsNaN(batch.Value(b, first))) first++;
        var seen = new double[-first];
        for (int t = first; t < 0; t++) seen[t - first] = batch.Value(b, t);
        if (seen.Length == 1 && double.IsNaN(seen[0])) seen[0] = 0;
        int beyond = Array.FindIndex(seen, double.IsInfinity);
        if (beyond >= 0)
            throw new SluiceFormatException(
                $"the value {seen.Length - beyond} rows before the forecast is too far from those that the model learned from: their scale has no number for it.");
        return seen;
    }

    /// <summary>A window with the places to forecast from: some of what is seen, its end, and every block beyond that.</summary>
    private ZeroWindow Window(SeriesBatch batch, int b, bool all = true)
    {
        double[] seen = Seen(batch, b);
        int beyond = all ? Beyond : 0, last = (seen.Length + Patch - 1) / Patch - 1;
        double[] values = [.. seen, .. Enumerable.Repeat(double.NaN, beyond * Block)];
        int apart = Math.Max(1, (last - 1) / (Places - 1));
        int[] before = all ? [.. Enumerable.Range(1, Places - 1).Select(k => last - k * apart).Where(p => p > 0).Order()] : [];
        return new ZeroWindow(
            values, Repetition.Find(seen, _seasons), [.. before, .. Enumerable.Range(0, beyond + 1).Select(k => last + k * Block / Patch)]);
    }

    /// <summary>The values of the block after each place, no further than a horizon; NaN where one is not known.</summary>
    private IEnumerable<double> Targets(SeriesBatch batch, int b, ZeroWindow window)
    {
        int horizon = Options.Horizon, seen = window.Values.Length - Beyond * Block;
        foreach (int place in window.Origins)
        {
            int from = window.End(place) - seen;
            for (int h = 0; h < Block; h++) yield return h < horizon && from + h < horizon ? batch.Value(b, from + h) : double.NaN;
        }
    }
}
