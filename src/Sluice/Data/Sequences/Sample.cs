namespace Sluice.Data.Sequences;

/// <summary>A sequence to learn from: words or rows of numbers, with a label for each step, or one for all, or both.</summary>
/// <param name="Count">Its steps.</param>
/// <param name="Line">Where it begins in its file, from 1; 0 where that is not known.</param>
public sealed record Sample(int Count, int Line = 0)
{
    /// <summary>The words; none where the steps are numbers.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The rows of numbers, one after the other; none where the steps are words.</summary>
    public float[] Rows { get; init; } = [];

    /// <summary>The label of each step, or null.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The label of the whole, or null.</summary>
    public string? Label { get; init; }

    /// <summary>A sentence.</summary>
    /// <param name="words">Its words.</param>
    /// <param name="tags">Their tags, or null.</param>
    /// <param name="label">The label of the whole, or null.</param>
    /// <param name="line">Where it begins in its file, from 1.</param>
    public static Sample Of(IReadOnlyList<string> words, IReadOnlyList<string>? tags = null, string? label = null, int line = 0)
        => tags is null || tags.Count == words.Count
            ? new Sample(words.Count, line) { Words = words, Tags = tags, Label = label }
            : throw new SluiceException($"Sample: expected {words.Count} tags for as many words, got {tags.Count}.");
}
