using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>
/// Convolutions over one to three dimensions of space, and transposed ones: what a kernel sees becomes rows, and the weights one product with
/// them.
/// </summary>
internal static unsafe class Convolutions
{
    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All =>
    [
        ("Conv", Convolution),
        ("ConvTranspose", Transposed),
    ];

    private static Kernel Convolution(Node node)
    {
        int groups = (int)node.Integer("group", 1);
        var weights = new Weights(groups);
        var windows = new KeptWindow();
        return (tape, inputs) =>
        {
            Value x = Arrays.Required(inputs, 0), w = Arrays.Required(inputs, 1);
            int n = x.Shape.Length - 2;
            if (n is < 1 or > 3 || w.Shape.Length != n + 2 || groups < 1 || x.Shape[1] != w.Shape[1] * groups || w.Shape[0] % groups != 0)
                throw new SluiceException($"expected x [N, C, …] and weights [M, C / {groups}, …] of one to three dimensions of space, got {x} and {w}");
            int[] space = x.Shape[2..].ToArray(), kernel = w.Shape[2..].ToArray();
            var window = windows.Of(space, kernel, () =>
            {
                var by = WindowSteps.Of(node, space, kernel);
                return (Window.Over(space, kernel, by, by.Output(space, kernel)), space);
            }).Window;
            var y = Run(tape, x, weights.Of(tape, w, Arrays.Count(w.Shape[1..])), window, groups);
            return [WithBias(tape, y, Arrays.Optional(inputs, 2))];
        };
    }

    private static Value Run(Tape tape, Value x, Weights.Matrix w, Window window, int groups)
    {
        int batch = x.Shape[0], channels = x.Shape[1] / groups, outputs = w.Value.Shape[0] / groups, positions = window.Positions;
        int[] shape = [batch, outputs * groups, .. window.Output];
        Tensor a = x.Numbers, b = w.Value.Numbers, y = Arrays.Lend(tape, shape);
        var to = Strided.OfRows(shape, y.Stride);
        int[] part = [outputs, .. window.Output];
        var kept = new Tensor[batch * groups];
        var z = tape.Lend(false, positions, outputs);
        Tensor? shared = tape.Recording ? null : tape.Lend(false, positions, channels * window.Elements);
        for (int i = 0; i < kept.Length; i++)
        {
            var (row, g) = (i / groups, i % groups);
            var columns = shared ?? tape.Lend(false, positions, channels * window.Elements);
            kept[i] = columns;
            window.Read(a.Pointer + (row * x.Shape[1] + g * channels) * window.Channel, channels, columns);
            w.Products[g].MultiplyTransposed(
                tape.Device, b.Pointer + (nint)g * outputs * b.Stride, b.Stride, w.Version, positions, columns.Pointer, columns.Stride, z.Pointer,
                z.Stride);
            Strided.Copy(y.Pointer, To(to, row, g), z.Pointer, FromRows(z, window.Output), part, false);
        }

        GC.KeepAlive(a);
        GC.KeepAlive(b);
        Arrays.Record(tape, "Conv", [x, w.Value], y, () =>
        {
            if (y.Gradient is not { } dy) return;
            Tensor dz = tape.Lend(false, positions, outputs), dc = tape.Lend(false, positions, channels * window.Elements);
            for (int i = 0; i < kept.Length; i++)
            {
                var (row, g) = (i / groups, i % groups);
                Strided.Copy(dz.Pointer, FromRows(dz, window.Output), dy.Pointer, To(to, row, g), part, false);
                if (w.Value.NeedsGradient(tape))
                {
                    var dw = w.Value.Gradient(tape);
                    w.Products[g].AddGradients(
                        tape.Device, positions, dz.Pointer, dz.Stride, kept[i].Pointer, kept[i].Stride, dw.Pointer + (nint)g * outputs * dw.Stride,
                        dw.Stride);
                }

                if (!x.NeedsGradient(tape)) continue;
                w.Products[g].Multiply(
                    tape.Device, b.Pointer + (nint)g * outputs * b.Stride, b.Stride, w.Version, positions, dz.Pointer, dz.Stride, dc.Pointer,
                    dc.Stride);
                window.Add(dc, x.Gradient(tape).Pointer + (row * x.Shape[1] + g * channels) * window.Channel, channels);
            }
        });
        return new Value(y, shape, x.Type);

        Strided To(Strided all, int row, int group)
            => new(row * all.Steps[0] + group * outputs * all.Steps[1], all.Steps[1..]);
    }

