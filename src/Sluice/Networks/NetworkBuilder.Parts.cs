using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Networks;

/// <summary>What several models are put together from.</summary>
public sealed partial class NetworkBuilder
{
    /// <summary>Values side by side along a dimension.</summary>
    internal string Concat(long axis, params string[] parts) => parts.Length == 1 ? parts[0] : Add("Concat", parts, 1, ("axis", axis))[0];

    /// <summary>Values as another type.</summary>
    internal string Cast(string x, ElementType type) => Add("Cast", [x], 1, ("to", (long)type))[0];

    /// <summary>A fixed row of numbers.</summary>
    internal string Row(params ReadOnlySpan<float> values) => Constant(Value.From(values, values.Length));

    /// <summary>A single whole number.</summary>
    internal string Whole(long value) => Constant(Value.From([value]));

    /// <summary>The size of a dimension, [1].</summary>
    internal string Dimension(string x, int at) => Add("Slice", Add("Shape", x), Integers(at), Integers(at + 1));

    /// <summary>The same values in another shape; -1 stands for what is left, 0 for the dimension as it is.</summary>
    internal string Reshape(string x, params long[] shape) => Add("Reshape", x, Integers(shape));

    internal string Transpose(string x, params long[] order) => Add("Transpose", [x], 1, ("perm", order))[0];

    internal string Unsqueeze(string x, params long[] axes) => Add("Unsqueeze", x, Integers(axes));

    internal string Squeeze(string x, params long[] axes) => Add("Squeeze", x, Integers(axes));

    /// <summary>A part of a dimension.</summary>
    internal string Slice(string x, long axis, long from, long to) => Add("Slice", x, Integers(from), Integers(to), Integers(axis));

    internal string Softmax(string x, long axis = -1) => Add("Softmax", [x], 1, ("axis", axis))[0];

    /// <summary>The place of the largest value of the last dimension, of equals the first.</summary>
    internal string Largest(string x) => Add("ArgMax", [x], 1, ("axis", -1L), ("keepdims", 0L))[0];

    /// <summary>Sum, ReduceMax and the like along one dimension.</summary>
    internal string Reduce(string how, string x, long axis, bool keep = false)
        => Add(how, [x, Integers(axis)], 1, ("keepdims", keep ? 1L : 0L))[0];

    /// <summary>The numbers in rising order along the last dimension.</summary>
    internal string Rising(string x, long count) => Add("TopK", [x, Integers(count)], 2, ("axis", -1L), ("largest", 0L), ("sorted", 1L))[0];

    internal string Clip(string x, float low, float high) => Add("Clip", x, Number(low), Number(high));

    /// <summary>
    /// (x − offset) / scale along the last dimension. An offset far larger than its scale is taken away in two parts, which keeps its digits.
    /// </summary>
    internal string Scaled(string x, IEnumerable<(double Offset, double Scale)> columns)
    {
        (double Offset, double Scale)[] all = [.. columns];
        if (all.All(c => c.Offset == 0 && c.Scale == 1)) return x;
        x = Add("Sub", x, Row([.. all.Select(c => (float)c.Offset)]));
        if (all.Any(c => Math.Abs(c.Offset - (float)c.Offset) > 1e-7 * Math.Abs(c.Scale)))
            x = Add("Sub", x, Row([.. all.Select(c => (float)(c.Offset - (float)c.Offset))]));
        return Add("Div", x, Row([.. all.Select(c => (float)c.Scale)]));
    }

    /// <summary>x, and another value where x is not a number.</summary>
    internal string Known(string x, string otherwise) => Add("Where", Add("IsNaN", x), otherwise, x);

    /// <summary>x Wᵀ over the last dimension of x.</summary>
    internal string Product(Parameter weight, string x)
    {
        var w = weight.Value;
        float[] transposed = GateWeights.Transposed(w.ToArray(), w.Columns);
        return Add("MatMul", x, Constant(Value.From(transposed, w.Columns, w.Rows), weight.Name));
    }

    /// <summary>0, 1, … for each step along the first dimension.</summary>
    internal string Times(string x) => Add("Range", Whole(0), Squeeze(Dimension(x, 0), 0), Whole(1));

    /// <summary>Which steps of x [T, B, …] are within the lengths [B], as truth values [T, B, 1].</summary>
    internal string Within(string x, string lengths) => Unsqueeze(Add("Less", Unsqueeze(Times(x), 1), lengths), -1);

    /// <summary>The mean [B, features] of the steps within the lengths.</summary>
    internal string MeanPool(string y, string lengths)
    {
        string sum = Reduce("ReduceSum", Add("Where", Within(y, lengths), y, Number(0)), 0);
        return Add("Div", sum, Unsqueeze(Cast(lengths, ElementType.Float), -1));
    }

    /// <summary>The largest value [B, features] of each feature in the steps within the lengths.</summary>
    internal string MaxPool(string y, string lengths) => Reduce("ReduceMax", Add("Where", Within(y, lengths), y, Number(float.MinValue)), 0);

    /// <summary>Where a step of a decoder looks, and what it sees there, as <see cref="Layers.Attention"/>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="memory">h [S, B, features].</param>
    /// <param name="keys">U h [S, B, size].</param>
    /// <param name="query">[B, query].</param>
    /// <param name="within">Which places there are, [S, B, 1]; "" for all.</param>
    /// <returns>c [B, features] and α [S, B, 1].</returns>
    internal (string Context, string Weights) Look(Attention layer, string memory, string keys, string query, string within)
    {
        string e;
        if (layer.Vector is { } vector)
        {
            string mixed = Add("Tanh", Add("Add", keys, Linear(layer.Queries!, query)));
            e = Add("MatMul", mixed, Constant(Value.From(vector.Value.ToArray(), vector.Value.Columns, 1), vector.Name));
        }
        else
        {
            e = Reduce("ReduceSum", Add("Mul", keys, query), -1, keep: true);
        }

        string weights = Softmax(within == "" ? e : Add("Where", within, e, Number(-1e30f)), 0);
        return (Reduce("ReduceSum", Add("Mul", weights, memory), 0), weights);
    }
}
