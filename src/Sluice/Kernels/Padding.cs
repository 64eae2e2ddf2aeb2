namespace Sluice.Kernels;

/// <summary>Rows are padded to 16 elements, the lanes of the widest vector, so that no kernel needs a tail.</summary>
internal static class Padding
{
    /// <summary>The multiple to which rows are padded.</summary>
    public const int Lanes = 16;

    /// <summary><paramref name="columns"/> rounded up.</summary>
    public static int Round(int columns) => (columns + Lanes - 1) & ~(Lanes - 1);
}
