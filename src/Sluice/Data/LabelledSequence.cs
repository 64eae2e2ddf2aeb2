namespace Sluice.Data;

/// <summary>What a part of the data is for.</summary>
public enum DataPart
{
    /// <summary>What is learned from.</summary>
    Training,

    /// <summary>What choices are made by.</summary>
    Validation,

    /// <summary>What is only measured on.</summary>
    Test,
}

/// <summary>What a report needs to know of a sequence with its labels.</summary>
/// <param name="Part">What it is for.</param>
/// <param name="Length">Its steps.</param>
/// <param name="Labels">Its label, or one for each step; null for one that is missing.</param>
/// <param name="Content">What is the same for two sequences only if what is labelled is the same, such as the words or a hash of the numbers.</param>
/// <param name="Missing">Values that are missing in its steps.</param>
public sealed record LabelledSequence(DataPart Part, int Length, IReadOnlyList<string?> Labels, string Content, int Missing = 0)
{
    /// <summary>A sequence of words.</summary>
    public static LabelledSequence Of(Sample sample, DataPart part) => new(part, sample.Count, [.. sample.Tags ?? [sample.Label!]], string.Join('\n', sample.Words));
}
