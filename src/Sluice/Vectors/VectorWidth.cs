using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Vectors;

/// <summary>
/// The vector width of this process: the widest that the hardware does well, or what the environment variable
/// <c>SLUICE_VECTOR_BITS</c> (512, 256, 128 or 32) asks for. Results are the same bits on every width.
/// </summary>
public static class VectorWidth
{
    /// <summary>Bits of a vector: 512, 256, 128, or 32 for one float at a time.</summary>
    public static int Bits { get; } = Choose(Environment.GetEnvironmentVariable("SLUICE_VECTOR_BITS"));

    /// <summary>Whether the hardware multiplies and adds with one rounding. Without it the last bits differ.</summary>
    public static bool HasFma => Fma.IsSupported || AdvSimd.IsSupported;

    private static int Choose(string? forced)
    {
        int best = Features.Vectors512 && Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? 512
            : Features.Vectors256 && Vector256.IsHardwareAccelerated && Fma.IsSupported ? 256
            : Features.Vectors128 && Vector128.IsHardwareAccelerated ? 128
            : 32;
        return forced switch
        {
            null or "" => best,
            "512" or "256" or "128" or "32" => int.Parse(forced),
            _ => throw new SluiceException($"SLUICE_VECTOR_BITS: expected 512, 256, 128 or 32, got '{forced}'."),
        };
    }
}
