namespace Sluice.Audio;

/// <summary>How sound becomes rows of numbers.</summary>
public sealed record SpectralOptions
{
    /// <summary>Samples a second; 0 for those of the first recording.</summary>
    public int Rate { get; init; }

    /// <summary>What a row holds: mel, the logarithm of the power in each band, or mfcc, the cosine transform of it.</summary>
    public string Kind { get; init; } = "mel";

    /// <summary>Milliseconds of a frame.</summary>
    public double Frame { get; init; } = 25;

    /// <summary>Milliseconds from one frame to the next.</summary>
    public double Step { get; init; } = 10;

    /// <summary>Bands of the mel scale, from 0 Hz to half the rate.</summary>
    public int Bands { get; init; } = 40;

    /// <summary>Coefficients that are kept of the cosine transform.</summary>
    public int Coefficients { get; init; } = 13;

    /// <summary>Whether the slope of each number over five frames follows the numbers.</summary>
    public bool Deltas { get; init; }

    /// <summary>Numbers of a row.</summary>
    public int Width => (Kind == "mfcc" ? Coefficients : Bands) * (Deltas ? 2 : 1);
}
