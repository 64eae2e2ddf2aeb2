using System.Globalization;

namespace Sluice.Tests;

/// <summary>
/// How many random cases a test of a round trip takes: as many as are quick, or what SLUICE_SEEDS says:
/// <c>SLUICE_SEEDS=10000 dotnet test tests/Sluice.Tests -c Release --filter Kind=RoundTrip</c>.
/// </summary>
internal static class Seeds
{
    /// <summary>The trait of such tests.</summary>
    public const string Kind = "Kind", RoundTrip = "RoundTrip";

    /// <summary>The number of seeds, from 0.</summary>
    /// <param name="usual">As many as are quick.</param>
    public static int Of(int usual)
        => Environment.GetEnvironmentVariable("SLUICE_SEEDS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
