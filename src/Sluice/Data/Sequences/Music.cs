namespace Sluice.Data.Sequences;

/// <summary>Pieces of polyphonic music, each a sequence of steps, each step the MIDI numbers of the notes that sound.</summary>
/// <param name="Train">Pieces to learn from.</param>
/// <param name="Validation">Pieces that choose the best model.</param>
/// <param name="Test">Pieces that training never looks at.</param>
public sealed record Music(IReadOnlyList<int[][]> Train, IReadOnlyList<int[][]> Validation, IReadOnlyList<int[][]> Test)
{
    /// <summary>The lowest key of a piano, A0.</summary>
    public const int Lowest = 21;

    /// <summary>Keys of a piano: the columns of a step.</summary>
    public const int Keys = 88;
}
