namespace Sluice.Data.Sequences;

/// <summary>A text and what it is to become: its translation, its pronunciation.</summary>
/// <param name="Source">The text.</param>
/// <param name="Target">What it is to become.</param>
/// <param name="Line">Where it stands in its file, from 1; 0 where that is not known.</param>
public sealed record SequencePair(string Source, string Target, int Line = 0)
{
    /// <summary>The other direction.</summary>
    public SequencePair Swapped => new(Target, Source, Line);

    /// <summary>
    /// Keeps pairs apart from training: those of every n-th source, in the order in which sources first appear. All pairs of a source are
    /// on one side, so that no source that is kept apart is ever learned from. Whoever swaps pairs does it before.
    /// </summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="every">From 2: of 20, the 20th source, the 40th and so on are kept apart.</param>
    /// <exception cref="SluiceException">The number is below 2.</exception>
    /// <exception cref="SluiceFormatException">There are fewer sources than that, so that none would be kept apart.</exception>
    public static (IReadOnlyList<SequencePair> Training, IReadOnlyList<SequencePair> Apart) KeepApart(IReadOnlyList<SequencePair> pairs, int every)
    {
        if (every < 2) throw new SluiceException($"SequencePair: expected to keep every 2nd source apart, or fewer, got every {every}.");
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var pair in pairs) numbers.TryAdd(pair.Source, numbers.Count + 1);
        if (numbers.Count < every)
            throw new SluiceFormatException(
                $"SequencePair: expected {every} sources or more, so that every {every}th can be kept apart, got {numbers.Count}.");
        var sides = pairs.ToLookup(p => numbers[p.Source] % every == 0);
        return ([.. sides[false]], [.. sides[true]]);
    }

    /// <summary>Each source once, in the order of the pairs, with all its right targets: what answers are measured by.</summary>
    public static (IReadOnlyList<string> Sources, IReadOnlyList<IReadOnlyList<string>> Targets) BySource(IReadOnlyList<SequencePair> pairs)
    {
        var groups = pairs.GroupBy(p => p.Source, p => p.Target, StringComparer.Ordinal).ToArray();
        return ([.. groups.Select(g => g.Key)], [.. groups.Select(g => (IReadOnlyList<string>)[.. g.Distinct(StringComparer.Ordinal)])]);
    }
}
