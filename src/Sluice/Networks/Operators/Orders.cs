using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>What goes along a dimension in an order: the largest first, sums up to each element.</summary>
internal static class Orders
{
    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All => [("TopK", TopK), ("CumSum", CumSum)];

    /// <summary>The k largest or smallest along a dimension, with their places; of equals the first.</summary>
    private static Kernel TopK(Node node)
    {
        long asked = node.Integer("axis", -1), attribute = node.Integer("k", 0);
        bool largest = node.Integer("largest", 1) != 0;
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            int n = x.Shape.Length, axis = Arrays.Axis(asked, n), k = (int)(Arrays.Optional(inputs, 1)?.Integers[0] ?? attribute);
            if (k < 0 || k > x.Shape[axis]) throw new SluiceException($"expected 0 to {x.Shape[axis]} of {x}, got {k}");
            if (x.NeedsGradient(tape)) throw new SluiceException("TopK has no gradient here");
            int size = x.Shape[axis], inner = Arrays.Count(x.Shape[(axis + 1)..]), outer = Arrays.Count(x.Shape[..axis]);
            int[] shape = x.Shape.ToArray();
            shape[axis] = k;
            float[] values = x.ToFloats(), chosen = new float[Arrays.Count(shape)];
            var places = new long[chosen.Length];
            for (int o = 0; o < outer; o++)
            {
                for (int i = 0; i < inner; i++)
                {
                    float At(int place) => values[(o * size + place) * inner + i];
                    var order = largest ? Enumerable.Range(0, size).OrderByDescending(At) : Enumerable.Range(0, size).OrderBy(At);
                    int rank = 0;
                    foreach (int place in order.Take(k))
                    {
                        int at = (o * k + rank++) * inner + i;
                        (chosen[at], places[at]) = (At(place), place);
                    }
                }
            }

            return [Choices.Cast(Value.From(chosen, shape), x.Type), new Value(places, shape)];
        };
    }

    /// <summary>Sums of all elements up to each.</summary>
    private static Kernel CumSum(Node node)
    {
        bool without = node.Integer("exclusive", 0) != 0, reverse = node.Integer("reverse", 0) != 0;
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            if (x.NeedsGradient(tape)) throw new SluiceException("CumSum has no gradient here");
            int axis = Arrays.Axis(Arrays.Required(inputs, 1).Integers[0], x.Shape.Length), size = x.Shape[axis];
            int inner = Arrays.Count(x.Shape[(axis + 1)..]), outer = Arrays.Count(x.Shape[..axis]);
            double[] values = x.IsInteger ? [.. x.Integers.Select(v => (double)v)] : [.. x.ToFloats().Select(v => (double)v)];
            var y = new double[values.Length];
            for (int o = 0; o < outer; o++)
            {
                for (int i = 0; i < inner; i++)
                {
                    double sum = 0;
                    for (int k = 0; k < size; k++)
                    {
                        int at = (o * size + (reverse ? size - 1 - k : k)) * inner + i;
                        y[at] = without ? sum : sum + values[at];
                        sum += values[at];
                    }
                }
            }

            return [x.IsInteger ? new Value([.. y.Select(v => (long)v)], x.Shape, x.Type)
                : Value.From([.. y.Select(v => (float)v)], x.Shape).As(x.Type)];
        };
    }
}
