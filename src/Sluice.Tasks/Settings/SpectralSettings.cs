using Sluice.Audio;

namespace Sluice.Tasks.Settings;

/// <summary>The settings of how sound becomes rows of numbers.</summary>
public static class SpectralSettings
{
    /// <summary>All of them.</summary>
    public static SettingList<SpectralOptions> List { get; } = new(
    [
        Setting<SpectralOptions>.Integer(
            "sound.samples_per_second", "samples a second of recordings; 0 for those of the first", 0, o => o.Rate,
            (o, v) => o with { Rate = (int)v }),
        Setting<SpectralOptions>.Choice(
            "sound.features", "what is made of each frame: powers in bands, or cepstral coefficients", ["mel", "mfcc"], o => o.Kind,
            (o, v) => o with { Kind = v }),
        Setting<SpectralOptions>.Number("sound.frame", "milliseconds of a frame", 1, 1000, o => o.Frame, (o, v) => o with { Frame = v }),
        Setting<SpectralOptions>.Number(
            "sound.frame_step", "milliseconds from one frame to the next", 1, 1000, o => o.Step, (o, v) => o with { Step = v }),
        Setting<SpectralOptions>.Integer("sound.bands", "bands of the mel scale", 1, o => o.Bands, (o, v) => o with { Bands = (int)v }),
        Setting<SpectralOptions>.Integer(
            "sound.coefficients", "cepstral coefficients that are kept", 1, o => o.Coefficients, (o, v) => o with { Coefficients = (int)v }),
        Setting<SpectralOptions>.Flag(
            "sound.deltas", "whether the slope of each number over five frames is seen too", o => o.Deltas, (o, v) => o with { Deltas = v }),
    ]);
}
