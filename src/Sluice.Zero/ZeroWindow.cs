namespace Sluice.Zero;

/// <summary>The past of one series, cut to what the net looks at, and after which patches it is to forecast.</summary>
/// <param name="Values">The values; NaN where one is missing. What lies ahead of the last known one is missing too.</param>
/// <param name="Seasons">After how many steps they repeat themselves.</param>
/// <param name="Origins">Patches, counted from 0, after each of which a block is forecast; the last patch ends with the values.</param>
internal sealed record ZeroWindow(double[] Values, Repetition Seasons, int[] Origins)
{
    /// <summary>Patches of all values; the first may begin before them.</summary>
    public int Patches => (Values.Length + ZeroOptions.Patch - 1) / ZeroOptions.Patch;

    /// <summary>Steps up to the end of a patch.</summary>
    public int End(int patch) => Values.Length - (Patches - 1 - patch) * ZeroOptions.Patch;
}
