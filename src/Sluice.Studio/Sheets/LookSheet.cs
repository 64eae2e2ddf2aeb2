using Sluice.Inspection;
using Sluice.Studio.Views.Inside;

namespace Sluice.Studio.Sheets;

/// <summary>What was looked at in a model: a step with its formulas, one unit over many steps, and one gate or state of all units.</summary>
internal static class LookSheet
{
    private const int MostCells = 200_000;

    /// <summary>The sheets.</summary>
    /// <param name="look">The look.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="value">The gate or state.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="at">The step.</param>
    /// <param name="from">The first of the steps shown.</param>
    /// <param name="to">The one after the last.</param>
    /// <exception cref="SluiceException">There is no such layer, value, unit or step.</exception>
    public static IReadOnlyList<SheetPage> Pages(Look look, int layer, string value, int unit, int at, int from, int to)
    {
        var shown = look.Value(layer, value);
        if (unit < 0 || unit >= shown.Units) throw new SluiceException($"studio: expected a unit of layer {layer}, got {unit}.");
        if (from < 0 || to > look.Steps || from >= to) throw new SluiceException($"studio: expected steps within 0 to {look.Steps}, got {from} to {to}.");
        int most = Math.Max(1, MostCells / shown.Units);
        return [Step(look, layer, at), OfUnit(look, layer, unit, from, to), OfValue(shown, value, from, Math.Min(to, from + most))];
    }

    /// <summary>A step: states before it and sums as numbers, gates and states as formulas over them, a row a unit.</summary>
    private static SheetPage Step(Look look, int layer, int at)
    {
        var page = new SheetPage($"t = {at + 1}");
        var (own, recorded) = (look.Layer(layer), look.Recorded(layer, at));
        var diagram = CellDiagram.Of(own.Cell);
        var nodes = diagram.Nodes;
        var named = StepFormula.Named(diagram);
        var afters = nodes.Where(n => n.Kind == CellNodeKind.After).ToDictionary(n => n.Index, n => n.Arguments[0]);
        bool Given(int n) => nodes[n].Kind is CellNodeKind.Before or CellNodeKind.Sum;
        int[] columns = [.. Enumerable.Range(0, nodes.Count).Where(n => Given(n) || named.ContainsKey(n))];
        var place = columns.Select((n, c) => (n, c)).ToDictionary(p => p.n, p => p.c + 1);
        page.Add(["", .. columns.Select(n => (SheetCell)(nodes[n].Kind == CellNodeKind.Sum ? $"Σ {nodes[n].Name}" : named.GetValueOrDefault(n, nodes[n].Name)))]);
        int units = own.Names.Max(n => own.Values[n].Units);
        for (int u = 0; u < units; u++)
        {
            int row = page.Next;
            page.Add([u, .. columns.Select(n => Cell(n, u, row))]);
        }

        return page;

        SheetCell Cell(int n, int u, int row)
        {
            double? known = Known(n, u);
            if (Given(n) || !Follows(n, define: true)) return known is { } number ? number : SheetCell.Empty;
            return SheetCell.Of(StepFormula.Of(nodes, n, m => place.TryGetValue(m, out int column) ? SheetPage.At(row, column) : null), known);
        }

        // A peephole or a value of the layer below is not recorded: what reads one stays a number.
        bool Follows(int n, bool define) => (!define && place.ContainsKey(n) && (!Given(n) || Known(n, 0) is not null))
            || nodes[n].Kind == CellNodeKind.Constant
            || (nodes[n].Kind == CellNodeKind.Operation && nodes[n].Arguments.All(a => Follows(a, define: false)));

        double? Known(int n, int u)
        {
            var node = nodes[n];
            if (node.Kind == CellNodeKind.Before) return look.StateBefore(layer, at, u, own.States[node.Index]);
            var recording = recorded.Recording;
            string name = node.Kind == CellNodeKind.Sum ? diagram.Shape.Blocks[node.Index].Name : named[n].Replace('′', '\'');
            if (!recording.Blocks.Contains(name) && !recording.States.Contains(name)) return null;
            var tensor = node.Kind == CellNodeKind.Sum ? recording.Preactivation(name) : recording.Value(name);
            return u < tensor.Columns ? tensor[recorded.Row, u] : null;
        }
    }

    private static SheetPage OfUnit(Look look, int layer, int unit, int from, int to)
    {
        var page = new SheetPage($"unit {unit}");
        var own = look.Layer(layer);
        string[] names = [.. own.Names.Where(n => unit < own.Values[n].Units)];
        page.Add(["t", "", .. names.Select(n => (SheetCell)n)]);
        for (int t = from; t < to; t++)
            page.Add([t + 1, look.Word(t), .. names.Select(n => (SheetCell)(double)own.Values[n].Row(t)[unit])]);
        return page;
    }

    private static SheetPage OfValue(Activity shown, string value, int from, int to)
    {
        var page = new SheetPage(value);
        page.Add(["t", .. Enumerable.Range(0, shown.Units).Select(u => (SheetCell)u)]);
        for (int t = from; t < to; t++) page.Add([t + 1, .. shown.Row(t).ToArray().Select(v => (SheetCell)(double)v)]);
        return page;
    }
}
