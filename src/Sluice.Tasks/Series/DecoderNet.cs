using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Networks;

namespace Sluice.Tasks.Series;

/// <summary>
/// An encoder and a decoder (Sutskever, Vinyals and Le 2014; with quantiles for each step as Wen et al. 2017): recurrent layers
/// read the rows seen; others go on from their states through the rows to come and what is known of these.
/// </summary>
internal sealed class DecoderNet : DirectNet
{
    private readonly RecurrentStack _encoder, _decoder;
    private readonly Linear _output;
    private readonly Embedding? _identity;
    private readonly bool _missing;
    private readonly int _known, _past, _static;

    public DecoderNet(SeriesOptions options, SeriesEncoder encoder) : base(options)
    {
        (_missing, _known, _past, _static) = (encoder.Missing, SeriesData.KnownWidth(options, encoder), encoder.Past.Width, encoder.Static.Width);
        var (reads, writes) = StacksFor(options, encoder);
        _encoder = new RecurrentStack("encoder", reads, options.Seed);
        _decoder = new RecurrentStack("decoder", writes, options.Seed);
        if (options.Identity > 0) _identity = new Embedding("identity", encoder.Names.Count, options.Identity, options.Seed);
        _output = new Linear("output", _decoder.Output, Outputs, options.Seed);
        _output.Weight.StartAs(_ => { });
        Parameters = [.. _encoder.Parameters, .. _decoder.Parameters, .. _identity?.Parameters ?? [], .. _output.Parameters];
    }

    public override IEnumerable<Parameter> Parameters { get; }

    protected override int Width => 1;

    public static Int128 Sizes(SeriesOptions options, SeriesEncoder encoder)
    {
        var (reads, writes) = StacksFor(options, encoder);
        return reads.LeastWeights + writes.LeastWeights + (Int128)OutputsOf(options) * options.Hidden;
    }

    public override Tensor[] Read(Tape tape, SeriesBatch batch) => [Seen(tape, batch), Ahead(tape, batch)];

    protected override Tensor Run(Tape tape, SeriesBatch batch, Tensor[] read)
    {
        Tensor seen = WithIdentities(tape, read[0], batch, Options.Lookback), ahead = WithIdentities(tape, read[1], batch, Options.Horizon);
        _encoder.Run(tape, seen, out var final);
        var y = _decoder.Run(tape, ahead, out _, final);
        return _output.Run(tape, Dropout.Run(tape, y, Options.Dropout, Initial.Hash("output.dropout")));
    }

    public override string Export(NetworkBuilder net, SeriesGraph windows)
    {
        int lookback = Options.Lookback, horizon = Options.Horizon;
        string[] shared = [windows.Static, _identity is null ? "" : net.Embedding(_identity, windows.Series)];
        string[] Constant(int steps) => [.. shared.Where(s => s != "").Select(s => SeriesGraph.Repeated(net, s, steps))];
        string[] Known(int from, int to) => windows.Known == "" ? [] : [net.Slice(windows.Known, 0, from, to)];
        string[] past = windows.Past == "" ? [] : [windows.Past];
        string seen = net.Concat(-1, [.. windows.Values(net, _missing), .. Known(0, lookback), .. past, .. Constant(lookback)]);
        float[] far = [.. Enumerable.Range(0, horizon).Select(h => (h + 1f) / horizon)];
        string naive = net.Unsqueeze(net.Add("Sub", windows.Base, windows.Level), -1);
        string distance = net.Add("Expand", net.Constant(Value.From(far, horizon, 1, 1)), net.Add("Shape", naive));
        string ahead = net.Concat(-1, [distance, naive, .. Known(lookback, lookback + horizon), .. Constant(horizon)]);
        return net.Linear(_output, net.Stack(_decoder, ahead, "", net.Stack(_encoder, seen).Final).Output);
    }

    public override List<Recording> Record(SeriesBatch batch)
    {
        var tape = new Tape(recording: false);
        return Record(_encoder, WithIdentities(tape, Seen(tape, batch), batch, Options.Lookback));
    }

    private Tensor WithIdentities(Tape tape, Tensor x, SeriesBatch batch, int steps)
        => _identity is null ? x : Concat.Run(tape, x, _identity.Run(tape, Identities(batch, steps), steps, batch.Count));

    private static (StackOptions Encoder, StackOptions Decoder) StacksFor(SeriesOptions options, SeriesEncoder encoder)
    {
        int known = SeriesData.KnownWidth(options, encoder), shared = known + encoder.Static.Width + options.Identity;
        StackOptions Of(int input) => new(options.Cell, input, options.Hidden, options.Layers, Dropout: options.Dropout);
        return (Of((encoder.Missing ? 2 : 1) + encoder.Past.Width + shared), Of(2 + shared));
    }

    /// <summary>[lookback, B, value, whether it is missing, known, past, static].</summary>
    private Tensor Seen(Tape tape, SeriesBatch batch)
    {
        int flags = _missing ? 2 : 1;
        var x = Input(tape, Options.Lookback, batch.Count, flags + _known + _past + _static);
        for (int b = 0; b < batch.Count; b++)
        {
            float level = batch.Level(b);
            for (int i = 0; i < Options.Lookback; i++)
            {
                int t = i - Options.Lookback;
                var row = x.Row(i * batch.Count + b);
                float value = batch.Value(b, t);
                row[0] = float.IsNaN(value) ? 0 : value - level;
                if (_missing) row[1] = float.IsNaN(value) ? 1 : 0;
                if (_known > 0) batch.Known(b, t, row.Slice(flags, _known));
                batch.Past(b, t).CopyTo(row[(flags + _known)..]);
                batch.Static(b).CopyTo(row[(flags + _known + _past)..]);
            }
        }

        return x;
    }

    /// <summary>[horizon, B, how far ahead, the naive forecast, known, static].</summary>
    private Tensor Ahead(Tape tape, SeriesBatch batch)
    {
        var x = Input(tape, Options.Horizon, batch.Count, 2 + _known + _static);
        for (int b = 0; b < batch.Count; b++)
        {
            for (int h = 0; h < Options.Horizon; h++)
            {
                var row = x.Row(h * batch.Count + b);
                row[0] = (h + 1f) / Options.Horizon;
                row[1] = batch.Base(b, h) - batch.Level(b);
                if (_known > 0) batch.Known(b, h, row.Slice(2, _known));
                batch.Static(b).CopyTo(row[(2 + _known)..]);
            }
        }

        return x;
    }
}
