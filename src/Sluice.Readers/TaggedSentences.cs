using System.Collections;
using Sluice.Data.Sequences;

namespace Sluice.Readers;

/// <summary>Sentences of a file, and what there is to say of how they were read. Any number of threads may read it.</summary>
/// <param name="sentences">The sentences.</param>
/// <param name="notes">What was recognised, converted and passed over, a sentence each; none where the file is as expected.</param>
public sealed class TaggedSentences(IReadOnlyList<Sample> sentences, IReadOnlyList<string> notes) : IReadOnlyList<Sample>
{
    /// <summary>What was recognised, converted and passed over.</summary>
    public IReadOnlyList<string> Notes => notes;

    /// <inheritdoc/>
    public int Count => sentences.Count;

    /// <inheritdoc/>
    public Sample this[int index] => sentences[index];

    /// <inheritdoc/>
    public IEnumerator<Sample> GetEnumerator() => sentences.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
