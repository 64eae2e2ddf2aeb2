namespace Sluice.Audio;

/// <summary>Sound of one channel.</summary>
/// <param name="Rate">Samples a second.</param>
/// <param name="Samples">The samples, from -1 to 1.</param>
public sealed record Sound(int Rate, float[] Samples);
