using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Losses;
using Sluice.Tasks.Labels;

namespace Sluice.Tasks.Tag;

public sealed partial class Tagger
{
    // So many steps with padding are looked at side by side.
    private const int StepsAtOnce = 4096;

    /// <summary>The most probable reading of a sequence; one longer than <see cref="LongestWhole"/> is read window by window.</summary>
    public Tagging Tag(Sample sample) => Tag([sample])[0][0];

    /// <summary>The most probable readings of each of some sequences, the best first; those of one sequence have the same label.</summary>
    /// <remarks>A sequence longer than <see cref="LongestWhole"/> has one reading, found window by window in memory that does not grow with it.</remarks>
    public IReadOnlyList<IReadOnlyList<Tagging>> Tag(IReadOnlyList<Sample> samples, int best = 1)
    {
        var taggings = Tag([.. samples.Select(s => s.Count > LongestWhole ? new Sample(0) : s)], best, null);
        for (int i = 0; i < samples.Count; i++)
            if (samples[i].Count > LongestWhole) taggings[i] = [TagByWindows(samples[i])];
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

        (string?, double) MostProbable(ReadOnlySpan<float> p)
        {
            int most = 0;
            for (int k = 1; k < p.Length; k++) if (p[k] > p[most]) most = k;
            return (Labels[most], p[most]);
        }
    }

    /// <summary>How well the tagger does on sequences whose tags are known.</summary>
    /// <exception cref="SluiceException">There is no sequence, or one has no tags.</exception>
    public TagFigures Evaluate(IReadOnlyList<Sample> samples)
    {
        samples = [.. samples.Where(s => s.Count > 0)];
        if (samples.Count == 0 || samples.Any(s => s.Tags is null)) throw new SluiceException("Tagger.Evaluate: expected sequences with tags.");
        double loss = 0;
        var taggings = Tag(samples, 1, (batch, tags, labels) => loss += Loss(new Tape(recording: false), batch, tags, labels) * batch.Length);
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

        if (labels is not null)
            loss += Options.LabelWeight * CrossEntropy.Mean(tape, labels, [.. batch.Select(s => _labels.IndexOf(s.Label))], Options.LabelWeight);
        return loss;
    }

    /// <summary>The most probable tag of each step by itself.</summary>
    private static (int[] Path, double Probability) Each(Tensor p, int b, int steps)
    {
        var path = new int[steps];
        double logarithm = 0;
        for (int t = 0; t < steps; t++)
        {
            var row = p.Row(t * p.Shape[1] + b);
            for (int k = 1; k < row.Length; k++) if (row[k] > row[path[t]]) path[t] = k;
            logarithm += Math.Log(row[path[t]]);
        }

        return (path, Math.Exp(logarithm));
    }

    /// <summary>The tag that was most often seen with a word; that of an unknown word, or of any step of numbers, is the most frequent.</summary>
    private string Naive(Sample sample, int t) => Tags[Input is WordInput words && Majority.Count > 0 ? Majority[words.IndexOf(sample.Words[t])] : 0];
}
