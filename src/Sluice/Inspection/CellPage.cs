using System.Globalization;
using System.Text;
using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Cells.Graphs;

namespace Sluice.Inspection;

/// <summary>A page about a cell in Markdown, made from what the cell declares and from its recorded code.</summary>
public static class CellPage
{
    /// <summary>The page: equations from the paper and as computed, blocks, states, size, and the graph of the data.</summary>
    public static string Of(string cell)
    {
        var shape = Catalog.Shape(cell);
        var page = new StringBuilder();
        page.Append($"# {cell}\n\n```\n{shape.Equation}\n```\n\n");
        page.Append($"`sluice train text FILE --cell {cell}`, or `new Recurrent(\"rnn\", \"l0\", \"{cell}\", input, hidden, seed)`.\n");
        page.Append("⁻ marks the step before, ⊙ the product unit by unit, σ the logistic function.\n\n");
        page.Append("## As it is computed\n\nRecorded from the cell's own code.\n\n```\n");
        foreach (string line in CellEquations.Text(cell)) page.Append(line).Append('\n');
        page.Append("```\n\n$$\n\\begin{aligned}\n").Append(string.Join(" \\\\\n", CellEquations.Latex(cell))).Append("\n\\end{aligned}\n$$\n\n");
        page.Append("## Blocks\n\n| block | what it is | starts at |\n|---|---|---|\n");
        foreach (var block in shape.Blocks) page.Append($"| {block.Name.Replace("|", "\\|")} | {About(shape, block)} | {Start(block)} |\n");
        page.Append($"\nStates: {string.Join(", ", shape.States)}; the first is the output.\n\n");
        page.Append($"Weights for I = H = 256: {shape.WeightsOf(256).ToString("N0", CultureInfo.InvariantCulture)}. ");
        page.Append($"Operations of the products of one step: {shape.Operations(256, 256).ToString("N0", CultureInfo.InvariantCulture)}.\n\n");
        page.Append("## The graph of its data\n\n```mermaid\ngraph LR\n").Append(Mermaid(cell)).Append("```\n");
        return page.ToString();
    }

    /// <summary>A table of all cells with links to their pages, which lie beside it.</summary>
    public static string Index()
    {
        var page = new StringBuilder(
            "# Cells\n\nEvery cell runs forward and backward through the same time loop, at any vector width, with ragged batches, in both\ndirections, step by step; its derivative is checked in double precision. A page each:\n\n| cell | source | matrices W, R | states |\n|---|---|---|---|\n");
        foreach (string cell in Catalog.BuiltIn)
        {
            var shape = Catalog.Shape(cell);
            page.Append($"| [{cell}]({cell}.md) | {shape.Source} | {shape.InputBlocks.Count}, {shape.RecurrentFeeds.Count} | {string.Join(", ", shape.States)} |\n");
        }

        page.Append(
            $"\nAny of them can be wrapped: {string.Join(", ", Catalog.Wrappers)}, as in `lstm+zoneout:0.05,0.5` or `gru+layernorm+clip:2`. ");
        page.Append("A cell of your own is about twenty lines: `examples/custom-cell`.\n");
        return page.ToString();
    }

    private static string About(CellShape shape, Block block)
    {
        List<string> parts = [];
        if (block.Has(Feeds.Number)) return "a number";
        if (block.Has(Feeds.Vector)) return "a weight of each unit";
        if (block.Has(Feeds.Scalar)) return "one weight for all units";
        if (block.Has(Feeds.Noise)) return "noise: 1 with a probability, else 0";
        if (block.Has(Feeds.Bare)) parts.Add("x itself");
        if (block.Has(Feeds.Below)) parts.Add("the cell state of the layer below");
        if (block.ReadsInput) parts.Add("W x");
        int k = Array.IndexOf(shape.Blocks, block);
        foreach (var feed in shape.RecurrentFeeds.Where(f => f.Block == k))
            parts.Add(feed.Source < RecurrentFeed.FirstOperand ? $"R {shape.States[feed.Source]}⁻"
                : feed.Source == RecurrentFeed.FirstOperand ? "Q q"
                : "Q q′");
        string text = parts.Count == 0 ? "kept by a stage" : string.Join(" + ", parts) + (block.HasBias ? " + b" : "");
        return block.Has(Feeds.Normalised) ? text + ", normalised over the units" : text;
    }

    private static string Start(Block block)
    {
        if (!block.HasBias && !block.IsWeight && !block.Has(Feeds.Noise)) return "";
        string at = block.Bias.ToString("0.###", CultureInfo.InvariantCulture);
        return block.Spread == 0 ? at : $"{at} ± {block.Spread.ToString("0.###", CultureInfo.InvariantCulture)}";
    }

    /// <summary>Nodes and arrows; operands join the stages.</summary>
    private static string Mermaid(string cell)
    {
        var shape = Catalog.Shape(cell);
        var text = new StringBuilder();
        var stages = Catalog.Record(cell);
        for (int s = 0; s < stages.Length; s++)
        {
            var graph = stages[s];
            for (int n = 0; n < graph.Nodes.Count; n++)
            {
                var node = graph.Nodes[n];
                text.Append($"  s{s}n{n}{Shape(shape, node)}\n");
                foreach (int argument in node.Arguments) text.Append($"  s{s}n{argument} --> s{s}n{n}\n");
            }

            foreach (var output in graph.Outputs.Where(o => o.Effect != Effect.Keep || !shape.Blocks[o.Index].IsFed))
            {
                string name = output.Effect switch
                {
                    Effect.After => shape.States[output.Index],
                    Effect.Operand => output.Index == 0 ? "q" : "q′",
                    _ => shape.Blocks[output.Index].Name
                };
                text.Append($"  s{s}n{output.Node} --> s{s}o{(int)output.Effect}i{output.Index}([\"{name}\"])\n");
            }
        }

        return text.ToString();
    }

    private static string Shape(CellShape shape, Node node) => node.Operation switch
    {
        Operation.Constant => $"[\"{CellEquations.Number(node.Value, "0.####")}\"]",
        Operation.Block => $"[/\"{shape.Blocks[node.Index].Name}: {About(shape, shape.Blocks[node.Index])}\"/]",
        Operation.Weight => $"[/\"{shape.Blocks[node.Index].Name}\"/]",
        Operation.Before => $"[/\"{shape.States[node.Index]}⁻\"/]",
        Operation.Add => "((\"+\"))",
        Operation.Subtract or Operation.Negate => "((\"−\"))",
        Operation.Multiply => "((\"⊙\"))",
        Operation.Divide => "((\"÷\"))",
        Operation.Sigmoid => "{{\"σ\"}}",
        Operation.SelectLess => "{{\"a < b ?\"}}",
        _ => $"{{{{\"{node.Operation.ToString().ToLowerInvariant()}\"}}}}",
    };
}
