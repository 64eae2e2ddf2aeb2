using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>Sums, means and extremes along dimensions. Sums are taken in double precision, in the order of the elements.</summary>
internal static class Reductions
{
    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All =>
    [
        ("ReduceSum", n => Reduce(n, Sum)),
        ("ReduceMean", n => Reduce(n, Mean)),
        ("ReduceMax", n => Reduce(n, (tape, x, axes) => Extreme(tape, x, axes, 1))),
        ("ReduceMin", n => Reduce(n, (tape, x, axes) => Extreme(tape, x, axes, -1))),
        ("ReduceProd", n => Reduce(n, Product)),
        ("ReduceL1", n => Reduce(n, (tape, x, axes) => Sum(tape, Elementwise.Of<Abs>(tape, x, 0, 0), axes))),
        ("ReduceL2", n => Reduce(n, (tape, x, axes) => Elementwise.Of<Sqrt>(tape, Sum(tape, Square(tape, x), axes), 0, 0))),
        ("ReduceSumSquare", n => Reduce(n, (tape, x, axes) => Sum(tape, Square(tape, x), axes))),
        ("ReduceLogSum", n => Reduce(n, (tape, x, axes) => Elementwise.Of<Log>(tape, Sum(tape, x, axes), 0, 0))),
        ("ReduceLogSumExp", n => Reduce(n, LogSumExp)),
        ("ArgMax", n => Place(n, 1)),
        ("ArgMin", n => Place(n, -1)),
    ];

    /// <summary>The mean along dimensions, which become 1.</summary>
    public static Value Mean(Tape tape, Value x, int[] axes)
    {
        long count = axes.Aggregate(1L, (product, d) => product * x.Shape[d]);
        return Paired.Run<Multiplication>(tape, Sum(tape, x, axes), Value.From([1f / count]));
    }

    /// <summary>The sum along dimensions, which become 1.</summary>
    public static Value Sum(Tape tape, Value x, int[] axes)
    {
        int[] shape = Kept(x, axes);
        if (x.IsInteger)
        {
            var sums = new long[Arrays.Count(shape)];
            Walk(x, axes, shape, (i, o) => sums[o] += x.Integers[i]);
            return new Value(sums, shape, x.Type);
        }

        var y = Arrays.Lend(tape, shape);
        var all = new double[Arrays.Count(shape)];
        float[] values = x.Numbers.ToArray();
        Walk(x, axes, shape, (i, o) => all[o] += values[i]);
        Set(y, all);
        Arrays.Record(tape, "ReduceSum", [x], y, () =>
        {
            if (y.Gradient is not { } dy || !x.NeedsGradient(tape)) return;
            var spread = Strided.Broadcast(new Value(dy, shape), x.Shape);
            unsafe
            {
                Strided.Copy(x.Gradient(tape).Pointer, Strided.Of(x), dy.Pointer, spread, x.Shape, true);
            }
        });
        return new Value(y, shape, x.Type);
    }

    private static Value Square(Tape tape, Value x) => Paired.Run<Multiplication>(tape, x, x);

    private static Value LogSumExp(Tape tape, Value x, int[] axes)
    {
        var most = Extreme(tape, x, axes, 1);
        var powers = Elementwise.Of<Exp>(tape, Paired.Run<Subtraction>(tape, x, most), 0, 0);
        return Paired.Run<Addition>(tape, Elementwise.Of<Log>(tape, Sum(tape, powers, axes), 0, 0), most);
    }

    /// <summary>The largest, or with −1 the smallest; the first of equals has the gradient.</summary>
    private static Value Extreme(Tape tape, Value x, int[] axes, int sign)
    {
        int[] shape = Kept(x, axes);
        int[] places = new int[Arrays.Count(shape)];
        Array.Fill(places, -1);
        float[] values = x.ToFloats();
        Walk(x, axes, shape, (i, o) =>
        {
            if (places[o] < 0 || sign * values[i] > sign * values[places[o]]
                || (float.IsNaN(values[i]) && !float.IsNaN(values[places[o]]))) places[o] = i;
        });
        if (places.Contains(-1)) throw new SluiceException($"expected something to choose from, got {x}");
        if (x.IsInteger) return new Value([.. places.Select(i => x.Integers[i])], shape, x.Type);
        var y = Arrays.Lend(tape, shape);
        Set(y, [.. places.Select(i => (double)values[i])]);
        Arrays.Record(tape, "ReduceMax", [x], y, () =>
        {
            if (y.Gradient is not { } dy || !x.NeedsGradient(tape)) return;
            var dx = x.Gradient(tape);
            for (int o = 0; o < places.Length; o++) dx[places[o] / dx.Columns, places[o] % dx.Columns] += dy[o / dy.Columns, o % dy.Columns];
        });
        return new Value(y, shape, x.Type);
    }

