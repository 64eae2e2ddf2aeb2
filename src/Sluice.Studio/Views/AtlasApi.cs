using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sluice.Cells;
using Sluice.Inspection;
using Sluice.Studio.Drawing;
using Sluice.Studio.Sheets;

namespace Sluice.Studio.Views;

/// <summary>The cells of the catalog: what they are, how data flows through them, and what comes out for given inputs.</summary>
internal static class AtlasApi
{
    private const int Units = 256, MostWrappers = 3, MostBeside = 2, LongestName = 120;

    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
        _ = studio;
        api.MapGet("/cells", () => Catalog.BuiltIn.Select(Entry));
        api.MapGet("/cells/wrappers", () => Catalog.Wrappers);
        api.MapGet("/cells/drawing", (string name, string? beside) =>
        {
            var diagram = CellDiagram.Of(Checked(name));
            CellDifference[] differences = [.. Others(beside).Select(o => CellDifference.Between(diagram, CellDiagram.Of(Checked(o))).First)];
            return new
            {
                Cell = Entry(name),
                Drawing = CellDrawing.Of(diagram, differences),
                Equations = diagram.Equations.Select(
                e => e.Select(p => DrawnPart.Of(p, differences))),
                Latex = CellEquations.Latex(name)
            };
        });
        api.MapGet("/cells/difference", (string name, string beside) =>
        {
            var (first, second) = CellDifference.Between(CellDiagram.Of(Checked(name)), CellDiagram.Of(Checked(beside)));
            return new
            {
                First = Facts(
                name, first),
                Second = Facts(beside, second),
                Alike = first.Alike.Select(a => new { a.Here, a.There, a.Same })
            };
        });
        api.MapGet(
            "/cells/values", (string name, string? given, ulong? seed) => CellDiagram.Of(Checked(name)).Evaluate(Given(given ?? ""), seed ?? 1));
        api.MapGet("/cells/sheet", (string name, string? given, ulong? seed) =>
        {
            var (diagram, held) = (CellDiagram.Of(Checked(name)), Given(given ?? ""));
            return SheetFile.Answer(name, CellSheet.Page(diagram, diagram.Evaluate(held, seed ?? 1), held.Keys));
        });
    }

    private static string[] Others(string? beside)
    {
        string[] others = (beside ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        return others.Length <= MostBeside
            ? others
            : throw new SluiceException($"Cell: expected at most {MostBeside} cells beside it, got {others.Length}.");
    }

    private static object Facts(string name, CellDifference difference)
    {
        var shape = Catalog.Shape(name);
        string[] Only(CellUnitKind kind) => [.. difference.Only.Where(o => o.Kind == kind).Select(o => o.Name)];
        return new
        {
            name,
            difference.Gates,
            OnlyGates = Only(
            CellUnitKind.Gate),
            OnlyCandidates = Only(
                CellUnitKind.Candidate),
            OnlyPaths = Only(CellUnitKind.Path),
            Roles = CellRoles.Of(CellDiagram.Of(name)).Select(r => new
            {
                r.Gate,
                Does = Enum.GetValues<GateRoles>().Where(g => g != GateRoles.None && r.Roles.HasFlag(g)).Select(g => g.ToString()),
            }),
            shape.States,
            Matrices = shape.InputBlocks.Count + shape.RecurrentFeeds.Count,
            Units,
            Weights = shape.WeightsOf(Units)
        };
    }

    private static object Entry(string name)
    {
        var shape = Catalog.Shape(name);
        return new
        {
            name,
            Family = CellFamily.Of(name),
            Year = CellFamily.YearOf(name),
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
