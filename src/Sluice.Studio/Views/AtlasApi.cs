using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sluice.Cells;
using Sluice.Inspection;
using Sluice.Studio.Drawing;

namespace Sluice.Studio.Views;

/// <summary>The cells of the catalog: what they are, how data flows through them, and what comes out for given inputs.</summary>
internal static class AtlasApi
{
    private const int Units = 256, MostWrappers = 3, LongestName = 120;

    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
        _ = studio;
        api.MapGet("/cells", () => Catalog.BuiltIn.Select(Entry));
        api.MapGet("/cells/wrappers", () => Catalog.Wrappers);
        api.MapGet("/cells/drawing", (string name) =>
        {
            var diagram = CellDiagram.Of(Checked(name));
            return new { Cell = Entry(name), Drawing = CellDrawing.Of(diagram), diagram.Equations, Latex = CellEquations.Latex(name) };
        });
        api.MapGet("/cells/values", (string name, string? given, ulong? seed) => CellDiagram.Of(Checked(name)).Evaluate(Given(given ?? ""), seed ?? 1));
    }

    private static object Entry(string name)
    {
        var shape = Catalog.Shape(name);
        return new
        {
            name,
            shape.Equation,
            shape.Source,
            shape.States,
            InputMatrices = shape.InputBlocks.Count,
            RecurrentMatrices = shape.RecurrentFeeds.Count,
            Units,
            Weights = shape.WeightsOf(Units),
            Operations = shape.Operations(Units, Units),
        };
    }

    /// <summary>Every wrapper around a wrapper is a type of its own, which stays in memory.</summary>
    private static string Checked(string name) => name.Length <= LongestName && name.Count(c => c == '+') <= MostWrappers
        ? name
        : throw new SluiceException($"Cell: expected at most {MostWrappers} wrappers, got '{name[..Math.Min(name.Length, LongestName)]}'.");

    /// <summary>Such as <c>x:0.5,h⁻:0.2</c>.</summary>
    private static Dictionary<string, double> Given(string text)
    {
        var given = new Dictionary<string, double>();
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = part.LastIndexOf(':');
            if (colon < 1 || !double.TryParse(part.AsSpan(colon + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                throw new SluiceException($"Cell: expected values such as x:0.5, got '{part}'.");
            given[part[..colon]] = value;
        }

        return given;
    }
}
