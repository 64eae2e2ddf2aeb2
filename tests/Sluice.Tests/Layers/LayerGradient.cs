using Sluice.Autodiff;
using Sluice.Kernels;
using Sluice.Layers;

namespace Sluice.Tests.Layers;

/// <summary>Central differences through layers of float.</summary>
internal static class LayerGradient
{
    // A loss of about 1 carries rounding of some 1e-7; over a step of 2·0.01 that is some 1e-5, and the third derivative adds
    // about 0.01²/6 of its size. Wiring that is wrong is wrong by far more.
    private const float Step = 0.01f, Tolerance = 1e-3f;

    /// <summary>Checks every parameter and every element of the inputs for the loss Σ y⊙w with fixed random w.</summary>
    public static void Check(IEnumerable<Parameter> parameters, Tensor[] inputs, Func<Tape, Tensor> run)
    {
        var random = new RandomStream(9, Purpose.Data);
        double Loss()
        {
            var y = run(new Tape(false));
            double sum = 0;
            for (int r = 0; r < y.Rows; r++)
                for (int c = 0; c < y.Columns; c++) sum += y[r, c] * (random.Uniform((uint)(r * y.Columns + c)) - 0.5);
            return sum;
        }

        foreach (var parameter in parameters) parameter.Gradient.Clear();
        var tape = new Tape();
        var y = run(tape);
        var dy = tape.GradientOf(y);
        for (int r = 0; r < y.Rows; r++)
            for (int c = 0; c < y.Columns; c++) dy[r, c] = random.Uniform((uint)(r * y.Columns + c)) - 0.5f;
        tape.Backward();
        foreach (var parameter in parameters) Compare(parameter.Name, parameter.Value, parameter.Gradient, Loss, parameter.Changed);
        for (int i = 0; i < inputs.Length; i++) Compare($"input {i}", inputs[i], inputs[i].Gradient!, Loss, () => { });
    }

    public static Tensor Random(uint step, params int[] shape)
    {
        var tensor = new Tensor(shape) { NeedsGradient = true };
        var random = new RandomStream(5, Purpose.Data, 0, step);
        for (int r = 0; r < tensor.Rows; r++)
            for (int c = 0; c < tensor.Columns; c++) tensor[r, c] = 2 * random.Uniform((uint)(r * tensor.Columns + c)) - 1;
        return tensor;
    }

    /// <summary>Moves every bias from its start, where some do nothing.</summary>
    public static T Shaken<T>(T layer) where T : ILayer
    {
        foreach (var parameter in layer.Parameters.Where(p => p.Value.Rows == 1))
        {
            var random = new RandomStream(6, Purpose.Data, 1, Initial.Hash(parameter.Name));
            for (int u = 0; u < parameter.Value.Columns; u++) parameter.Value[0, u] += 0.6f * random.Uniform((uint)u) - 0.3f;
            parameter.Changed();
        }

        return layer;
    }

    /// <summary>Compares a gradient with what a loss does when each element is moved.</summary>
    public static void Compare(string name, Tensor value, Tensor gradient, Func<double> loss, Action changed)
    {
        for (int r = 0; r < value.Rows; r++)
        {
            for (int c = 0; c < value.Columns; c++)
            {
                float before = value[r, c];
                if (float.IsNaN(before)) continue;
                value[r, c] = before + Step;
                changed();
                double up = loss();
                value[r, c] = before - Step;
                changed();
                double down = loss();
                value[r, c] = before;
                changed();
                double expected = (up - down) / (2 * Step);
                Assert.True(
                    Math.Abs(expected - gradient[r, c]) <= Tolerance * Math.Max(1, Math.Abs(expected)),
                    $"{name}[{r},{c}]: finite difference {expected}, backward {gradient[r, c]}");
            }
        }
    }
}
