using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Losses;

namespace Sluice.Tasks.Tag;

/// <summary>What a tagger computed over a sequence.</summary>
/// <param name="Recordings">Every gate, state and pre-activation of each layer and direction, [steps, 1, units], of the steps that were asked for.</param>
/// <param name="Tagging">The most probable reading of all.</param>
/// <param name="Tags">The tags in the scheme of the data.</param>
/// <param name="Probabilities">For each of these steps the probability of each tag, over all readings of the whole.</param>
/// <param name="Labels">The probability of each label of the whole; none where there are none.</param>
public sealed record InspectedTagging(
    IReadOnlyList<Recording> Recordings, Tagging Tagging, IReadOnlyList<string> Tags, IReadOnlyList<double[]> Probabilities,
    IReadOnlyList<float> Labels);

public sealed partial class Tagger
{
    /// <summary>Tags a sequence and keeps what was computed on the way.</summary>
    /// <param name="sample">The sequence.</param>
    /// <param name="last">At how many of its last steps; where these are not all, it is computed window by window, to the same bits.</param>
    /// <exception cref="SluiceException">A sequence without steps, or a tagger without recurrent layers.</exception>
    public InspectedTagging Inspect(Sample sample, int last = int.MaxValue)
    {
        if (sample.Count == 0 || _stack is null)
            throw new SluiceException(
                $"Tagger.Inspect: expected a sequence of a step or more and recurrent layers, got {sample.Count} steps and {Options.Layers} layers.");
        string[] own = [.. Tags.Select(InData)], tags = [.. own.Distinct()];
        if (last < sample.Count)
        {
            var reading = new LongReading(this, sample, last);
            return new InspectedTagging(
                reading.Recordings, reading.Tagging, tags, InScheme(reading.Probabilities),
                reading.LabelScores is { } told ? Softmax.Of(told).Row(0).ToArray() : []);
        }

        var recordings = new List<Recording>();
        var (scores, labels) = Scores(new Tape(recording: false), [sample], recordings);
        var learned = Field?.Marginals(scores, 0, sample.Count) ?? Each(Softmax.Of(scores), sample.Count);
        return new InspectedTagging(
            recordings, Tag(sample), tags, InScheme(learned), labels is null ? [] : Softmax.Of(labels).Row(0).ToArray());

        double[][] InScheme(IEnumerable<double[]> probabilities)
            => [.. probabilities.Select(row => tags.Select(tag => row.Where((_, k) => own[k] == tag).Sum()).ToArray())];
    }

    private static double[][] Each(Tensor p, int steps)
        => [.. Enumerable.Range(0, steps).Select(t => Array.ConvertAll(p.Row(t).ToArray(), v => (double)v))];

    /// <summary>
    /// A tag as it was learned in the scheme of the data: where that has no ends, they are insides, and spans of one step are beginnings.
    /// </summary>
    private string InData(string tag)
        => Kind == TagKind.Bio && tag.Length > 2 ? tag[0] switch { 'E' => "I" + tag[1..], 'S' => "B" + tag[1..], _ => tag } : tag;

    /// <inheritdoc/>
    public void Trace(Tape tape, int steps, int batch) => Scores(tape, Input.Blank(steps, batch));
}
