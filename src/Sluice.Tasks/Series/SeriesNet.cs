using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Networks;
using Sluice.Training;

namespace Sluice.Tasks.Series;

/// <summary>What a net forecasts for one window, in its own unit.</summary>
/// <param name="Point">The point forecast of each step.</param>
/// <param name="Quantiles">For each step its quantiles, rising.</param>
/// <param name="Paths">Sample paths, or none.</param>
internal sealed record NetForecast(double[] Point, double[][] Quantiles, float[][] Paths)
{
    /// <summary>What sample paths say.</summary>
    public static NetForecast Of(float[][] paths, SeriesOptions options)
    {
        var quantiles = new double[options.Horizon][];
        for (int h = 0; h < quantiles.Length; h++)
        {
            double[] sorted = [.. paths.Select(p => (double)p[h]).Order()];
            quantiles[h] = [.. options.Quantiles.Select(q => Scores.Quantile(sorted, q))];
        }

        return new NetForecast([.. quantiles.Select(q => q[options.Median])], quantiles, paths);
    }
}

/// <summary>One of the nets that forecast many series.</summary>
internal abstract class SeriesNet(SeriesOptions options) : ILayer
{
    protected SeriesOptions Options => options;

    public abstract IEnumerable<Parameter> Parameters { get; }

    /// <summary>Runs a batch and adds the gradient of its loss to the tape.</summary>
    public abstract StepLoss Loss(Tape tape, SeriesBatch batch);

    /// <summary>Forecasts each window of a batch.</summary>
    public abstract NetForecast[] Forecast(SeriesBatch batch);

    /// <summary>How far the gates of the first layer are open as the rows before one window are read.</summary>
    public IReadOnlyList<GateSaturation> Gates(SeriesBatch batch)
    {
        var recordings = Record(batch);
        return recordings.Count == 0 ? [] : GateSaturation.Of(options.Cell, recordings[0]);
    }

    /// <summary>Everything that the layers compute as the rows before one window are read; nothing where there is nothing to read.</summary>
    public abstract List<Recording> Record(SeriesBatch batch);

    /// <summary>Rows that the layers read in one of so many steps.</summary>
    public virtual int RowsOf(int steps) => Math.Max(1, options.Lookback / steps);

    /// <summary>The same, of a stack that reads x [T, 1, I].</summary>
    protected static List<Recording> Record(RecurrentStack stack, Tensor x)
    {
        var recordings = new List<Recording>();
        stack.Run(new Tape(recording: false), x, out _, recordings: recordings);
        return recordings;
    }

    /// <summary>Windows that are forecast side by side.</summary>
    public abstract int Together { get; }

    /// <summary>Zeroes to fill with inputs.</summary>
    protected static Tensor Input(Tape tape, params int[] shape) => tape.Lend(true, shape);

    /// <summary>The place of the series of each window, step after step.</summary>
    protected static int[] Identities(SeriesBatch batch, int steps)
        => [.. Enumerable.Range(0, steps * batch.Count).Select(i => batch.Identity(i % batch.Count))];

    public static SeriesNet Create(SeriesOptions options, SeriesEncoder encoder)
        => options.IsPretrained ? new PretrainedNet(options, encoder)
            : options.Nets > 1 ? new EnsembleNet(options, one => One(one, encoder)) : One(options, encoder);

    private static SeriesNet One(SeriesOptions options, SeriesEncoder encoder) => options.Kind switch
    {
        "decoder" => new DecoderNet(options, encoder),
        "likelihood" => new LikelihoodNet(options, encoder),
        _ => new SegmentNet(options, encoder),
    };

    /// <summary>Matrix elements of the net at least, counted before any memory is taken for them.</summary>
    public static Int128 LeastWeights(SeriesOptions options, SeriesEncoder encoder)
        => options.IsPretrained ? PretrainedNet.Sizes(options) : options.Nets * (options.Kind switch
        {
            "decoder" => DecoderNet.Sizes(options, encoder),
            "likelihood" => LikelihoodNet.Sizes(options, encoder),
            _ => SegmentNet.Sizes(options, encoder),
        } + (Int128)options.Identity * encoder.Names.Count);
}

/// <summary>A net that says all steps of a forecast at once: points, or quantiles.</summary>
internal abstract class DirectNet(SeriesOptions options) : SeriesNet(options)
{
    private readonly ScratchPool<Tape> _tapes = new(() => new Tape(recording: false)), _recording = new(() => new Tape());

    public override int Together => Math.Clamp((1 << 19) / Options.Lookback, 16, 1024);

    /// <summary>Steps that one row of the output speaks of.</summary>
    protected abstract int Width { get; }

    /// <summary>Outputs of a step: one, or one for each quantile.</summary>
    protected int Outputs => OutputsOf(Options);

    /// <summary>Outputs of a step: one, or one for each quantile.</summary>
    protected static int OutputsOf(SeriesOptions options) => options.IsPoint ? 1 : options.Quantiles.Count;

