using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Networks;

namespace Sluice.Tasks.Series;

/// <summary>
/// A recurrent net over segments (SegRNN, Lin et al. 2023): the rows seen are cut into segments of w rows, each becomes one
/// vector, x = ReLU(W s + b), and the recurrent layers read these; from their last state, one step for each segment to come,
/// told apart by its place alone, so that all of them run side by side. What is forecast are changes from the last value.
/// </summary>
internal sealed class SegmentNet : DirectNet
{
    private readonly Linear _reader, _output;
    private readonly Linear? _ahead;
    private readonly Embedding _place;
    private readonly Embedding? _identity;
    private readonly Linear? _mix;
    private readonly RecurrentStack _stack;
    private readonly bool _missing;
    private readonly int _known, _past, _static;

    public SegmentNet(SeriesOptions options, SeriesEncoder encoder) : base(options)
    {
        (_missing, _known, _past, _static) = (encoder.Missing, SeriesData.KnownWidth(options, encoder), encoder.Past.Width, encoder.Static.Width);
        int segments = Segments(options), hidden = options.Hidden;
        _reader = new Linear("reader", options.Segment * RowWidth, hidden, options.Seed);
        _stack = new RecurrentStack("rnn", StackFor(options), options.Seed);
        _place = new Embedding("place", segments, hidden, options.Seed);
        if (AheadWidth > 0) _ahead = new Linear("ahead", AheadWidth, hidden, options.Seed);
        if (options.Identity > 0)
        {
            _identity = new Embedding("identity", encoder.Names.Count, options.Identity, options.Seed);
            _mix = new Linear("identity.mix", options.Identity, hidden, options.Seed);
        }

        _output = new Linear("output", _stack.Output, options.Segment * Outputs, options.Seed);

        // A forecast starts as the naive one: no change from the value it repeats.
        _output.Weight.StartAs(_ => { });
        Parameters =
        [
            .. _reader.Parameters, .. _stack.Parameters, .. _place.Parameters, .. _ahead?.Parameters ?? [], .. _identity?.Parameters ?? [],
            .. _mix?.Parameters ?? [], .. _output.Parameters
        ];
    }

    public override IEnumerable<Parameter> Parameters { get; }

    protected override int Width => Options.Segment;

    // The value, whether it is missing, and what columns say.
    private int RowWidth => (_missing ? 2 : 1) + _known + _past;

    private int AheadWidth => _static + Options.Segment * _known;

    public static Int128 Sizes(SeriesOptions options, SeriesEncoder encoder)
    {
        Int128 segment = options.Segment,
            hidden = options.Hidden, known = SeriesData.KnownWidth(options, encoder), row = 1 + known + encoder.Past.Width;
        return hidden * (segment * (row + known + OutputsOf(options)) + encoder.Static.Width + Segments(options) + options.Identity)
            + StackFor(options).LeastWeights;
    }

    public override Tensor[] Read(Tape tape, SeriesBatch batch) => _ahead is null ? [Seen(tape, batch)] : [Seen(tape, batch), Ahead(tape, batch)];

    private Tensor Vectors(Tape tape, Tensor seen) => Relu.Run(tape, _reader.Run(tape, seen));

    public override List<Recording> Record(SeriesBatch batch)
    {
        var tape = new Tape(recording: false);
        return Record(_stack, Vectors(tape, Seen(tape, batch)));
    }

    protected override Tensor Run(Tape tape, SeriesBatch batch, Tensor[] read)
    {
        _stack.Run(tape, Vectors(tape, read[0]), out var final);
        int segments = Segments(Options), count = batch.Count;
        var x = _place.Run(tape, [.. Enumerable.Range(0, segments * count).Select(i => i / count)], segments, count);
        if (_ahead is not null) x = Sum.Run(tape, x, _ahead.Run(tape, read[1]));
        if (_identity is not null) x = Sum.Run(tape, x, _mix!.Run(tape, _identity.Run(tape, Identities(batch, segments), segments, count)));
        State[] initial = [.. final.Select(s =>
            new State([.. s.Names], [.. s.Values.Select(v => RowJoin.Run(tape, [.. Enumerable.Repeat(v, segments)], segments * count, v.Columns))]))];
        var y = _stack.Run(tape, RowView.Run(tape, x, 0, 1, segments * count, x.Columns), out _, initial);
        return _output.Run(
            tape, Dropout.Run(tape, RowView.Run(tape, y, 0, segments, count, y.Columns), Options.Dropout, Initial.Hash("output.dropout")));
    }

