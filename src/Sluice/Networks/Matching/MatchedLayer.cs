using Sluice.Cells.Contract;
using Sluice.Layers;

namespace Sluice.Networks.Matching;

/// <summary>A recurrent layer with the weights of a cell that was found, and the values that it reads.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Input">The value that is x.</param>
/// <param name="States">The values that are the states before the step.</param>
internal sealed record MatchedLayer(Recurrent Layer, string Input, IReadOnlyList<string> States)
{
    /// <summary>The layer of a match; null where what it reads is not an input and states.</summary>
    /// <param name="match">The match.</param>
    /// <param name="name">What its parameters' names begin with.</param>
    /// <param name="isState">Whether a value is known to be a state, or is more likely one than the other: the lower, the more likely.</param>
    public static MatchedLayer? Of(CellMatch match, string name, Func<string, int> isState)
    {
        var shape = match.Pattern.Shape;
        var blocks = Enumerable.Range(0, shape.Blocks.Length).Select(match.Block).ToArray();
        string?[] states = [.. shape.States.Select((_, s) => match.State(s))];
        string[] operands = [.. Enumerable.Range(0, shape.Operands).Select(o => match.Operand(o).Key)];
        var open = blocks.OfType<Affine>().SelectMany(b => b.Terms)
            .Where(t => !operands.Contains(t.Source.Key) && !states.Contains(t.Value)).Select(t => t.Value).Distinct().ToList();
        int hidden = blocks.OfType<Affine>().First().Units;
        if (states[0] is null)
        {
            // The output before the step is read by products alone: of the two values it is the one more like a state.
            if (open.Count != 2 || !shape.RecurrentFeeds.Any(f => f.Source == 0)) return null;
            states[0] = open.Where(v => Columns(v) == hidden).OrderBy(isState).FirstOrDefault();
            if (states[0] is null) return null;
            open.Remove(states[0]!);
        }

        if (open.Count != 1 || states.Any(s => s is null) || states.Contains(open[0])) return null;
        string x = open[0];
        var layer = new Recurrent(name, "l0", match.Pattern.Cell, Columns(x), hidden, 1);
        foreach (var parameter in layer.Parameters)
        {
            parameter.Value.Clear();
            parameter.Changed();
        }

        for (int k = 0; k < blocks.Length; k++)
        {
            var block = shape.Blocks[k];
            if (block.Has(Feeds.Vector | Feeds.Scalar)) layer.SetRow(k, match.Weight(k) ?? new float[hidden]);
            if (!block.IsSum) continue;
            if (blocks[k] is null) return null;
            if (block.HasBias) layer.SetRow(k, blocks[k]!.Bias);
            foreach (var (source, value, matrix) in blocks[k]!.Terms)
            {
                if (value == x && block.ReadsInput) layer.SetInput(k, matrix);
                else if (Feed(k, source, value) is { } feed && matrix.GetLength(1) == hidden) layer.SetRecurrent(feed, matrix);
                else return null;
            }
        }

        return new(layer, x, states!);

        int Columns(string value) => blocks.OfType<Affine>().SelectMany(b => b.Terms).First(t => t.Value == value).Matrix.GetLength(1);

        int? Feed(int block, Polynomial source, string value)
        {
            int from = Array.IndexOf(operands, source.Key) is var operand && operand >= 0 ? RecurrentFeed.FirstOperand + operand
                : Array.IndexOf(states, value);
            int feed = shape.RecurrentFeeds.ToList().IndexOf(new RecurrentFeed(block, from));
            return feed < 0 ? null : feed;
        }
    }
}
