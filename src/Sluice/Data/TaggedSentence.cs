namespace Sluice.Data;

/// <summary>A sentence with a tag for each of its words.</summary>
/// <param name="Words">The words.</param>
/// <param name="Tags">Their tags.</param>
/// <param name="Line">Where it begins in its file, from 1.</param>
public sealed record TaggedSentence(IReadOnlyList<string> Words, IReadOnlyList<string> Tags, int Line = 0);
