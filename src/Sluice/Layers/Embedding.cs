using Sluice.Autodiff;
using Sluice.Kernels;

namespace Sluice.Layers;

/// <summary>A row of a table for each symbol: y[t] = E[symbol t]. The same as a product with one-hot vectors.</summary>
public sealed class Embedding : ISequenceLayer
{
    /// <summary>A table with rows drawn from a normal distribution.</summary>
    /// <param name="symbols">Rows of the table.</param>
    /// <param name="size">Columns of the table.</param>
    /// <param name="seed">From which the rows are drawn, together with the name.</param>
    public Embedding(int symbols, int size, ulong seed = 1)
        : this("embedding", symbols, size, seed)
    {
    }

    /// <summary>A table with rows drawn from a normal distribution.</summary>
    /// <param name="name">The prefix of its parameter's name.</param>
    /// <param name="symbols">Rows of the table.</param>
    /// <param name="size">Columns of the table.</param>
    /// <param name="seed">From which the rows are drawn.</param>
    public Embedding(string name, int symbols, int size, ulong seed)
    {
        Weight = new Parameter($"{name}.weight", symbols, size) { Decays = false, Reducible = true };
        Weight.StartAs(value =>
        {
            var random = new RandomStream(seed, Purpose.Weights, Initial.Hash(Weight.Name));
            for (int r = 0; r < symbols; r++)
                for (int c = 0; c < size; c++) value[r, c] = random.Normal((uint)(r * size + c));
        });
    }

    /// <summary>E [symbols, size].</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => [Weight];

    /// <summary>y [T, B, size] for T·B symbols, step after step. A negative symbol gives a row of zeroes.</summary>
    /// <exception cref="SluiceException">A symbol is beyond the table, or their number is not T·B.</exception>
    public Tensor Run(Tape tape, int[] symbols, int steps, int batch)
    {
        if (symbols.Length != steps * batch)
            throw new SluiceException($"{Weight.Name}: expected {steps} x {batch} symbols, got {symbols.Length}.");
        var table = Weight.Reduced is null ? Weight.Value : null;
        int rows = Weight.Shape[0];
        var y = tape.Lend(false, steps, batch, Weight.Shape[1]);
        for (int i = 0; i < symbols.Length; i++)
        {
            if (symbols[i] >= rows)
                throw new SluiceException($"{Weight.Name}: expected symbols below {rows}, got {symbols[i]} at position {i}.");
            if (symbols[i] < 0) y.Row(i).Clear();
            else if (Weight.Reduced is { } reduced) reduced.CopyRow(symbols[i], y.Row(i));
            else table!.Row(symbols[i]).CopyTo(y.Row(i));
        }

        tape.Record(
            new Operation("Embedding", [], [y], () => Backward(symbols, y)) { Layer = Weight.Name[..^".weight".Length], Parameters = [Weight] });
        return y;
    }

    int ISequenceLayer.Inputs => 1;

    /// <summary>y [T, B, size] from x [T, B, 1], whose numbers are symbols.</summary>
    Tensor ISequenceLayer.Run(Tape tape, Tensor x, int[]? lengths)
    {
        if (x.Columns != 1) throw new SluiceException($"{Weight.Name}: expected one symbol a step, got {x.Describe()}.");
        var symbols = new int[x.Rows];
        for (int r = 0; r < symbols.Length; r++)
        {
            symbols[r] = x[r, 0] == MathF.Floor(x[r, 0])
                ? (int)x[r, 0]
                : throw new SluiceException($"{Weight.Name}: expected the number of a symbol, got {x[r, 0]} at row {r}.");
        }

        return Run(tape, symbols, x.Rows / x.Shape[^2], x.Shape[^2]);
    }

    private void Backward(int[] symbols, Tensor y)
    {
        if (y.Gradient is not { } dy) return;
        for (int i = 0; i < symbols.Length; i++)
        {
            if (symbols[i] < 0) continue;
            Span<float> target = Weight.Gradient.Row(symbols[i]), source = dy.Row(i);
            for (int c = 0; c < target.Length; c++) target[c] += source[c];
        }
    }
}
