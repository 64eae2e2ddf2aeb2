using Sluice.Data.Sequences;

namespace Sluice.Tasks.Tag;

/// <summary>
/// How well a tagger does, with a naive one beside it that gives each word the tag most often seen with it, and each whole the most frequent label.
/// </summary>
/// <param name="Loss">The mean of −ln p of all that there is to tell of a sequence, in nats.</param>
/// <param name="Sequences">Sequences.</param>
/// <param name="Steps">Steps.</param>
/// <param name="Accuracy">The share of steps with the right tag.</param>
/// <param name="NaiveAccuracy">That of the naive tagger.</param>
/// <param name="Spans">The figures of spans, all together under the empty name and for each type; null where tags are plain.</param>
/// <param name="NaiveSpans">Those of the naive tagger, all together.</param>
/// <param name="LabelAccuracy">The share of wholes with the right label; null where there are no labels.</param>
/// <param name="NaiveLabelAccuracy">That of the most frequent label.</param>
/// <param name="Wholes">The share of sequences of which everything is right.</param>
public sealed record TagFigures(
    double Loss, int Sequences, int Steps, double Accuracy, double NaiveAccuracy, IReadOnlyDictionary<string, SpanFigures>? Spans,
    SpanFigures NaiveSpans,
    double? LabelAccuracy, double? NaiveLabelAccuracy, double Wholes)
{
    /// <summary>What is wrong: 1 less F1, or the share of wrong tags where there are no spans; and that of labels, the mean of both.</summary>
    public double Wrong => LabelAccuracy is { } label ? (1 - Main + 1 - label) / 2 : 1 - Main;

    private double Main => Spans is { } spans ? spans[""].F1 : Accuracy;
}
