using Sluice.Cells;
using Sluice.Cells.Contract;

namespace Sluice.Tests.Cells;

/// <summary>The cells that table-driven tests go through: the whole catalog, and some in wrappers.</summary>
internal static class CellCases
{
    /// <summary>Wrapped cells whose equations the reference knows.</summary>
    private static readonly string[] s_wrapped =
        ["rnn+zoneout:0.3", "lstm+zoneout:0.2,0.4", "gru-before+zoneout:0.1", "gru+layernorm", "lstm-peephole+layernorm", "lstm+layernorm+zoneout"];

    /// <summary>Every cell with an equation in plain doubles.</summary>
    public static IEnumerable<string> WithReference => [.. Catalog.Names.Where(c => !Catalog.Shape(c).ReadsBelow), .. s_wrapped];

    /// <summary>Every cell that can be a layer of its own.</summary>
    public static IEnumerable<string> Alone => [.. WithReference, "lstm+clip:0.4", "rnn+clip:0.3", "lstm-peephole+clip:0.3+zoneout"];

    /// <summary>Every cell.</summary>
    public static IEnumerable<string> All => [.. Alone, .. Catalog.Names.Where(c => Catalog.Shape(c).ReadsBelow)];

    /// <summary>A hidden size that the cell allows, near the one that is asked for.</summary>
    public static int HiddenOf(CellShape shape, int hidden) => shape.Clock is not null ? (hidden + 3) / 4 * 4 : hidden;

    /// <summary>I = H where the cell adds the input itself to its units.</summary>
    public static int InputOf(CellShape shape, int input, int hidden) => shape.Blocks.Any(b => b.Has(Feeds.Bare)) ? hidden : input;
}
