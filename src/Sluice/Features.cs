using System.Diagnostics.CodeAnalysis;

namespace Sluice;

/// <summary>
/// What a trimmed or ahead-of-time compiled program holds of the library. Everything is there unless the program's project says
/// otherwise (<c>buildTransitive/Sluice.targets</c>, docs/packages.md); the trimmer then drops the code behind a switch that is off.
/// </summary>
internal static class Features
{
    /// <summary>Cells in wrappers, <c>lstm+clip</c>: 39 more types for every cell.</summary>
    [FeatureSwitchDefinition("Sluice.Wrappers")]
    public static bool Wrappers => IsOn("Sluice.Wrappers");

    /// <summary>Every cell of the catalog.</summary>
    [FeatureSwitchDefinition("Sluice.AllCells")]
    public static bool AllCells => IsOn("Sluice.AllCells");

    /// <summary>Of a catalog without all cells, these: rnn, lstm and gru.</summary>
    [FeatureSwitchDefinition("Sluice.CommonCells")]
    public static bool CommonCells => IsOn("Sluice.CommonCells");

    /// <summary>Vectors of 512 bits.</summary>
    [FeatureSwitchDefinition("Sluice.Vectors512")]
    public static bool Vectors512 => IsOn("Sluice.Vectors512");

    /// <summary>Vectors of 256 bits.</summary>
    [FeatureSwitchDefinition("Sluice.Vectors256")]
    public static bool Vectors256 => IsOn("Sluice.Vectors256");

    /// <summary>Vectors of 128 bits.</summary>
    [FeatureSwitchDefinition("Sluice.Vectors128")]
    public static bool Vectors128 => IsOn("Sluice.Vectors128");

    /// <summary>One float at a time, for processors without any vectors.</summary>
    [FeatureSwitchDefinition("Sluice.Vectors32")]
    public static bool Vectors32 => IsOn("Sluice.Vectors32");

    /// <summary>What the error of a cell that is not known adds in a program that does not hold all.</summary>
    public static string CellsLeftOut => AllCells ? "" : " Others were left out of this program: SluiceCells in its project says which it holds.";

    private static bool IsOn(string name) => !AppContext.TryGetSwitch(name, out bool isOn) || isOn;
}
