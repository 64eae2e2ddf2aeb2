using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sluice.Cells;

namespace Sluice.Studio.Views;

/// <summary>The equations of the LSTM and its relatives, as the catalog has them, line by line.</summary>
internal static class LstmApi
{
    private static readonly string[] s_cells = ["rnn", "lstm", "lstm-peephole", "lstm-coupled", "gru-before"];

    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
        _ = studio;
        var lines = s_cells.ToDictionary(c => c, c => Catalog.Shape(c).Equation.Split('\n').Select(l => l.Trim()).ToArray());
        api.MapGet("lstm/equations", () => lines);
    }
}
