namespace Sluice.Tasks.Settings;

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

    /// <summary>The settings.</summary>
    public static SettingList<SpectralOptions> Settings { get; } = new(
    [
        Setting<SpectralOptions>.Integer("sound.samples_per_second", "samples a second of recordings; 0 for those of the first", 0, o => o.Rate, (o, v) => o with { Rate = (int)v }),
        Setting<SpectralOptions>.Choice("sound.features", "what is made of each frame: powers in bands, or cepstral coefficients", ["mel", "mfcc"], o => o.Kind, (o, v) => o with { Kind = v }),
        Setting<SpectralOptions>.Number("sound.frame", "milliseconds of a frame", 1, 1000, o => o.Frame, (o, v) => o with { Frame = v }),
        Setting<SpectralOptions>.Number("sound.frame_step", "milliseconds from one frame to the next", 1, 1000, o => o.Step, (o, v) => o with { Step = v }),
        Setting<SpectralOptions>.Integer("sound.bands", "bands of the mel scale", 1, o => o.Bands, (o, v) => o with { Bands = (int)v }),
        Setting<SpectralOptions>.Integer("sound.coefficients", "cepstral coefficients that are kept", 1, o => o.Coefficients, (o, v) => o with { Coefficients = (int)v }),
        Setting<SpectralOptions>.Flag("sound.deltas", "whether the slope of each number over five frames is seen too", o => o.Deltas, (o, v) => o with { Deltas = v }),
    ]);
}