    private static Value Product(Tape tape, Value x, int[] axes)
    {
        if (x.NeedsGradient(tape)) throw new SluiceException("ReduceProd has no gradient here");
        int[] shape = Kept(x, axes);
        if (x.IsInteger)
        {
            var whole = new long[Arrays.Count(shape)];
            Array.Fill(whole, 1);
            Walk(x, axes, shape, (i, o) => whole[o] *= x.Integers[i]);
            return new Value(whole, shape, x.Type);
        }

        var all = new double[Arrays.Count(shape)];
        Array.Fill(all, 1);
        float[] values = x.Numbers.ToArray();
        Walk(x, axes, shape, (i, o) => all[o] *= values[i]);
        return Value.From([.. all.Select(v => (float)v)], shape);
    }

    /// <summary>A reduction whose axes are an attribute or, since opset 13 or 18, an input; none are all.</summary>
    private static Kernel Reduce(Node node, Func<Tape, Value, int[], Value> reduce)
    {
        long[]? attribute = node.Integers("axes");
        bool keep = node.Integer("keepdims", 1) != 0, none = node.Integer("noop_with_empty_axes", 0) != 0;
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            long[] asked = attribute ?? Arrays.List(inputs, 1);
            if (asked.Length == 0 && none) return [x];
            int[] axes = asked.Length == 0 ? [.. Enumerable.Range(0, x.Shape.Length)]
                : [.. asked.Select(a => Arrays.Axis(a, x.Shape.Length)).Distinct()];
            return [Without(tape, reduce(tape, x, axes), axes, keep)];
        };
    }

    private static Value Without(Tape tape, Value y, int[] axes, bool keep)
    {
        if (keep) return y;
        var shape = new List<int>();
        for (int d = 0; d < y.Shape.Length; d++) if (!axes.Contains(d)) shape.Add(y.Shape[d]);
        return Arrays.Reshaped(tape, y, shape.ToArray());
    }

    private static Kernel Place(Node node, int sign)
    {
        long asked = node.Integer("axis", 0);
        bool keep = node.Integer("keepdims", 1) != 0, last = node.Integer("select_last_index", 0) != 0;
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            int axis = Arrays.Axis(asked, x.Shape.Length), size = x.Shape[axis];
            int[] shape = Kept(x, [axis]);
            var best = new long[Arrays.Count(shape)];
            var extremes = new float[best.Length];
            float[] values = x.ToFloats();
            int inner = Arrays.Count(x.Shape[(axis + 1)..]);
            if (size == 0) throw new SluiceException($"expected something to choose from, got {x}");
            Array.Fill(best, -1);
            Walk(x, [axis], shape, (i, o) =>
            {
                float value = sign * values[i];
                if (best[o] >= 0 && !(value > extremes[o]) && !(last && value == extremes[o])) return;
                (best[o], extremes[o]) = (i / inner % size, value);
            });
            return [Without(tape, new Value(best, shape), [axis], keep)];
        };
    }

    private static int[] Kept(Value x, int[] axes)
    {
        int[] shape = x.Shape.ToArray();
        foreach (int axis in axes) shape[axis] = 1;
        return shape;
    }

    private static void Set(Tensor y, double[] values)
    {
        for (int i = 0; i < values.Length; i++) y[i / y.Columns, i % y.Columns] = (float)values[i];
    }

    /// <summary>Calls for each element, in order, with its place and that of the result to which it goes.</summary>
    private static void Walk(Value x, int[] axes, int[] shape, Action<int, int> visit)
    {
        int[] index = new int[x.Shape.Length], steps = new int[x.Shape.Length];
        for (int d = steps.Length - 1, step = 1; d >= 0; d--)
        {
            steps[d] = axes.Contains(d) ? 0 : step;
            step *= shape[d];
        }

        long count = x.Count;
        for (int i = 0, o = 0; i < count; i++)
        {
            visit(i, o);
            for (int d = index.Length - 1; d >= 0; d--)
            {
                o += steps[d];
                if (++index[d] < x.Shape[d]) break;
                o -= steps[d] * x.Shape[d];
                index[d] = 0;
            }
        }
    }
}