    /// <summary>Rows [positions, outputs] seen as [outputs, positions in space].</summary>
    private static Strided FromRows(Tensor rows, int[] space)
    {
        var steps = new nint[space.Length + 1];
        steps[0] = 1;
        nint step = rows.Stride;
        for (int d = space.Length; d > 0; d--)
        {
            steps[d] = step;
            step *= space[d - 1];
        }

        return new(0, steps);
    }

    /// <summary>Each element of x adds the kernel, times itself, to the result at its place: what a convolution does to gradients.</summary>
    private static Kernel Transposed(Node node)
    {
        int groups = (int)node.Integer("group", 1);
        var weights = new Weights(groups);
        var windows = new KeptWindow();
        return (tape, inputs) =>
        {
            Value x = Arrays.Required(inputs, 0), w = Arrays.Required(inputs, 1);
            int n = x.Shape.Length - 2;
            if (n is < 1 or > 3 || w.Shape.Length != n + 2 || groups < 1 || x.Shape[1] != w.Shape[0] || w.Shape[0] % groups != 0)
                throw new SluiceException($"expected x [N, C, …] and weights [C, M / {groups}, …] of one to three dimensions of space, got {x} and {w}");
            int[] space = x.Shape[2..].ToArray(), kernel = w.Shape[2..].ToArray();
            var (window, output) = windows.Of(space, kernel, () =>
            {
                var (by, output) = TransposedSteps(node, space, kernel);
                return (Window.Over(output, kernel, by, space), output);
            });
            var y = RunTransposed(tape, x, weights.Of(tape, w, Arrays.Count(w.Shape[1..])), window, output, w.Shape[1], groups);
            return [WithBias(tape, y, Arrays.Optional(inputs, 2))];
        };
    }

    private static (WindowSteps By, int[] Output) TransposedSteps(Node node, int[] space, int[] kernel)
    {
        var plain = WindowSteps.Of(node.Text("auto_pad", "NOTSET") == "NOTSET" ? node : node with { Attributes = WithoutPads(node) }, space, kernel);
        int n = space.Length;
        long[] extra = node.Integers("output_padding") ?? new long[n];
        long[]? asked = node.Integers("output_shape");
        int[] output = new int[n], before = plain.Before.ToArray(), after = plain.After.ToArray();
        bool same = node.Text("auto_pad", "NOTSET").StartsWith("SAME", StringComparison.Ordinal);
        for (int d = 0; d < n; d++)
        {
            int whole = checked((space[d] - 1) * plain.Strides[d] + (kernel[d] - 1) * plain.Dilations[d] + 1 + (int)extra[d]);
            if (asked is not null || same)
            {
                output[d] = asked is not null ? Arrays.Size(asked[d]) : space[d] * plain.Strides[d];
                int all = Math.Max(0, whole - output[d]);
                before[d] = node.Text("auto_pad", "NOTSET") == "SAME_UPPER" ? all / 2 : all - all / 2;
                after[d] = all - before[d];
            }
            else
            {
                output[d] = Arrays.Size((long)whole - before[d] - after[d]);
            }
        }

        return (new(plain.Strides, plain.Dilations, before, after), output);
    }

    private static Dictionary<string, object> WithoutPads(Node node)
        => node.Attributes.Where(a => a.Key is not ("auto_pad" or "pads")).ToDictionary();

