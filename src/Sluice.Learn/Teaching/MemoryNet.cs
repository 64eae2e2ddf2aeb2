using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Optimizers;

namespace Sluice.Learn.Teaching;

/// <summary>The readers: what each of them carries from one word to the next.</summary>
public enum MemoryReader
{
    /// <summary>Nothing: it sees each word alone.</summary>
    Alone,

    /// <summary>Its last output: a plain net.</summary>
    Plain,

    /// <summary>A cell state as well: an LSTM.</summary>
    Lstm,
}

/// <summary>What a net did with a sentence or a film; each has one row a word or frame.</summary>
/// <param name="Chances">The probability of each answer.</param>
/// <param name="Memory">What is carried on, from −1 to 1: tanh(c) of the LSTM, h of the others.</param>
/// <param name="Equations">The equations of one unit with the numbers put in.</param>
public sealed record MemoryReading(float[][] Chances, float[][] Memory, IReadOnlyList<string>[] Equations);

/// <summary>
/// A small net that answers after what it read: one-hot words, one layer, p = softmax(V h + b). It learns by Adam, from other examples
/// at each step.
/// </summary>
/// <remarks>For one thread at a time.</remarks>
public sealed class MemoryNet
{
    /// <summary>Units of each net.</summary>
    public const int Units = 16;

    private const int Batch = 32, Tests = 24;
    private const double Rate = 0.02, MostNorm = 1;

    private readonly MemoryText _text;
    private readonly MemoryReader _reader;
    private readonly int _longest;
    private readonly ulong _seed;
    private readonly Recurrent _layer;
    private readonly Linear _vote;
    private readonly Parameter[] _parameters;
    private readonly Optimizer _optimizer = Optimizer.Create("adam");
    private readonly Tape _tape = new();
    private readonly List<double> _losses = [];

    /// <summary>An untrained net.</summary>
    /// <param name="text">What it is to read.</param>
    /// <param name="reader">What it carries from word to word.</param>
    /// <param name="longest">The most words between in what it learns from.</param>
    /// <param name="seed">From which weights and examples are drawn.</param>
    public MemoryNet(MemoryText text, MemoryReader reader, int longest, ulong seed)
    {
        (_text, _reader, _longest, _seed) = (text, reader, longest, seed);
        _layer = new Recurrent("memory", "l0", reader == MemoryReader.Lstm ? "lstm" : "rnn", text.Words.Count, Units, seed);
        _vote = new Linear("vote", Units, text.Answers.Count, seed);
        _parameters = [.. _layer.Parameters, .. _vote.Parameters];
        _optimizer.Prepare(_parameters);
    }

    /// <summary>What the net carries from word to word.</summary>
    public MemoryReader Reader => _reader;

    /// <summary>The layer: its inputs are one-hot words.</summary>
    public Recurrent Layer => _layer;

    /// <summary>V and b, which make votes of what the layer gives.</summary>
    public Linear Votes => _vote;

    /// <summary>The loss of each step of training so far, in nats an answer.</summary>
    public IReadOnlyList<double> Losses => _losses;

    /// <summary>Trains by so many steps more.</summary>
    public void Train(int steps)
    {
        for (int s = 0; s < steps; s++)
        {
            _tape.Reset();
            Gradients.Clear(_parameters);
            MemoryExample[] examples = [.. Enumerable.Range(0, Batch)
                .Select(b => _text.Drawn(new RandomStream(_seed + ((ulong)b << 32), Purpose.Data, 0, (uint)_losses.Count), _longest))];
            var (logits, asked) = Run(_tape, examples, null);
            _losses.Add(CrossEntropy.Mean(_tape, logits, asked));
            _tape.Backward();
            Clipping.ByNorm(_parameters, MostNorm);
            _optimizer.Step(_parameters, Rate);
        }
    }

    /// <summary>The share of answers that are right in examples that were not learned from, with 0 to <see cref="MemoryText.Longest"/> words between.</summary>
    public IReadOnlyList<double> Right()
    {
        int[] right = new int[MemoryText.Longest + 1], of = new int[MemoryText.Longest + 1];
        bool film = _text.Subject == MemorySubject.Film;
        for (int gap = film ? MemoryText.Longest : 0; gap <= MemoryText.Longest; gap++)
        {
            MemoryExample[] examples = [.. Enumerable.Range(0, Tests)
                .Select(b => _text.Drawn(new RandomStream(_seed + ((ulong)b << 32), Purpose.Data, 1, (uint)gap), gap, gap))];
            var (logits, asked) = Run(new Tape(recording: false), examples, null);
            for (int r = 0; r < asked.Length; r++)
            {
                if (asked[r] < 0) continue;
                int between = examples[r % Tests].Gaps[r / Tests];
                of[between]++;
                if (Best(logits.Row(r)) == asked[r]) right[between]++;
            }
        }

        return [.. right.Zip(of, (r, n) => (double)r / n)];
    }

    /// <summary>Reads one.</summary>
    /// <param name="example">What is read.</param>
    /// <param name="unit">The unit whose equations are wanted, from 0.</param>
    /// <exception cref="SluiceException">There is no such unit.</exception>
    public MemoryReading Read(MemoryExample example, int unit = 0)
    {
        if (unit is < 0 or >= Units) throw new SluiceException($"memory: expected a unit from 0 to {Units - 1}, got {unit}.");
        var recording = new Recording();
        var (logits, _) = Run(new Tape(recording: false), [example], recording);
        var p = Softmax.Of(logits);
        Tensor h = recording.Value("h"), held = _reader == MemoryReader.Lstm ? recording.Value("c") : h;
        int[] steps = [.. Enumerable.Range(0, example.Words.Length)];
        float[] Held(int t) => _reader == MemoryReader.Lstm ? [.. held.Row(t).ToArray().Select(Gates.Tanh)] : held.Row(t).ToArray();
        return new([.. steps.Select(t => p.Row(t).ToArray())], [.. steps.Select(Held)],
            [.. steps.Select(t => StepNumbers.Of(_layer.Cell, recording, t, unit, state => Before(t, state)))]);

        float? Before(int t, string state) => t == 0 || _reader == MemoryReader.Alone ? 0 : recording.Value(state)[t - 1, unit];
    }

    /// <summary>The answer with the highest vote.</summary>
    public static int Best(ReadOnlySpan<float> votes)
    {
        int best = 0;
        for (int k = 1; k < votes.Length; k++) if (votes[k] > votes[best]) best = k;
        return best;
    }

    private (Tensor Logits, int[] Asked) Run(Tape tape, MemoryExample[] examples, Recording? recording)
    {
        int batch = examples.Length, steps = examples.Max(e => e.Words.Length);
        var x = new Tensor(steps, batch, _text.Words.Count);
        int[] asked = new int[steps * batch];
        Array.Fill(asked, -1);
        for (int b = 0; b < batch; b++)
        {
            for (int t = 0; t < examples[b].Words.Length; t++)
            {
                x[t * batch + b, examples[b].Words[t]] = 1;
                asked[t * batch + b] = examples[b].Answers[t];
            }
        }

        // Without memory every word is a sequence of its own.
        var h = _reader == MemoryReader.Alone
            ? _layer.Run(tape, x.View(0, 1, steps * batch, _text.Words.Count), out _, recording: recording)
            : _layer.Run(tape, x, out _, lengths: [.. examples.Select(e => e.Words.Length)], recording: recording);
        return (_vote.Run(tape, h), asked);
    }
}
