namespace Sluice.Tasks;

/// <summary>The sizes of a music model.</summary>
public sealed record MusicModelOptions
{
    /// <summary>The name of a cell of the catalog.</summary>
    public string Cell { get; init; } = "lstm";

    /// <summary>Units of a layer.</summary>
    public int Hidden { get; init; } = 200;

    /// <summary>Layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>The share of values hidden in training, between layers and before the output.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <summary>The share of units hidden from the recurrent product in training.</summary>
    public double RecurrentDropout { get; init; }

    /// <summary>Pieces trained side by side.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>The seed of the initial weights and of the order of pieces.</summary>
    public ulong Seed { get; init; } = 1;
}
