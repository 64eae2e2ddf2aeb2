using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sluice.Cells;

namespace Sluice.Studio.Views;

/// <summary>The equations of the LSTM and its relatives, as the catalog has them.</summary>
internal static class LstmApi
{
    private static readonly string[] s_cells = ["rnn", "lstm", "lstm-peephole", "lstm-coupled", "gru-before"];

    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
        _ = studio;
        var equations = s_cells.ToDictionary(c => c, c => Catalog.Shape(c).Equation.Trim());
        api.MapGet("lstm/equations", () => equations);
    }
}
