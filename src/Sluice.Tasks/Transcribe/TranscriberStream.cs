using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Losses;

namespace Sluice.Tasks.Transcribe;

/// <summary>Text of speech that is still coming in: the same as of the whole at once.</summary>
public sealed class TranscriberStream
{
    private const int MostRows = 100_000;

    private readonly Transcriber _model;
    private readonly DecodingOptions _decoding;
    private readonly Func<IReadOnlyList<int>, int, double>? _language;
    private readonly State[] _memory;
    private readonly Tensor _x, _y;
    private readonly List<int> _labels = [];
    private FeatureScaling.Level _level;
    private PrefixBeam _beam;
    private List<double[]>? _rows = [];
    private int _filled, _before;

    /// <summary>Listens from the beginning of an utterance.</summary>
    /// <param name="model">A transcriber of one direction.</param>
    /// <param name="decoding">How texts are found; null for the best class of each step.</param>
    /// <exception cref="SluiceException">The model hears the whole before it says a word.</exception>
    public TranscriberStream(Transcriber model, DecodingOptions? decoding = null)
    {
        if (model.Options.Bidirectional)
            throw new SluiceException(
                "TranscriberStream: expected a transcriber of one direction, got one of both, which must hear the end first. Train it with --bidirectional false.");
        if (model.Options.Level == "recording")
            throw new SluiceException(
                "TranscriberStream: expected a transcriber with the level fixed or running, got one that takes the mean of the whole recording. Train it with --level running.");
        (_model, _decoding, _language) = (model, decoding ?? new DecodingOptions(), model.LanguageOf(decoding ?? new DecodingOptions()));
        (_memory,
         _x, _y) = (model.Stack.NewState(1), new Tensor(1, model.Scaling.Width * model.Options.Stack), new Tensor(1, 1, model.Symbols.Count + 1));
        (_level, _beam) = (NewLevel(), NewBeam());
    }

    /// <summary>The most probable text so far.</summary>
    public string Text => Told(_decoding.IsGreedy ? _labels : _beam.Best[0].Labels);

    /// <summary>The beginning of it that nothing to come will change.</summary>
    public string Settled => Told(_decoding.IsGreedy ? _labels : _beam.Settled);

    /// <summary>Takes rows of features.</summary>
    /// <exception cref="SluiceException">A row has another number of features, or one that is not finite.</exception>
    public void Push(IEnumerable<float[]> rows)
    {
        foreach (float[] row in rows)
        {
            Put(_level.Next(row));
            if (_filled == _model.Options.Stack) Step();
        }
    }

    /// <summary>The text of all that came; the stream begins anew.</summary>
    public string Finish()
    {
        if (_filled > 0)
        {
            int width = _model.Scaling.Width;
            float[] last = _x.Row(0).Slice((_filled - 1) * width, width).ToArray();
            while (_filled < _model.Options.Stack) Put(last);
            Step();
        }

        // As for a whole recording; of what is longer than anyone speaks, by what the search itself kept.
        string text = _decoding.IsGreedy || _rows is null
            ? Text
            : Told(ConnectionistTemporal.Ranked(_beam, _rows, Transcriber.Blank, _language).First().Labels);
        foreach (var state in _memory) state.Clear();
        _labels.Clear();
        (_level, _beam, _before, _rows) = (NewLevel(), NewBeam(), Transcriber.Blank, []);
        return text;
    }

    private void Put(float[] row) => row.CopyTo(_x.Row(0)[(_filled++ * row.Length)..]);

    private void Step()
    {
        _filled = 0;
        _model.Step(_x, _memory, _y);
        if (_decoding.IsGreedy)
        {
            var row = _y.Row(0);
            int best = 0;
            for (int c = 1; c < row.Length; c++) if (row[c] > row[best]) best = c;
            if (best != Transcriber.Blank && best != _before) _labels.Add(best);
            _before = best;
            return;
        }

        double[] y = ConnectionistTemporal.LogProbabilities(_y, 0, 1)[0];
        _rows?.Add(y);
        if (_rows?.Count > MostRows) _rows = null;
        _beam.Push(y);
    }

    private string Told(IReadOnlyList<int> labels) => _model.Told(labels, 0).Text;

    private FeatureScaling.Level NewLevel() => new(_model.Scaling, _model.Options.Level == "running");

    private PrefixBeam NewBeam() => new(Transcriber.Blank, _decoding.Beam, _language);
}
