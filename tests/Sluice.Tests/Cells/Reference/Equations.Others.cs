namespace Sluice.Tests.Cells.Reference;

internal static partial class Equations
{
    private static Dictionary<string, Step> Others => new()
    {
    };
}
