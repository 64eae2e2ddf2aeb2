namespace Sluice.Data.Sequences;

/// <summary>Something that was said.</summary>
/// <param name="Rows">What was heard: a row of features each frame, all of the same length.</param>
/// <param name="Text">What was said; null where it is not known.</param>
/// <param name="Name">What messages call it: the file it comes from.</param>
public sealed record Utterance(IReadOnlyList<float[]> Rows, string? Text = null, string Name = "");
