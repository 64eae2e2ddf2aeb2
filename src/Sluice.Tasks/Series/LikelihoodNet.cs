using Sluice.Autodiff;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Training;

namespace Sluice.Tasks.Series;

/// <summary>
/// The distribution of each step, given those before it (DeepAR, Salinas et al. 2017): recurrent layers read the value of the
/// step before and what is known of this one, and a linear layer says the parameters. A forecast follows sample paths: each
/// draws a value, reads it, and goes on.
/// </summary>
internal sealed class LikelihoodNet : SeriesNet
{
    private const int Lags = 3, Paths = 4096;

    private readonly RecurrentStack _stack;
    private readonly Linear _output;
    private readonly Embedding? _identity;
    private readonly bool _missing;
    private readonly int _known, _past, _static;

    public LikelihoodNet(SeriesOptions options, SeriesEncoder encoder) : base(options)
    {
        (_missing, _known, _past, _static) = (encoder.Missing, SeriesData.KnownWidth(options, encoder), encoder.Past.Width, encoder.Static.Width);
        _stack = new RecurrentStack("rnn", StackFor(options, encoder), options.Seed);
        if (options.Identity > 0) _identity = new Embedding("identity", encoder.Names.Count, options.Identity, options.Seed);
        _output = new Linear("output", _stack.Output, options.Distribution == "student" ? 3 : 2, options.Seed);
        _output.Weight.StartAs(_ => { });
        Parameters = [.. _stack.Parameters, .. _identity?.Parameters ?? [], .. _output.Parameters];
    }

    public override IEnumerable<Parameter> Parameters { get; }

    public override int Together => Math.Max(1, Paths / Options.Samples);

    private int Width => Lags + (_missing ? 1 : 0) + _known + _past + _static;

    public static Int128 Sizes(SeriesOptions options, SeriesEncoder encoder) => StackFor(options, encoder).LeastWeights + 2 * (Int128)options.Hidden;

    public override StepLoss Loss(Tape tape, SeriesBatch batch)
    {
        int first = 1 - Options.Lookback, steps = Options.Lookback + Options.Horizon - 1, count = batch.Count;
        var y = Run(tape, batch, first, steps, out _);
        var targets = new float[steps * count];
        var units = new float[targets.Length];
        int values = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            int b = i % count, t = first + i / count;
            units[i] = (float)batch.Scale(b);
            targets[i] = Options.Distribution == "negative-binomial" ? Count(batch, b, t) : batch.Value(b, t) - Naive(batch, b, t, []);
            if (!float.IsNaN(targets[i])) values++;
        }