    /// <summary>What the net reads of a batch, each number of it linear in the values and in what columns say.</summary>
    public abstract Tensor[] Read(Tape tape, SeriesBatch batch);

    /// <summary>y [horizon / width, B, width·outputs]: how far from the naive forecast each step will be.</summary>
    /// <param name="tape">Records or not.</param>
    /// <param name="batch">The windows.</param>
    /// <param name="read">What <see cref="Read"/> gave, with gradients or without.</param>
    protected abstract Tensor Run(Tape tape, SeriesBatch batch, Tensor[] read);

    private Tensor Run(Tape tape, SeriesBatch batch) => Run(tape, batch, [.. Read(tape, batch).Select(x => x.AsInput())]);

    /// <summary>
    /// The gradient of the median of a step ahead by what the net reads, summed over a batch; without the naive forecast, which is added to it.
    /// </summary>
    public float[][] Slopes(SeriesBatch batch, int ahead)
    {
        using var tape = _recording.Rent();
        tape.Item.Reset();
        var read = Read(tape.Item, batch);
        var y = Run(tape.Item, batch, read);
        var gradient = tape.Item.GradientOf(y);
        int[] order = new int[Outputs];
        for (int b = 0; b < batch.Count; b++)
        {
            int row = ahead / Width * batch.Count + b, from = ahead % Width * Outputs;
            float[] outputs = y.Row(row).Slice(from, Outputs).ToArray();
            for (int q = 0; q < order.Length; q++) order[q] = q;
            Array.Sort(outputs, order);
            gradient.Row(row)[from + order[Options.IsPoint ? 0 : Options.Median]] = 1;
        }

        tape.Item.Backward();
        foreach (var parameter in Parameters) parameter.Gradient.Clear();
        return [.. read.Select(x => Sums(x.Gradient ?? x, batch.Count, x.Gradient is not null))];
    }

    /// <summary>What is read of the windows of a batch, [row, B, column] as [B][row · columns + column].</summary>
    public float[][][] Numbers(SeriesBatch batch)
    {
        using var tape = _tapes.Rent();
        tape.Item.Reset();
        var read = Read(tape.Item, batch);
        return [.. Enumerable.Range(0, batch.Count).Select(b => read.Select(x => Of(x, batch.Count, b)).ToArray())];
    }

    private static float[] Of(Tensor x, int count, int b)
    {
        var own = new float[x.Count / count];
        for (int r = b; r < x.Rows; r += count) x.Row(r).CopyTo(own.AsSpan(r / count * x.Columns));
        return own;
    }

    private static float[] Sums(Tensor x, int count, bool some)
    {
        var sums = new float[x.Count / count];
        for (int r = 0; some && r < x.Rows; r++)
            for (int c = 0; c < x.Columns; c++) sums[r / count * x.Columns + c] += x[r, c];
        return sums;
    }

    /// <summary>How far from the naive forecast each step will be [horizon, B, outputs], as operations.</summary>
    public abstract string Export(NetworkBuilder net, SeriesGraph windows);

    public override StepLoss Loss(Tape tape, SeriesBatch batch)
    {
        var y = Run(tape, batch);
        var target = tape.Lend(false, y.Rows, Width);
        int count = 0;
        for (int r = 0; r < y.Rows; r++)
        {
            for (int c = 0; c < Width; c++)
            {
                int b = r % batch.Count, ahead = r / batch.Count * Width + c;
                target[r, c] = ahead < Options.Horizon ? batch.Value(b, ahead) - batch.Base(b, ahead) : float.NaN;
                if (!float.IsNaN(target[r, c])) count++;
            }
        }

        double loss = Options.Loss switch
        {
            "absolute" => PointLoss.Absolute(tape, y, target),
            "squared" => PointLoss.Squared(tape, y, target),
            _ => Quantile.Mean(tape, y, target.ToArray(), [.. Options.Quantiles]),
        };
        return new StepLoss(loss, count);
    }

    public override NetForecast[] Forecast(SeriesBatch batch)
    {
        using var tape = _tapes.Rent();
        tape.Item.Reset();
        var y = Run(tape.Item, batch);
        var forecasts = new NetForecast[batch.Count];
        for (int b = 0; b < batch.Count; b++)
        {
            var quantiles = new double[Options.Horizon][];
            for (int h = 0; h < quantiles.Length; h++)
            {
                var output = y.Row(h / Width * batch.Count + b).Slice(h % Width * Outputs, Outputs);
                float naive = batch.Base(b, h);
                quantiles[h] = new double[Options.Quantiles.Count];
                for (int q = 0; q < quantiles[h].Length; q++) quantiles[h][q] = naive + output[Options.IsPoint ? 0 : q];
                Array.Sort(quantiles[h]);
            }

            forecasts[b] = new NetForecast([.. quantiles.Select(q => q[Options.Median])], quantiles, []);
        }

        return forecasts;
    }
}
