using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Losses;
using Sluice.Tasks.Labels;

namespace Sluice.Tasks.Tag;

public sealed partial class Tagger
{
    // So many steps with padding are looked at side by side.
    private const int StepsAtOnce = 4096;

    /// <summary>The most probable reading of a sequence; one longer than <see cref="LongestWhole"/> is computed window by window.</summary>
    public Tagging Tag(Sample sample) => Tag([sample])[0][0];

    /// <summary>The most probable readings of each of some sequences, the best first; those of one sequence have the same label.</summary>
    /// <remarks>A sequence longer than <see cref="LongestWhole"/> has one reading, computed window by window: to the bit that of the whole.</remarks>
    public IReadOnlyList<IReadOnlyList<Tagging>> Tag(IReadOnlyList<Sample> samples, int best = 1)
    {
        var taggings = Tag([.. samples.Select(IfShort)], best, null);
        for (int i = 0; i < samples.Count; i++)
            if (samples[i].Count > LongestWhole) taggings[i] = [new LongReading(this, samples[i]).Tagging];
        return taggings;
    }

    /// <summary>The readings; <paramref name="also"/> sees the scores that they come from.</summary>
    private IReadOnlyList<Tagging>[] Tag(IReadOnlyList<Sample> samples, int best, Action<Sample[], Tensor, Tensor?>? also)
    {
        var taggings = new IReadOnlyList<Tagging>[samples.Count];
        Array.Fill(taggings, [new Tagging([], null, 1, 1)]);
        SampleTraining.ForBatches(samples, StepsAtOnce, (tape, places, batch) =>
        {
            var (tags, labels) = Scores(tape, batch);
            also?.Invoke(batch, tags, labels);
            var (steps, wholes) = (Field is null ? Softmax.Of(tape, tags) : null, labels is null ? null : Softmax.Of(tape, labels));
            for (int b = 0; b < batch.Length; b++)
            {
                var (label, certainty) = wholes is null ? (null, 1) : MostProbable(wholes.Row(b));
                taggings[places[b]] = [.. (steps is null ? Field!.Best(tags, b, batch[b].Count, best) : [Each(
                    steps, b, batch[b].Count)]).Select(p => new Tagging(Outward([.. p.Path.Select(k => Tags[k])]), label, p.Probability, certainty))];
            }
        });
        return taggings;
    }

    private (string?, double) MostProbable(ReadOnlySpan<float> p)
    {
        MostProbable(p, out int label);
        return (Labels[label], p[label]);
    }

    /// <summary>How well the tagger does on sequences whose tags are known.</summary>
    /// <exception cref="SluiceException">There is no sequence, or one has no tags.</exception>
    public TagFigures Evaluate(IReadOnlyList<Sample> samples)
    {
        samples = [.. samples.Where(s => s.Count > 0)];
        if (samples.Count == 0 || samples.Any(s => s.Tags is null)) throw new SluiceException("Tagger.Evaluate: expected sequences with tags.");
        double loss = 0;
        var taggings = Tag(
            [.. samples.Select(IfShort)], 1,
            (batch, tags, labels) => loss += Loss(new Tape(recording: false), batch, tags, labels) * batch.Length);
        for (int i = 0; i < samples.Count; i++)
        {
            if (samples[i].Count <= LongestWhole) continue;
            var reading = new LongReading(this, samples[i]);
            (taggings[i], loss) = ([reading.Tagging], loss + reading.Loss);
        }

        int steps = samples.Sum(s => s.Count), right = 0, naive = 0, labels = 0, naiveLabels = 0, wholes = 0;
        var naiveTags = samples.Select(s => (IReadOnlyList<string>)Outward([.. Enumerable.Range(0, s.Count).Select(t => Naive(s, t))])).ToList();
        for (int i = 0; i < samples.Count; i++)
        {
            var (tags, told) = (samples[i].Tags!, taggings[i][0]);
            int own = Enumerable.Range(0, tags.Count).Count(t => told.Tags[t] == tags[t]);
            right += own;
            naive += Enumerable.Range(0, tags.Count).Count(t => naiveTags[i][t] == tags[t]);
            if (told.Label == samples[i].Label) labels++;
            if (_label is not null && Labels[0] == samples[i].Label) naiveLabels++;
            if (own == tags.Count && (_label is null || told.Label == samples[i].Label)) wholes++;
        }

        bool spans = Kind != TagKind.Plain, labelled = _label is not null;
        double count = samples.Count;
        return new TagFigures(
            loss / samples.Count, samples.Count, steps, (double)right / steps, (double)naive / steps,
            spans ? SpanFigures.Of(samples.Select((s, i) => (s.Tags!, taggings[i][0].Tags))) : null,
            spans ? SpanFigures.Of(samples.Select((s, i) => (s.Tags!, naiveTags[i])))[""] : default,
            labelled ? labels / count : null, labelled ? naiveLabels / count : null, wholes / count);
    }

    /// <summary>The mean loss of a batch; a tag or label that was never seen in training counts for nothing.</summary>
    internal double Loss(Tape tape, IReadOnlyList<Sample> batch, Tensor tags, Tensor? labels)
    {
        int steps = tags.Shape[0];
        var targets = new int[steps * batch.Count];
        Array.Fill(targets, -1);
        var lengths = new int[batch.Count];
        int known = 0;
        for (int b = 0; b < batch.Count; b++)
        {
            int[] own = [.. Inward(batch[b].Tags!).Select(_tags.IndexOf)];
            for (int t = 0; t < own.Length; t++) targets[t * batch.Count + b] = own[t];
            known += own.Count(k => k >= 0);
            lengths[b] = Field is not null && own.Contains(-1) ? 0 : own.Length;
        }

        double loss;
        if (Field is not null)
        {
            loss = Field.Loss(tape, tags, targets, lengths);
        }
        else
        {
            double each = (double)known / batch.Count;
            loss = CrossEntropy.Mean(tape, tags, targets, each) * each;
        }

        return labels is null ? loss : loss + LabelLoss(tape, batch, labels);
    }

    private double LabelLoss(Tape tape, IReadOnlyList<Sample> batch, Tensor labels)
        => Options.LabelWeight * CrossEntropy.Mean(tape, labels, [.. batch.Select(s => _labels.IndexOf(s.Label))], Options.LabelWeight);

    /// <summary>The most probable tag of each step by itself.</summary>
    private static (int[] Path, double Probability) Each(Tensor p, int b, int steps)
    {
        var path = new int[steps];
        double logarithm = 0;
        for (int t = 0; t < steps; t++) logarithm += MostProbable(p.Row(t * p.Shape[1] + b), out path[t]);
        return (path, Math.Exp(logarithm));
    }

    /// <summary>The most probable tag, and the logarithm of its probability.</summary>
    private static double MostProbable(ReadOnlySpan<float> p, out int tag)
    {
        tag = 0;
        for (int k = 1; k < p.Length; k++) if (p[k] > p[tag]) tag = k;
        return Math.Log(p[tag]);
    }

    /// <summary>The tag that was most often seen with a word; that of an unknown word, or of any step of numbers, is the most frequent.</summary>
    private string Naive(Sample sample, int t) => Tags[Input is WordInput words && Majority.Count > 0 ? Majority[words.IndexOf(sample.Words[t])] : 0];
}