    private static Value RunTransposed(Tape tape, Value x, Weights.Matrix w, Window window, int[] output, int each, int groups)
    {
        int batch = x.Shape[0], channels = x.Shape[1] / groups, positions = window.Positions;
        int[] shape = [batch, each * groups, .. output], part = [channels, .. x.Shape[2..]];
        Tensor a = x.Numbers, b = w.Value.Numbers, y = Arrays.Lend(tape, shape, clear: true);
        var from = Strided.OfRows(x.Shape, a.Stride);
        int[] space = x.Shape[2..].ToArray();
        Tensor z = tape.Lend(false, positions, channels), columns = tape.Lend(false, positions, each * window.Elements);
        Strided Of(int row, int g) => new(row * from.Steps[0] + g * channels * from.Steps[1], from.Steps[1..]);
        for (int i = 0; i < batch * groups; i++)
        {
            var (row, g) = (i / groups, i % groups);
            Strided.Copy(z.Pointer, FromRows(z, space), a.Pointer, Of(row, g), part, false);
            w.Products[g].Multiply(
                tape.Device, b.Pointer + (nint)g * channels * b.Stride, b.Stride, w.Version, positions, z.Pointer, z.Stride, columns.Pointer,
                columns.Stride);
            window.Add(columns, y.Pointer + (row * shape[1] + g * each) * window.Channel, each);
        }

        Arrays.Record(tape, "ConvTranspose", [x, w.Value], y, () =>
        {
            if (y.Gradient is not { } dy) return;
            Tensor rows = tape.Lend(false, positions, channels), dz = tape.Lend(true, positions, channels);
            var dc = tape.Lend(false, positions, each * window.Elements);
            for (int i = 0; i < batch * groups; i++)
            {
                var (row, g) = (i / groups, i % groups);
                window.Read(dy.Pointer + (row * shape[1] + g * each) * window.Channel, each, dc);
                if (w.Value.NeedsGradient(tape))
                {
                    var dw = w.Value.Gradient(tape);
                    Strided.Copy(rows.Pointer, FromRows(rows, space), a.Pointer, Of(row, g), part, false);
                    w.Products[g].AddGradients(
                        tape.Device, positions, rows.Pointer, rows.Stride, dc.Pointer, dc.Stride, dw.Pointer + (nint)g * channels * dw.Stride,
                        dw.Stride);
                }

                if (!x.NeedsGradient(tape)) continue;
                w.Products[g].MultiplyTransposed(
                    tape.Device, b.Pointer + (nint)g * channels * b.Stride, b.Stride, w.Version, positions, dc.Pointer, dc.Stride, dz.Pointer,
                    dz.Stride);
                Strided.Copy(x.Gradient(tape).Pointer, Of(row, g), dz.Pointer, FromRows(dz, space), part, true);
            }
        });
        return new Value(y, shape, x.Type);
    }

    private static Value WithBias(Tape tape, Value y, Value? bias)
    {
        if (bias is null) return y;
        int[] shape = [bias.Shape[0], .. Enumerable.Repeat(1, y.Shape.Length - 2)];
        return Paired.Run<Addition>(tape, y, Arrays.Reshaped(tape, bias, shape));
    }

    /// <summary>Weights [M, …] as a matrix, with a packed product for each group of rows: both are made once for weights that stay.</summary>
    private sealed class Weights(int groups)
    {
        private volatile Matrix? _kept;

        public Matrix Of(Tape tape, Value w, int columns)
        {
            int version = w.Weight?.Version ?? -1;
            if (!tape.Recording && w.Weight is not null && _kept is { } kept && kept.Weight == w.Weight && kept.Version == version) return kept;
            var matrix = Arrays.Reshaped(tape, w, w.Shape[0], columns);
            if (!tape.Recording) matrix = matrix.Copy();
            var products = new WeightProduct[groups];
            for (int g = 0; g < groups; g++) products[g] = new WeightProduct(w.Shape[0] / groups, columns);
            var made = new Matrix(matrix, products, Math.Max(version, 0), w.Weight);
            if (!tape.Recording && w.Weight is not null) _kept = made;
            return made;
        }

        public sealed record Matrix(Value Value, WeightProduct[] Products, int Version, Parameter? Weight);
    }
}
