using Sluice.Autodiff;
using Sluice.Models;
using Sluice.Networks;

namespace Sluice.Onnx.Tests;

/// <summary>The gradient of every operator that passes one, beside the difference quotient of its own values.</summary>
public class GradientTests
{
    private static readonly Dictionary<string, object> s_none = [];

    public static TheoryData<string> Names => [.. Cases().Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_is_the_quotient_of_differences(string name)
    {
        var example = Cases().Single(c => c.Name == name);
        var network = Build(example);
        var parameters = network.Parameters.ToList();
        Assert.Equal(example.Shapes.Length, parameters.Count);
        var tape = new Tape();
        double Loss(Tape at) => Weighted(network.Run(at, new Dictionary<string, Value>())["y"], at.Recording ? at : null);
        Loss(tape);
        tape.Backward();
        foreach (var parameter in parameters)
        {
            for (int r = 0; r < parameter.Value.Rows; r++)
            {
                for (int c = 0; c < parameter.Value.Columns; c++)
                {
                    const float Step = 1e-2f;
                    float at = parameter.Value[r, c];
                    double Moved(float by)
                    {
                        parameter.Value[r, c] = at + by;
                        parameter.Changed();
                        return Loss(new Tape(recording: false));
                    }

                    double quotient = (Moved(Step) - Moved(-Step)) / (2 * Step);
                    Moved(0);
                    double gradient = parameter.Gradient[r, c];
                    Assert.True(
                        Math.Abs(quotient - gradient) <= 2e-2 * (1 + Math.Abs(quotient)), $"{name}, {parameter.Name}[{r},{c}]: {quotient} by differences, {gradient}");
                }
            }
        }
    }

    /// <summary>Σ y·w with fixed weights, whose gradient is w.</summary>
    private static double Weighted(Value y, Tape? tape)
    {
        var numbers = y.Numbers;
        double sum = 0;
        for (int i = 0; i < numbers.Count; i++)
        {
            var (r, c) = (i / numbers.Columns, i % numbers.Columns);
            float weight = MathF.Cos(1.7f * i) + 0.5f;
            sum += numbers[r, c] * weight;
            if (tape is not null) tape.GradientOf(numbers)[r, c] += weight;
        }

        return sum;
    }

    private static Network Build(Example example)
    {
        var constants = new Dictionary<string, Value>();
        var inputs = new List<string>();
        for (int i = 0; i < example.Shapes.Length; i++)
        {
            int[] shape = example.Shapes[i];
            var parameter = new Parameter($"p{i}", shape);
            for (int r = 0; r < parameter.Value.Rows; r++)
                for (int c = 0; c < parameter.Value.Columns; c++)
                    parameter.Value[r, c] = example.Start + 0.7f * MathF.Sin(1.3f * (r * parameter.Value.Columns + c) + i) + 0.05f;
            parameter.Changed();
            constants[$"p{i}"] = new Value(parameter, shape);
            inputs.Add($"p{i}");
        }

        for (int i = 0; i < example.Fixed.Length; i++)
        {
            if (example.Fixed[i] is not { } value)
            {
                inputs.Add("");
                continue;
            }

            constants[$"f{i}"] = value;
            inputs.Add($"f{i}");
        }

        var node = new Node(example.Operator, inputs, ["y"]) { Attributes = example.Attributes };
        return Network.Unfolded(new([], [new("y", ElementType.Float, null)], [node], constants));
    }

    private static IEnumerable<Example> Cases()
    {
        foreach (string name in (string[])["Neg", "Exp", "Tanh", "Sigmoid", "Softplus", "Softsign", "Erf", "Mish", "Gelu", "HardSwish", "Swish", "Sin", "Cos", "Atan"])
            yield return new(name, name, [[2, 3]]);
        foreach (string name in (string[])["Log", "Sqrt", "Reciprocal", "Abs", "Relu", "LeakyRelu", "Elu", "Selu", "Celu", "HardSigmoid"])
            yield return new(name, name, [[2, 3]]) { Start = 2 };
        foreach (string name in (string[])["Add", "Sub", "Mul", "Max"]) yield return new(name, name, [[2, 3], [2, 3]]);
        yield return new("Add, repeated", "Add", [[2, 3, 4], [3, 1]]);
        yield return new("Mul, one number", "Mul", [[2, 3], [1]]);
        yield return new("Div", "Div", [[2, 3], [3]]) { Start = 3 };
        yield return new("Pow", "Pow", [[2, 3]]) { Start = 2, Fixed = [Value.From([3f])] };
        yield return new("MatMul", "MatMul", [[2, 3, 4], [4, 5]]);
        yield return new("MatMul, batches", "MatMul", [[2, 3, 4], [2, 4, 3]]);
        yield return new("Gemm", "Gemm", [[2, 4], [5, 4], [5]]) { Attributes = new Dictionary<string, object> { ["transB"] = 1L, ["alpha"] = 0.5f } };
        yield return new("Softmax", "Softmax", [[3, 4]]);
        yield return new("Softmax, first", "Softmax", [[3, 4]]) { Attributes = new Dictionary<string, object> { ["axis"] = 0L } };
        yield return new("LogSoftmax", "LogSoftmax", [[3, 4]]);
        yield return new("ReduceSum", "ReduceSum", [[3, 4]]) { Fixed = [Value.From([0L], 1)] };
        yield return new("ReduceMean", "ReduceMean", [[3, 4]]);
        yield return new("ReduceMax", "ReduceMax", [[2, 3]]);
        yield return new("ReduceL2", "ReduceL2", [[3, 4]]);
        yield return new("ReduceLogSumExp", "ReduceLogSumExp", [[3, 4]]);
        yield return new("Transpose", "Transpose", [[2, 3, 4]]) { Attributes = new Dictionary<string, object> { ["perm"] = new long[] { 2, 0, 1 } } };
        yield return new("Reshape", "Reshape", [[2, 6]]) { Fixed = [Value.From([3L, 4L], 2)] };
        yield return new("Slice", "Slice", [[4, 5]]) { Fixed = [Value.From([3L], 1), Value.From([-5L], 1), Value.From([0L], 1), Value.From([-2L], 1)] };
        yield return new("Expand", "Expand", [[3, 1]]) { Fixed = [Value.From([2L, 3L, 4L], 3)] };
        yield return new("Tile", "Tile", [[2, 2]]) { Fixed = [Value.From([2L, 3L], 2)] };
        yield return new("Pad", "Pad", [[2, 3]]) { Fixed = [Value.From([1L, 0L, 0L, 2L], 4)] };
        yield return new("Pad, mirrored", "Pad", [[2, 4]]) { Fixed = [Value.From([0L, 2L, 0L, 1L], 4)], Attributes = new Dictionary<string, object> { ["mode"] = "reflect" } };
        yield return new("Concat", "Concat", [[2, 3], [2, 2]]);
        yield return new("Gather", "Gather", [[4, 3]]) { Fixed = [Value.From([1L, 3L, 1L], 3)] };
        yield return new("Conv", "Conv", [[2, 3, 7], [4, 3, 3], [4]])
        {
            Attributes = new Dictionary<string, object> { ["pads"] = new long[] { 1, 2 }, ["strides"] = new long[] { 2 } },
        };
        yield return new("Conv, groups", "Conv", [[1, 4, 5, 4], [4, 2, 2, 3]])
        {
            Attributes = new Dictionary<string, object> { ["group"] = 2L, ["dilations"] = new long[] { 2, 1 } },
        };
        yield return new("ConvTranspose", "ConvTranspose", [[2, 3, 4], [3, 2, 3], [2]])
        {
            Attributes = new Dictionary<string, object> { ["strides"] = new long[] { 2 }, ["pads"] = new long[] { 1, 0 } },
        };
        yield return new("MaxPool", "MaxPool", [[1, 2, 6]]) { Attributes = new Dictionary<string, object> { ["kernel_shape"] = new long[] { 2 } } };
        yield return new("AveragePool", "AveragePool", [[1, 2, 6]])
        {
            Attributes = new Dictionary<string, object> { ["kernel_shape"] = new long[] { 3 }, ["pads"] = new long[] { 1, 1 } },
        };
        yield return new("LayerNormalization", "LayerNormalization", [[3, 4], [4], [4]]);
        yield return new("InstanceNormalization", "InstanceNormalization", [[2, 3, 4], [3], [3]]);
        yield return new("LSTM, weights that are computed", "LSTM", [[3, 2, 2], [1, 8, 2], [1, 8, 2], [1, 16]])
        {
            Attributes = new Dictionary<string, object> { ["hidden_size"] = 2L, ["clip"] = 5f },
        };
        yield return new("GRU, weights that are computed", "GRU", [[3, 2, 2], [1, 6, 2], [1, 6, 2], [1, 12]])
        {
            Attributes = new Dictionary<string, object> { ["hidden_size"] = 2L, ["activations"] = new[] { "HardSigmoid", "Softsign" } },
            Fixed = [Value.From([3, 2], 2)],
        };
    }

    private sealed record Example(string Name, string Operator, int[][] Shapes)
    {
        public IReadOnlyDictionary<string, object> Attributes { get; init; } = s_none;

        public Value?[] Fixed { get; init; } = [];

        public float Start { get; init; }
    }
}
