using Sluice.Data.Sequences;
using Sluice.Data.Tables;

namespace Sluice.Tasks.Labels;

/// <summary>Hashes of labelled sequences, by which those that were learned from are found again.</summary>
internal static class SampleHash
{
    /// <summary>The hash of what a sequence holds, with its labels.</summary>
    public static ulong Of(Sample sample)
    {
        ulong hash = RowSketch.Hash(0, sample.Rows);
        foreach (string text in sample.Words.Concat(sample.Tags ?? []).Append(sample.Label ?? "")) hash = hash * 31 + RowSketch.Hash(text);
        return hash;
    }
}