        double loss = Options.Distribution switch
        {
            "student" => StudentLikelihood.Mean(tape, y, targets),
            "gaussian" => GaussianLikelihood.Mean(tape, y, targets),
            _ => NegativeBinomialLikelihood.Mean(tape, y, targets, units),
        };
        return new StepLoss(loss, values);
    }

    public override NetForecast[] Forecast(SeriesBatch batch)
    {
        int samples = Options.Samples, rows = batch.Count * samples, width = Width;
        Tape tape = new(recording: false), stepTape = new(recording: false);
        State[] states = _stack.NewState(batch.Count);
        if (Options.Lookback > 1) Run(tape, batch, 1 - Options.Lookback, Options.Lookback - 1, out states);
        State[] live = [.. states.Select(s => new State([.. s.Names], [.. s.Values.Select(v => Repeated(v, samples))]))];
        var paths = Enumerable.Range(0, rows).Select(_ => new float[Options.Horizon]).ToArray();
        var draws = new Draws[rows];
        for (int r = 0; r < rows; r++)
        {
            var (series, origin) = batch.Windows[r / samples];
            draws[r] = new Draws(new RandomStream(Options.Seed, Purpose.Sampling, (uint)series, (uint)origin), (uint)(r % samples) * 65_536);
        }

        var x = new Tensor(rows, width + Options.Identity);
        for (int h = 0; h < Options.Horizon; h++)
        {
            for (int r = 0; r < rows; r++)
            {
                int b = r / samples;
                if (r % samples == 0) Write(batch, b, h, paths[r].AsSpan(0, h), x.Row(r));
                else x.Row(r - 1).CopyTo(x.Row(r));
                Lagged(batch, b, h, paths[r].AsSpan(0, h), x.Row(r));
                if (_identity is not null && batch.Identity(b) is >= 0 and var place) _identity.Weight.Value.Row(place).CopyTo(x.Row(r)[width..]);
            }

            stepTape.Reset();
            var y = _output.Run(stepTape, _stack.Step(x, live));
            for (int r = 0; r < rows; r++)
                paths[r][h] = Draw(y.Row(r), batch.Scale(r / samples), ref draws[r]) + Naive(batch, r / samples, h, paths[r].AsSpan(0, h));
        }

        return [.. Enumerable.Range(0, batch.Count).Select(b => NetForecast.Of(paths[(b * samples)..((b + 1) * samples)], Options))];
    }

    private static StackOptions StackFor(SeriesOptions options, SeriesEncoder encoder)
        => new(
            options.Cell,
            Lags + (encoder.Missing ? 1 : 0) + SeriesData.KnownWidth(options, encoder) + encoder.Past.Width + encoder.Static.Width + options.Identity,
            options.Hidden, options.Layers, Dropout: options.Dropout);

    /// <summary>The parameters of the distribution of steps that are known, [steps, B, parameters].</summary>
    private Tensor Run(Tape tape, SeriesBatch batch, int first, int steps, out State[] final)
    {
        var y = _stack.Run(tape, Read(tape, batch, first, steps), out final);
        return _output.Run(tape, Dropout.Run(tape, y, Options.Dropout, Initial.Hash("output.dropout")));
    }

    /// <summary>What the net reads of steps that are known.</summary>
    private Tensor Read(Tape tape, SeriesBatch batch, int first, int steps)
    {
        var x = Input(tape, steps, batch.Count, Width).AsInput();
        for (int i = 0; i < steps * batch.Count; i++) Write(batch, i % batch.Count, first + i / batch.Count, [], x.Row(i));
        return _identity is null ? x : Concat.Run(tape, x, _identity.Run(tape, Identities(batch, steps), steps, batch.Count));
    }

    public override List<Recording> Record(SeriesBatch batch)
        => Options.Lookback > 1 ? Record(_stack, Read(new Tape(recording: false), batch, 1 - Options.Lookback, Options.Lookback - 1)) : [];

    /// <summary>What the net reads to say the distribution of step t.</summary>
    private void Write(SeriesBatch batch, int b, int t, ReadOnlySpan<float> path, Span<float> into)
    {
        Lagged(batch, b, t, path, into);
        int at = Lags;
        if (_missing) into[at++] = t <= 0 && float.IsNaN(batch.Value(b, t - 1)) ? 1 : 0;
        if (_known > 0) batch.Known(b, t, into.Slice(at, _known));
        if (t <= 0) batch.Past(b, t - 1).CopyTo(into[(at + _known)..]);
        else into.Slice(at + _known, _past).Clear();
        batch.Static(b).CopyTo(into[(at + _known + _past)..]);
    }

    /// <summary>The value before, how far it was from its naive forecast, and that of a season ago.</summary>
    private void Lagged(SeriesBatch batch, int b, int t, ReadOnlySpan<float> path, Span<float> into)
    {
        into[0] = At(batch, b, t - 1, path);
        into[1] = into[0] - Naive(batch, b, t - 1, path);
        into[2] = At(batch, b, t - batch.Season, path);
    }

    /// <summary>The naive forecast of step t, made one step before it.</summary>
    private float Naive(SeriesBatch batch, int b, int t, ReadOnlySpan<float> path) => Options.Base switch
    {
        "last" => At(batch, b, t - 1, path),
        "season" => At(batch, b, t - batch.Season, path),
        _ => 0,
    };

    private static float At(SeriesBatch batch, int b, int t, ReadOnlySpan<float> path) => t >= 0 && t < path.Length ? path[t] : batch.Filled(b, t);

    private static float Count(SeriesBatch batch, int b, int t) => (float)Math.Round(batch.Outward(b, t, batch.Value(b, t)));

    private float Draw(ReadOnlySpan<float> output, double unit, ref Draws draws)
    {
        switch (Options.Distribution)
        {
            case "student":
                var (mean, deviation, freedom) = StudentLikelihood.Of(output);
                return (float)(mean + deviation * draws.Student(freedom));
            case "gaussian":
                return (float)(output[0] + GaussianLikelihood.Deviation(output[1]) * draws.Normal());
            default:
                var (expected, dispersion) = NegativeBinomialLikelihood.Of(output, unit);
                return (float)(draws.NegativeBinomial(expected, dispersion) / unit);
        }
    }

    private static Tensor Repeated(Tensor v, int times)
    {
        var all = new Tensor(v.Rows * times, v.Columns);
        for (int r = 0; r < all.Rows; r++) v.Row(r / times).CopyTo(all.Row(r));
        return all;
    }
}
