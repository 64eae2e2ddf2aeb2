using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>Products of matrices. Those with a fixed matrix are packed once.</summary>
internal static unsafe class Products
{
    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All =>
    [
        ("MatMul", _ => MatMul()),
        ("Gemm", Gemm),
    ];

    /// <summary>a b over the last two dimensions, the others repeated to each other's.</summary>
    private static Kernel MatMul()
    {
        var kept = new KeptProduct();
        return (tape, inputs) =>
        {
            Value a = Arrays.Required(inputs, 0), b = Arrays.Required(inputs, 1);
            if (a.Shape.Length == 0 || b.Shape.Length == 0) throw new SluiceException($"expected arrays of one dimension or more, got {a} and {b}");
            bool row = a.Shape.Length == 1, column = b.Shape.Length == 1;
            if (row) a = Arrays.Reshaped(tape, a, 1, a.Shape[0]);
            if (column) b = Arrays.Reshaped(tape, b, b.Shape[0], 1);
            if (a.Shape[^1] != b.Shape[^2]) throw new SluiceException($"expected as many columns as rows, got {a} and {b}");
            Value y;
            if (b.Shape.Length == 2)
            {
                y = Plain(tape, a, b, kept.Of(b), transposed: false);
            }
            else
            {
                y = Batches(tape, a, b);
            }

            int[] shape = [.. y.Shape[..^2], .. row ? [] : new[] { y.Shape[^2] }, .. column ? [] : new[] { y.Shape[^1] }];
            return [row || column ? Arrays.Reshaped(tape, y, shape) : y];
        };
    }

    /// <summary>α a b + β c, a and b transposed where it says so.</summary>
    private static Kernel Gemm(Node node)
    {
        float alpha = node.Number("alpha", 1), beta = node.Number("beta", 1);
        bool first = node.Integer("transA", 0) != 0, second = node.Integer("transB", 0) != 0;
        var kept = new KeptProduct();
        return (tape, inputs) =>
        {
            Value a = Arrays.Required(inputs, 0), b = Arrays.Required(inputs, 1);
            if (a.Shape.Length != 2 || b.Shape.Length != 2) throw new SluiceException($"expected two matrices, got {a} and {b}");
            if (first) a = Moves.Transposed(tape, a, 1, 0);
            if (a.Shape[1] != b.Shape[second ? 1 : 0]) throw new SluiceException($"expected as many columns as rows, got {a} and {b}");
            var y = Plain(tape, a, b, kept.Of(b), second);
            if (alpha != 1) y = Paired.Run<Multiplication>(tape, y, Value.From([alpha]));
            if (Arrays.Optional(inputs, 2) is not { } c || beta == 0) return [y];
            if (beta != 1) c = Paired.Run<Multiplication>(tape, c, Value.From([beta]));
            return [Paired.Run<Addition>(tape, y, c)];
        };
    }

    /// <summary>x W, or x Wᵀ, for all rows of x.</summary>
    public static Value Plain(Tape tape, Value x, Value w, WeightProduct product, bool transposed)
    {
        int[] shape = [.. x.Shape[..^1], w.Shape[transposed ? 0 : 1]];
        Tensor a = x.Numbers, b = w.Numbers, y = Arrays.Lend(tape, shape);
        int version = w.Weight?.Version ?? 0;
        if (transposed) product.MultiplyTransposed(tape.Device, b.Pointer, b.Stride, version, a.Rows, a.Pointer, a.Stride, y.Pointer, y.Stride);
        else product.Multiply(tape.Device, b.Pointer, b.Stride, version, a.Rows, a.Pointer, a.Stride, y.Pointer, y.Stride);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        Arrays.Record(tape, "Product", [x, w], y, () =>
        {
            if (y.Gradient is not { } dy) return;
            if (x.NeedsGradient(tape))
            {
                var dx = x.Gradient(tape);
                if (transposed)
                    product.Multiply(tape.Device, b.Pointer, b.Stride, version, dy.Rows, dy.Pointer, dy.Stride, dx.Pointer, dx.Stride, add: true);
                else product.AddTransposed(tape, b.Pointer, b.Stride, version, dy.Rows, dy.Pointer, dy.Stride, dx.Pointer, dx.Stride);
            }

            if (!w.NeedsGradient(tape)) return;
            var dw = w.Gradient(tape);
            if (transposed) product.AddGradients(tape.Device, dy.Rows, dy.Pointer, dy.Stride, a.Pointer, a.Stride, dw.Pointer, dw.Stride);
            else product.AddGradients(tape.Device, dy.Rows, a.Pointer, a.Stride, dy.Pointer, dy.Stride, dw.Pointer, dw.Stride);
        });
        return new Value(y, shape, x.Type);
    }

    /// <summary>A product of each pair of matrices.</summary>
    public static Value Batches(Tape tape, Value a, Value b)
    {
        int rows = a.Shape[^2], inner = a.Shape[^1], columns = b.Shape[^1];
        var outer = Paired.ShapeOf(Of(a.Shape[..^2]), Of(b.Shape[..^2]));
        Value left = Moves.Expanded(tape, a, [.. outer, rows, inner]), right = Moves.Expanded(tape, b, [.. outer, inner, columns]);
        int[] shape = [.. outer, rows, columns];
        var y = Arrays.Lend(tape, shape);
        int count = Arrays.Count(outer);
        var products = new WeightProduct[count];
        for (int i = 0; i < count; i++)
        {
            Tensor x = left.Numbers.View(i * rows, rows, inner), w = right.Numbers.View(i * inner, inner, columns),
                z = y.View(i * rows, rows, columns);
            products[i] = new WeightProduct(inner, columns);
            products[i].Multiply(tape.Device, w.Pointer, w.Stride, 0, rows, x.Pointer, x.Stride, z.Pointer, z.Stride);
        }

        Arrays.Record(tape, "Product", [left, right], y, () =>
        {
            if (y.Gradient is not { } dy) return;
            for (int i = 0; i < count; i++)
            {
                Tensor x = left.Numbers.View(i * rows, rows, inner), w = right.Numbers.View(i * inner, inner, columns);
                var dz = dy.View(i * rows, rows, columns);
                if (left.NeedsGradient(tape))
                {
                    var dx = left.Gradient(tape).View(i * rows, rows, inner);
                    products[i].AddTransposed(tape, w.Pointer, w.Stride, 0, rows, dz.Pointer, dz.Stride, dx.Pointer, dx.Stride);
                }

                if (!right.NeedsGradient(tape)) continue;
                var dw = right.Gradient(tape).View(i * inner, inner, columns);
                products[i].AddGradients(tape.Device, rows, x.Pointer, x.Stride, dz.Pointer, dz.Stride, dw.Pointer, dw.Stride);
            }
        });
        return new Value(y, shape, a.Type);
    }

    /// <summary>Something of a shape, to compare shapes by.</summary>
    private static Value Of(ReadOnlySpan<int> shape) => new(Array.Empty<long>(), shape);
}
