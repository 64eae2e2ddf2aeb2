using Sluice.Data.Sequences;

namespace Sluice.Tasks.Labels;

/// <summary>A sequence that was chosen to be looked at.</summary>
/// <param name="Sample">The sequence.</param>
/// <param name="File">Its file, or null.</param>
/// <param name="Index">Its place in the file.</param>
/// <param name="Count">How many the file has.</param>
/// <param name="LeftOut">Steps that were cut off.</param>
/// <param name="IsSound">Whether its numbers are bands of a sound, the lowest first.</param>
public sealed record ChosenSample(Sample Sample, string? File, int Index, int Count, int LeftOut = 0, bool IsSound = false)
{
    /// <summary>The first steps of it, as many as there is room for.</summary>
    public ChosenSample Cut(int most, int width) => Sample.Count <= most ? this : this with
    {
        Sample = Sample with
        {
            Count = most,
            Words = [.. Sample.Words.Take(most)],
            Tags = Sample.Tags?.Take(most).ToArray(),
            Rows = Sample.Rows.Length == 0 ? [] : Sample.Rows[..(most * width)]
        },
        LeftOut = Sample.Count - most,
    };

    /// <summary>What a step is called: its word, or its number.</summary>
    internal string Step(int step) => Sample.Words.Count > 0 ? Sample.Words[step] : $"{step + 1}";
}
