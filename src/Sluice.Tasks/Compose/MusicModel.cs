using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Data.Sequences;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Tasks.Live;

namespace Sluice.Tasks.Compose;

/// <summary>How well a model foresees music: the negative log-likelihood of a step, all keys together, in nats.</summary>
/// <param name="Loss">The mean over all steps but the first of each piece.</param>
/// <param name="LossOfPieces">The mean over pieces of the mean over their steps.</param>
/// <param name="Steps">Steps predicted.</param>
public sealed record MusicFigures(double Loss, double LossOfPieces, int Steps);

/// <summary>Predicts which keys sound next: recurrent layers over the keys of each step, and for each key a logistic output.</summary>
public sealed partial class MusicModel : ILayer, ITraceable, ILiveModel
{
    private readonly Linear? _input;
    private readonly RecurrentStack _stack;
    private readonly Linear _output;

    /// <summary>An untrained model.</summary>
    /// <exception cref="SluiceException">An option that makes no sense.</exception>
    public MusicModel(MusicModelOptions options)
    {
        Options = options;
        if (Catalog.Shape(options.Cell).TakesInputItself) _input = new Linear("input", Music.Keys, options.Hidden, options.Seed);
        _stack = new RecurrentStack("rnn", StackFor(options), options.Seed);
        _output = new Linear("output", _stack.Output, Music.Keys, options.Seed);
        Live = new StackLive(
            new LiveForm([new("keys", false, -1)], [new("probabilities", false, Music.Keys)]),
            new SessionBatch(_stack, _output), NewSession, ReadLive, session => [Probabilities(session.Output.Row(0))]);
    }

    /// <summary>
    /// An untrained model that expects each key as often as it sounds in the music to learn from, and the data to train it on.
    /// The recurrent layers need not saturate to say how rare most keys are: LSTM learns the JSB chorales to 0.2 nats less.
    /// </summary>
    /// <exception cref="SluiceFormatException">There is nothing to learn from.</exception>
    public static (MusicModel Model, MusicTraining Training) From(Music music, MusicModelOptions options)
    {
        var model = new MusicModel(options);
        double[] share = Shares(music.Train);
        for (int k = 0; k < Music.Keys; k++) model._output.Bias.Value[0, k] = (float)Math.Log(share[k] / (1 - share[k]));
        model._output.Bias.Changed();
        return (model, new MusicTraining(model, music));
    }

    /// <inheritdoc/>
    public LiveNet Live { get; }

    /// <summary>The sizes.</summary>
    public MusicModelOptions Options { get; }

    /// <summary>The recurrent layers.</summary>
    public RecurrentStack Stack => _stack;

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => [.. _input?.Parameters ?? [], .. _stack.Parameters, .. _output.Parameters];

    /// <summary>The mean loss of some pieces, each step but the first predicted from all before it.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="pieces">The pieces.</param>
    /// <param name="steps">How many steps the mean is over.</param>
    public double Loss(Tape tape, IReadOnlyList<int[][]> pieces, out int steps)
    {
        int all = steps = pieces.Sum(p => p.Length - 1);
        return Segments.Run(tape, pieces.Max(p => p.Length - 1), null, (Tape at, int from, int count, State[]? before, out State[] after) =>
        {
            double share = pieces.Sum(p => Math.Clamp(p.Length - 1 - from, 0, count)) / (double)all;
            var logits = Logits(at, pieces, from, count, before, out after, out var next);
            return share * BinaryCrossEntropy.Mean(at, logits, next, share);
        }, out _);
    }

    /// <summary>Measures how well the model foresees pieces.</summary>
    /// <exception cref="SluiceException">No piece has 2 steps.</exception>
    public MusicFigures Evaluate(IReadOnlyList<int[][]> pieces)
    {
        var tape = new Tape(recording: false);
        double sum = 0, means = 0;
        int steps = 0, played = 0;
        foreach (var batch in pieces.Where(p => p.Length > 1).OrderBy(p => p.Length).Chunk(16))
        {
            tape.Reset();
            var logits = Logits(tape, batch, 0, batch.Max(p => p.Length - 1), null, out _, out var next);
            double[] losses = BinaryCrossEntropy.OfRows(tape, logits, next, out int count);
            for (int b = 0; b < batch.Length; b++)
            {
                double piece = Enumerable.Range(0, batch[b].Length - 1).Sum(t => losses[t * batch.Length + b]);
                (sum, means) = (sum + piece, means + piece / (batch[b].Length - 1));
            }

            (steps, played) = (steps + count, played + batch.Length);
        }

        return played > 0
            ? new MusicFigures(sum / steps, means / played, steps)
            : throw new SluiceException("MusicModel.Evaluate: expected a piece of 2 steps or more, got none.");
    }

    /// <summary>
    /// The logits [T, B, keys] of the step after each of some, and what came there; rows beyond the end of a piece are not numbers.
    /// </summary>
    private Tensor Logits(
        Tape tape, IReadOnlyList<int[][]> pieces, int from, int count, State[]? before, out State[] after, out Tensor next)
    {
        int[] lengths = [.. pieces.Select(p => Math.Clamp(p.Length - 1 - from, 0, count))];
        int batch = pieces.Count;
        var x = new Tensor(count, batch, Music.Keys);
        next = tape.Lend(true, count, batch, Music.Keys);
        for (int b = 0; b < batch; b++)
        {
            for (int t = 0; t < lengths[b]; t++)
            {
                foreach (int key in pieces[b][from + t]) x[t * batch + b, key - Music.Lowest] = 1;
                foreach (int key in pieces[b][from + t + 1]) next[t * batch + b, key - Music.Lowest] = 1;
            }

            for (int t = lengths[b]; t < count; t++) next[t * batch + b, 0] = float.NaN;
        }

        return Logits(tape, x, lengths, before, out after);
    }

    internal Tensor Logits(Tape tape, Tensor x, int[] lengths, List<Recording>? recordings = null)
        => Logits(tape, x, lengths, null, out _, recordings);

    private Tensor Logits(Tape tape, Tensor x, int[] lengths, State[]? before, out State[] after, List<Recording>? recordings = null)
    {
        var y = _stack.Run(tape, _input is null ? x : _input.Run(tape, x), out after, before, lengths, recordings);
        return _output.Run(tape, Dropout.Run(tape, y, Options.Dropout, Initial.Hash("output.dropout")));
    }

    /// <summary>The loss when each key sounds as often as in the pieces to learn from, whatever came before.</summary>
    public static double Baseline(IReadOnlyList<int[][]> train, IReadOnlyList<int[][]> test)
    {
        double[] share = Shares(train);
        double sum = 0;
        int predicted = 0;
        foreach (var step in test.SelectMany(p => p.Skip(1)))
        {
            predicted++;
            for (int k = 0; k < Music.Keys; k++) sum -= Math.Log(step.Contains(k + Music.Lowest) ? share[k] : 1 - share[k]);
        }

        return sum / predicted;
    }

    /// <summary>The share of steps in which each key sounds.</summary>
    private static double[] Shares(IReadOnlyList<int[][]> pieces)
    {
        var counts = new double[Music.Keys];
        foreach (var step in pieces.SelectMany(p => p)) foreach (int key in step.Distinct()) counts[key - Music.Lowest]++;
        return [.. counts.Select(c => (c + 0.5) / (pieces.Sum(p => p.Length) + 1))];
    }
}
