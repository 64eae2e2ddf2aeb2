using Sluice.Inspection;

namespace Sluice.Studio.Sheets;

/// <summary>A cell of the catalog with one unit and one input, as a sheet that computes the step anew.</summary>
internal static class CellSheet
{
    /// <summary>Fills a sheet: a letter, its value, and its equation in each row.</summary>
    /// <param name="diagram">The cell.</param>
    /// <param name="values">What was computed here.</param>
    /// <param name="held">The keys of what was given: sums among them are numbers.</param>
    public static SheetPage Page(CellDiagram diagram, CellValues values, IReadOnlyCollection<string> held)
    {
        var page = new SheetPage(diagram.Cell);
        var (nodes, shape) = (diagram.Nodes, diagram.Shape);
        var named = StepFormula.Named(diagram);
        Dictionary<string, string> weights = [];
        foreach (var (id, weight) in values.Weights) weights[id] = SheetPage.At(page.Add(Label(id), weight), 1);
        Dictionary<int, string> places = [];
        for (int n = 0; n < nodes.Count; n++)
        {
            var node = nodes[n];
            if (node.Kind is CellNodeKind.Constant or CellNodeKind.After || (node.Kind == CellNodeKind.Operation && !named.ContainsKey(n))) continue;
            bool given = node.Key is { } key && held.Contains(key);
            string? formula = node.Kind switch
            {
                CellNodeKind.Operation => StepFormula.Of(nodes, n, places.GetValueOrDefault),
                CellNodeKind.Sum when !given && node.Arguments.Count > 0 => Sum(node),
                CellNodeKind.Normalised when !given => Read(node.Arguments[0]),
                _ => null,
            };
            string letter = node.Kind == CellNodeKind.Sum ? $"Σ {node.Name}" : named.GetValueOrDefault(n, node.Name);
            places[n] = SheetPage.At(
                page.Add(letter, formula is null ? values.Nodes[n] : SheetCell.Of(formula, values.Nodes[n]), $"{letter.Replace("Σ ", "", StringComparison.Ordinal)} = {node.Text}"), 1);
        }

        // States that are another value under their own letter.
        foreach (var after in nodes.Where(n => n.Kind == CellNodeKind.After && named.GetValueOrDefault(n.Arguments[0]) != n.Name))
        {
            int from = after.Arguments[0];
            page.Add(after.Name, SheetCell.Of(Read(from), values.Nodes[from]));
        }

        return page;

        // A value by its place, or by its formula where it has none.
        string Read(int n) => places.GetValueOrDefault(n) ?? StepFormula.Of(nodes, n, places.GetValueOrDefault);

        string Label(string id)
        {
            int number = int.Parse(id.AsSpan(2), null);
            return $"{id[0]} {shape.Blocks[id[0] == 'R' ? shape.RecurrentFeeds[number].Block : number].Name}";
        }

        string Sum(CellNode node)
        {
            List<string> terms = [];
            int k = node.Index;
            foreach (int source in node.Arguments)
            {
                string? weight = nodes[source].Kind == CellNodeKind.Input ? weights.GetValueOrDefault($"W {k}")
                    : nodes[source].Kind == CellNodeKind.Below ? null : weights[$"R {Feed(node, source)}"];
                terms.Add(weight is null ? Read(source) : $"{weight}*({Read(source)})");
            }

            if (weights.TryGetValue($"b {k}", out string? bias)) terms.Add(bias);
            return string.Join('+', terms);
        }

        // The feeds of a block stand in the order of its sources, after x and what comes from below.
        int Feed(CellNode node, int source)
        {
            int place = node.Arguments.Where(a => nodes[a].Kind is not (CellNodeKind.Input or CellNodeKind.Below)).ToList().IndexOf(source);
            return Enumerable.Range(0, shape.RecurrentFeeds.Count).Where(j => shape.RecurrentFeeds[j].Block == node.Index).ElementAt(place);
        }
    }
}
