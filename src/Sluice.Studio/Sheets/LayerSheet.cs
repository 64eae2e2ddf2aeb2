using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Losses;

namespace Sluice.Studio.Sheets;

/// <summary>What stands after a layer: votes for some answers.</summary>
/// <param name="Layer">V and b.</param>
/// <param name="Names">The answers.</param>
/// <param name="Chances">Whether the votes become probabilities.</param>
internal sealed record SheetVotes(Linear Layer, IReadOnlyList<string> Names, bool Chances);

/// <summary>A small recurrent layer over a sequence, as a sheet that computes it anew: weights above, then a column for each step.</summary>
/// <param name="Layer">The layer; each of its sums is W x + R s + b.</param>
/// <param name="Inputs">What goes in, a row a step.</param>
/// <param name="Steps">What the steps are called.</param>
/// <param name="InputNames">What the numbers of an input are called.</param>
/// <param name="UnitNames">What the units are called.</param>
internal sealed record LayerSheet(
    Recurrent Layer, IReadOnlyList<float[]> Inputs, IReadOnlyList<string> Steps, IReadOnlyList<string> InputNames, IReadOnlyList<string> UnitNames)
{
    // Letter and name stand before the weights and the steps; the states before the first step have a column of their own.
    private const int First = 2;

    /// <summary>The states before the first step; null for 0.</summary>
    public State? Start { get; init; }

    /// <summary>Whether each step begins with the states before the first: a net that remembers nothing.</summary>
    public bool Forgets { get; init; }

    /// <summary>What stands after the layer, or null.</summary>
    public SheetVotes? Votes { get; init; }

    /// <summary>Fills a sheet.</summary>
    public SheetPage Page(string name)
    {
        var page = new SheetPage(name);
        var diagram = CellDiagram.Of(Layer.Cell);
        var nodes = diagram.Nodes;
        var columns = Weights(page, diagram);
        int? votes = Votes is null ? null : VoteWeights(page);
        page.Add();

        // Where each quantity begins: x, then sums and named values in the order in which they are computed.
        var named = StepFormula.Named(diagram);
        Dictionary<int, int> rows = [];
        int row = page.Next + 1;
        for (int n = 0; n < nodes.Count; n++)
        {
            if (nodes[n].Kind is not (CellNodeKind.Input or CellNodeKind.Sum) && !named.ContainsKey(n)) continue;
            rows[n] = row;
            row += nodes[n].Kind == CellNodeKind.Input ? Layer.Input : Layer.Hidden;
        }

        var afters = nodes.Where(n => n.Kind == CellNodeKind.After).ToDictionary(n => n.Index, n => n.Arguments[0]);
        page.Add(["", "", "0", .. Steps.Select((s, t) => (SheetCell)$"{t + 1} {s}")]);
        var values = Values();
        foreach (var (n, at) in rows.OrderBy(r => r.Value))
        {
            var node = nodes[n];
            bool input = node.Kind == CellNodeKind.Input;
            int state = afters.FirstOrDefault(a => a.Value == n, new(-1, -1)).Key;
            string letter = input ? "x" : node.Kind == CellNodeKind.Sum ? $"Σ {node.Name}" : named[n];
            for (int u = 0; u < (input ? Layer.Input : Layer.Hidden); u++)
            {
                List<SheetCell> cells = [letter, (input ? InputNames : UnitNames)[u], state < 0 ? SheetCell.Empty : Start?.Values[state][0, u] ?? 0];
                for (int t = 0; t < Steps.Count; t++) cells.Add(input ? Inputs[t][u] : SheetCell.Of(Formula(n, u, t), Known(n, u, t)));
                page.Add(cells);
            }
        }

        if (votes is { } weights) AddVotes(page, weights, rows[afters[0]], values);
        return page;

        string Formula(int n, int u, int t)
        {
            int now = First + 1 + t, before = Forgets ? First : now - 1;
            string? At(int m) => nodes[m].Kind == CellNodeKind.Before ? SheetPage.At(rows[afters[nodes[m].Index]] + u, before)
                : rows.TryGetValue(m, out int place) ? SheetPage.At(place + u, now) : null;
            if (nodes[n].Kind != CellNodeKind.Sum) return StepFormula.Of(nodes, n, At);
            var (top, column) = columns[(nodes[n].Index, u)];
            List<string> terms = [];
            foreach (int source in nodes[n].Arguments)
            {
                bool input = nodes[source].Kind == CellNodeKind.Input;
                int count = input ? Layer.Input : Layer.Hidden;
                string read = nodes[source].Kind == CellNodeKind.Before
                    ? SheetPage.Down(rows[afters[nodes[source].Index]], count, before)
                    : SheetPage.Down(rows[source], count, now);
                terms.Add($"SUMPRODUCT({SheetPage.Down(top, count, column, locked: true)},{read})");
                top += count;
            }

            return string.Join('+', [.. terms, SheetPage.At(top, column, locked: true)]);
        }

        double? Known(int n, int u, int t)
        {
            var (recording, at) = values(t);
            if (nodes[n].Kind == CellNodeKind.Sum) return recording.Preactivation(Layer.Shape.Blocks[nodes[n].Index].Name)[at, u];
            string own = named[n].Replace('′', '\'');
            return recording.Blocks.Contains(own) || recording.States.Contains(own) ? recording.Value(own)[at, u] : null;
        }
    }

    /// <summary>A column of weights for each sum of each unit: those of the input, those of each state, and the bias at the end.</summary>
    private Dictionary<(int Block, int Unit), (int Top, int Column)> Weights(SheetPage page, CellDiagram diagram)
    {
        Dictionary<(int, int), (int, int)> columns = [];
        foreach (var sum in diagram.Nodes.Where(n => n.Kind == CellNodeKind.Sum))
        {
            int k = sum.Index, place = Layer.Shape.InputBlocks.ToList().IndexOf(k);
            var units = Enumerable.Range(0, Layer.Hidden).ToList();
            page.Add([$"Σ {sum.Name}", "", .. units.Select(u => (SheetCell)UnitNames[u])]);
            foreach (int u in units) columns[(k, u)] = (page.Next, First + u);
            for (int i = 0; i < Layer.Input; i++)
                page.Add(["W", InputNames[i], .. units.Select(u => (SheetCell)(double)Layer.InputWeight.Value[place * Layer.Hidden + u, i])]);
            for (int j = 0; j < Layer.Shape.RecurrentFeeds.Count; j++)
            {
                if (Layer.Shape.RecurrentFeeds[j].Block != k) continue;
                for (int s = 0; s < Layer.Hidden; s++)
                    page.Add(["R", UnitNames[s], .. units.Select(u => (SheetCell)(double)Layer.RecurrentWeight.Value[j * Layer.Hidden + u, s])]);
            }

            page.Add(["b", "", .. units.Select(u => (SheetCell)(double)Layer.Bias.Value[0, place * Layer.Hidden + u])]);
        }

        return columns;
    }

    private int VoteWeights(SheetPage page)
    {
        var (layer, names, _) = Votes!;
        page.Add(["V", "", .. names.Select(n => (SheetCell)n)]);
        int top = page.Next;
        for (int u = 0; u < Layer.Hidden; u++) page.Add(["V", UnitNames[u], .. names.Select((_, k) => (SheetCell)(double)layer.Weight.Value[k, u])]);
        page.Add(["b", "", .. names.Select((_, k) => (SheetCell)(double)layer.Bias.Value[0, k])]);
        return top;
    }

    private void AddVotes(SheetPage page, int weights, int output, Func<int, (Recording Recording, int Row)> values)
    {
        var (layer, names, chances) = Votes!;
        int top = page.Next;
        Tensor[] votes = [.. Steps.Select((_, t) => layer.Run(new Tape(recording: false), values(t).Recording.Value(Layer.Shape.States[0])))];
        Tensor[] shares = chances ? [.. votes.Select(Softmax.Of)] : [];
        for (int k = 0; k < names.Count; k++)
        {
            string column = SheetPage.Down(weights, Layer.Hidden, First + k, locked: true);
            string bias = SheetPage.At(weights + Layer.Hidden, First + k, locked: true);
            page.Add(["o", names[k], SheetCell.Empty, .. Steps.Select((_, t) => SheetCell.Of(
                $"SUMPRODUCT({column},{SheetPage.Down(output, Layer.Hidden, First + 1 + t)})+{bias}", votes[t][values(t).Row, k]))]);
        }

        for (int k = 0; chances && k < names.Count; k++)
            page.Add(["p", names[k], SheetCell.Empty, .. Steps.Select((_, t) => SheetCell.Of(
                $"EXP({SheetPage.At(top + k, First + 1 + t)})/SUMPRODUCT(EXP({SheetPage.Down(top, names.Count, First + 1 + t)}))", shares[t][values(t).Row, k]))]);
    }

    /// <summary>What the layer computes: for each step a recording and the row in it.</summary>
    private Func<int, (Recording Recording, int Row)> Values()
    {
        Recording Run(int from, int count)
        {
            var x = new Tensor(count, 1, Layer.Input);
            for (int t = 0; t < count; t++) Inputs[from + t].CopyTo(x.Row(t));
            var recording = new Recording();
            Layer.Run(new Tape(recording: false), x, out _, Start, recording: recording);
            return recording;
        }

        if (Forgets)
        {
            Recording[] each = [.. Enumerable.Range(0, Steps.Count).Select(t => Run(t, 1))];
            return t => (each[t], 0);
        }

        var all = Run(0, Steps.Count);
        return t => (all, t);
    }
}
