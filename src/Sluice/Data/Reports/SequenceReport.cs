using Sluice.Data.Sequences;
using Sluice.Data.Tables;

namespace Sluice.Data.Reports;

/// <summary>What is in labelled sequences, before any training: sizes, balance, and what would deceive a measurement.</summary>
/// <param name="Parts">The parts that have sequences.</param>
/// <param name="Balance">How often each of the most frequent labels comes in each part.</param>
/// <param name="Labels">Different labels.</param>
/// <param name="Unseen">Labels of validation and test that training does not have.</param>
/// <param name="Contradicting">Sequences with the same content as an earlier one and other labels.</param>
/// <param name="Warnings">Sentences on what is likely to be wrong.</param>
public sealed record SequenceReport(
    IReadOnlyList<PartReport> Parts, IReadOnlyList<ClassBalance> Balance, int Labels, IReadOnlyList<string> Unseen, int Contradicting,
    IReadOnlyList<string> Warnings)
{
    /// <summary>What there is to say of how the data was read.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    // Below so many in a hundred, sequences that come again are chance: "Thank you ." and the like.
    private const double TooManyShared = 0.05;

    /// <summary>Looks at sequences.</summary>
    /// <exception cref="SluiceFormatException">There are none.</exception>
    public static SequenceReport Of(IReadOnlyCollection<LabelledSequence> sequences)
    {
        if (sequences.Count == 0) throw new SluiceFormatException("expected sequences, got none.");
        var seen = new Dictionary<string, IReadOnlyList<string?>>(StringComparer.Ordinal);
        var parts = new List<PartReport>();
        int contradicting = 0;
        foreach (var part in Enum.GetValues<DataPart>())
        {
            LabelledSequence[] own = [.. sequences.Where(s => s.Part == part)];
            if (own.Length == 0) continue;
            parts.Add(PartReport.Of(part, own, seen));
            foreach (var s in own)
                if (s.Length > 0 && !seen.TryAdd(s.Content, s.Labels) && !seen[s.Content].SequenceEqual(s.Labels)) contradicting++;
        }

        var labels = sequences.SelectMany(s => s.Labels.OfType<string>().Select(label => (s.Part, Label: label))).GroupBy(l => l.Label)
            .Select(g => new ClassBalance(
                g.Key, g.Count(l => l.Part == DataPart.Training), g.Count(l => l.Part == DataPart.Validation), g.Count(l => l.Part == DataPart.Test)))
            .OrderByDescending(b => b.Training + b.Validation + b.Test).ThenBy(b => b.Category, StringComparer.Ordinal).ToList();
        string[] unseen = [.. labels.Where(b => b.Training == 0).Select(b => b.Category)];
        return new SequenceReport(
            parts, [.. labels.Take(ClassBalance.Most)], labels.Count, unseen, contradicting, [.. About(parts, labels, unseen, contradicting)]);
    }

    private static IEnumerable<string> About(List<PartReport> parts, List<ClassBalance> labels, string[] unseen, int contradicting)
    {
        if (parts[0].Part != DataPart.Training) yield return "there is nothing to learn from: no sequence is for training.";
        else if (labels.Count(b => b.Training > 0) == 1)
            yield return $"every label of training is '{labels.First(b => b.Training > 0).Category}': there is nothing to learn.";
        foreach (var p in parts)
        {
            string name = Name(p.Part);
            if (p.Empty > 0) yield return $"{p.Empty} sequences of {name} are empty: leave them out.";
            if (p.Unlabelled > 0) yield return $"{p.Unlabelled} labels of {name} are missing.";
            if (p.Shared > TooManyShared * p.Count)
                yield return $"{p.Shared} sequences of {name} ({(double)p.Shared / p.Count:P1}) are also in {(p.Part == DataPart.Test ? "training or validation" : "training")}: they measure memory.";
        }

        if (unseen.Length > 0 && parts[0].Part == DataPart.Training)
            yield return $"{(unseen.Length == 1 ? "a label" : $"{unseen.Length} labels")} of validation or test never seen in training: {string.Join(", ", unseen.Take(10))}.";
        foreach (string alike in LikeTexts.Sentence("the labels", labels.Select(b => (b.Category, b.Training + b.Validation + b.Test))))
            yield return alike;
        if (contradicting > 0)
            yield return $"{contradicting} sequences have other labels than an earlier one with the same content: no net can have all of them right.";
    }

    internal static string Name(DataPart part) => part.ToString().ToLowerInvariant();
}

/// <summary>The sequences of a part.</summary>
/// <param name="Part">What the part is for.</param>
/// <param name="Count">Sequences.</param>
/// <param name="Steps">Steps of all of them.</param>
/// <param name="Lengths">The lengths of which 0, 5, 25, 50, 75, 95 and 100 of a hundred sequences have as many steps or fewer: the shortest first,
/// the median in the middle, the longest last.</param>
/// <param name="Empty">Sequences without a step.</param>
/// <param name="Missing">Values that are missing.</param>
/// <param name="Unlabelled">Labels that are missing.</param>
/// <param name="Repeated">Sequences with the same content as an earlier one of the part.</param>
/// <param name="Shared">Sequences with the same content as one of an earlier part.</param>
public sealed record PartReport(
    DataPart Part, int Count, long Steps, IReadOnlyList<int> Lengths, int Empty, long Missing, int Unlabelled, int Repeated, int Shared)
{
    /// <summary>The shares, in a hundred, of which <see cref="Lengths"/> has the lengths.</summary>
    public static IReadOnlyList<int> Percentiles { get; } = [0, 5, 25, 50, 75, 95, 100];

    internal static PartReport Of(DataPart part, LabelledSequence[] sequences, Dictionary<string, IReadOnlyList<string?>> before)
    {
        int[] lengths = [.. sequences.Select(s => s.Length).Order()];
        string[] contents = [.. sequences.Where(s => s.Length > 0).Select(s => s.Content)];
        return new PartReport(
            part, sequences.Length, lengths.Sum(
                l => (long)l), [.. Percentiles.Select(p => lengths[Math.Max(0, (int)Math.Ceiling(p / 100.0 * lengths.Length) - 1)])],
            lengths.Count(l => l == 0), sequences.Sum(s => (long)s.Missing), sequences.Sum(s => s.Labels.Count(l => l is null)),
            contents.Length - contents.Distinct(StringComparer.Ordinal).Count(), contents.Count(before.ContainsKey));
    }
}
