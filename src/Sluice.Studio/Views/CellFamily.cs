using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Inspection;

namespace Sluice.Studio.Views;

/// <summary>
/// The relatives of a cell: <c>rnn</c>, <c>lstm</c>, <c>gru</c>, other cells with gates (<c>gated</c>), and those without a matrix from state to
/// state (<c>linear</c>).
/// </summary>
internal static partial class CellFamily
{
    private static readonly HashSet<string> s_lstm = ["slstm", "slstm-heads", "janet"], s_gru = ["mgu", "mut1", "mut2", "mut3", "ligru", "augru"];

    private const Feeds FromState = Feeds.Output | Feeds.SecondState | Feeds.ThirdState | Feeds.FourthState;

    public static string Of(string cell)
    {
        string name = cell.Split('+', ':')[0];
        if (!Catalog.Shape(cell).Blocks.Any(b => (b.Feeds & FromState) != 0)) return "linear";
        if (name.StartsWith("lstm", StringComparison.Ordinal) || s_lstm.Contains(name)) return "lstm";
        if (name.StartsWith("gru", StringComparison.Ordinal) || s_gru.Contains(name)) return "gru";
        return CellEquations.Gates(cell).Except(Catalog.Shape(cell).States).Any() ? "gated" : "rnn";
    }

    /// <summary>The year in which it was published first; none: 0.</summary>
    public static int YearOf(string cell)
        => Year().Match(Catalog.Shape(cell).Source) is { Success: true } year ? int.Parse(year.Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"\b(19|20)\d\d\b")]
    private static partial Regex Year();
}
