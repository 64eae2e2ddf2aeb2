using Sluice.Kernels;

namespace Sluice.Autodiff;

/// <summary>How the elements of a tensor are shared out: padding included, in whole vectors of the widest width.</summary>
internal static class Elementwise
{
    /// <summary>The elements of a part.</summary>
    public static (nint From, nint To) Range(Tensor x, int part, int parts)
    {
        long groups = (long)x.Rows * x.Stride / Padding.Lanes;
        return ((nint)(groups * part / parts * Padding.Lanes), (nint)(groups * (part + 1) / parts * Padding.Lanes));
    }
}
