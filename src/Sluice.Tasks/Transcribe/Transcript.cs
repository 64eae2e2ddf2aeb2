using Sluice.Tasks.Text;

namespace Sluice.Tasks.Transcribe;

/// <summary>What a transcriber heard.</summary>
/// <param name="Text">The text.</param>
/// <param name="Symbols">Its symbols.</param>
/// <param name="LogProbability">ln p: of all ways to say it by beam search, what a language model added included; of the best one way
/// otherwise.</param>
public sealed record Transcript(string Text, IReadOnlyList<string> Symbols, double LogProbability);

/// <summary>How the most probable text is found.</summary>
public sealed record DecodingOptions
{
    /// <summary>Texts followed side by side; with 1 and no language model, the best class of each step is taken.</summary>
    public int Beam { get; init; } = 1;

    /// <summary>A language model over the same symbols; null for none.</summary>
    public LanguageModel? Language { get; init; }

    /// <summary>The weight of its ln p.</summary>
    public double Weight { get; init; } = 0.5;

    /// <summary>What is added to ln p for each symbol: a language model alone likes short texts.</summary>
    public double Bonus { get; init; }

    /// <summary>Whether the best class of each step is all there is to it.</summary>
    internal bool IsGreedy => Beam == 1 && Language is null && Bonus == 0;
}