    public override string Export(NetworkBuilder net, SeriesGraph windows)
    {
        int segment = Options.Segment, segments = Segments(Options), lookback = Options.Lookback, horizon = Options.Horizon;
        string[] rows =
        [
            .. windows.Values(net, _missing), .. _known == 0 ? [] : new[] { net.Slice(windows.Known, 0, 0, lookback) },
            .. _past == 0 ? [] : new[] { windows.Past },
        ];
        string seen = Cut(net, net.Concat(-1, rows), lookback / segment, RowWidth);
        var (_, final) = net.Stack(_stack, net.Add("Relu", net.Linear(_reader, seen)));
        string x = net.Unsqueeze(net.Embedding(_place, net.Integers([.. Enumerable.Range(0, segments).Select(i => (long)i)])), 1);
        if (_ahead is not null) x = net.Add("Add", x, net.Linear(_ahead, Ahead(net, windows, segments, lookback, horizon)));
        if (_identity is not null) x = net.Add("Add", x, net.Linear(_mix!, net.Embedding(_identity, windows.Series)));

        // All segments run side by side, as if they were windows of their own: [1, segments · B, H].
        string batch = net.Dimension(windows.Seen, 1), all = net.Concat(0, net.Integers(segments), batch, net.Integers(Options.Hidden));
        x = net.Reshape(net.Add("Expand", x, all), 1, -1, Options.Hidden);
        string[][] initial = [.. final.Select((states, l) => states.Select((s, n)
            => net.Reshape(SeriesGraph.Repeated(net, s, segments), -1, _stack.Layers[l].UnitsOf(n))).ToArray())];
        string y = net.Linear(_output, net.Stack(_stack, x, "", initial).Output);
        string apart = net.Add("Reshape", y, net.Concat(0, net.Integers(segments), batch, net.Integers(segment, Outputs)));
        string steps = net.Add(
            "Reshape", net.Transpose(apart, 0, 2, 1, 3), net.Concat(0, net.Integers(segments * segment), batch, net.Integers(Outputs)));
        return net.Slice(steps, 0, 0, horizon);
    }

    /// <summary>Rows [segments · w, B, width] as segments [segments, B, w · width].</summary>
    private string Cut(NetworkBuilder net, string rows, int segments, int width)
    {
        string apart = net.Concat(0, net.Integers(segments, Options.Segment), net.Dimension(rows, 1), net.Integers(width));
        string turned = net.Transpose(net.Add("Reshape", rows, apart), 0, 2, 1, 3);
        return net.Reshape(turned, 0, 0, Options.Segment * width);
    }

    /// <summary>What is known of the segments to come; 0 beyond the horizon.</summary>
    private string Ahead(NetworkBuilder net, SeriesGraph windows, int segments, int lookback, int horizon)
    {
        string[] parts = _static == 0 ? [] : [SeriesGraph.Repeated(net, windows.Static, segments)];
        if (_known == 0) return net.Concat(-1, parts);
        string known = net.Slice(windows.Known, 0, lookback, lookback + horizon);
        int more = segments * Options.Segment - horizon;
        if (more > 0) known = net.Add("Pad", known, net.Integers(0, 0, 0, more, 0, 0));
        return net.Concat(-1, [.. parts, Cut(net, known, segments, _known)]);
    }

    private static int Segments(SeriesOptions options) => (options.Horizon + options.Segment - 1) / options.Segment;

    private static StackOptions StackFor(SeriesOptions options)
        => new(options.Cell, options.Hidden, options.Hidden, options.Layers, Dropout: options.Dropout);

    /// <summary>The segments seen, [lookback / w, B, w·row].</summary>
    private Tensor Seen(Tape tape, SeriesBatch batch)
    {
        int segment = Options.Segment, segments = Options.Lookback / segment, width = RowWidth;
        var x = Input(tape, segments, batch.Count, segment * width);
        for (int b = 0; b < batch.Count; b++)
        {
            float level = batch.Level(b);
            for (int i = 0; i < Options.Lookback; i++)
            {
                int t = i - Options.Lookback;
                var row = x.Row(i / segment * batch.Count + b).Slice(i % segment * width, width);
                float value = batch.Value(b, t);
                row[0] = float.IsNaN(value) ? 0 : value - level;
                if (_missing) row[1] = float.IsNaN(value) ? 1 : 0;
                if (_known > 0) batch.Known(b, t, row.Slice(width - _known - _past, _known));
                batch.Past(b, t).CopyTo(row[(width - _past)..]);
            }
        }

        return x;
    }

    /// <summary>What is known of the segments to come, [segments, B, static + w·known].</summary>
    private Tensor Ahead(Tape tape, SeriesBatch batch)
    {
        var x = Input(tape, Segments(Options), batch.Count, AheadWidth);
        for (int b = 0; b < batch.Count; b++)
        {
            for (int s = 0; s < x.Shape[0]; s++)
            {
                var row = x.Row(s * batch.Count + b);
                batch.Static(b).CopyTo(row);
                for (int c = 0; c < Options.Segment && _known > 0 && s * Options.Segment + c < Options.Horizon; c++)
                    batch.Known(b, s * Options.Segment + c, row.Slice(_static + c * _known, _known));
            }
        }

        return x;
    }
}
