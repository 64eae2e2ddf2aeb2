using System.Runtime.CompilerServices;
using System.Text.Json;
using Sluice.Autodiff;
using Sluice.Formats;
using Sluice.Formats.Foreign;
using Sluice.Layers;

namespace Sluice.Tests.Golden;

/// <summary>
/// Outputs, final states and all gradients of PyTorch 1.13 (pytorch_gradients.py beside this file) through the library's
/// stacks: ragged, one and two layers, one and both directions, with initial states; and after import, one step further.
/// </summary>
public class PyTorchTests
{
    // PyTorch computed in double precision; these are single-precision sums of some dozens of terms of about 1.
    private const double Tolerance = 2e-5;

    private static readonly JsonElement s_file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), "pytorch-gradients.json"))).RootElement;

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, s_file.GetProperty("cases").GetArrayLength())];

    [Theory, MemberData(nameof(Cases))]
    public void Outputs_and_gradients_are_those_of_PyTorch(int index)
    {
        var example = s_file.GetProperty("cases")[index];
        int Size(string name) => s_file.GetProperty(name).GetInt32();
        int steps = Size("steps"), batch = Size("batch"), input = Size("input"), hidden = Size("hidden");
        string cell = example.GetProperty("cell").GetString()!;
        int layers = example.GetProperty("layers").GetInt32();
        bool both = example.GetProperty("bidirectional").GetBoolean();
        var stack = new RecurrentStack("rnn", new StackOptions(cell, input, hidden, layers, both), 1);
        string[] names = [.. example.GetProperty("gradients").EnumerateObject().Select(p => p.Name)];
        Fill(stack, names, cell);

        int[] lengths = [.. s_file.GetProperty("lengths").EnumerateArray().Select(v => v.GetInt32())];
        var x = new Tensor(steps, batch, input) { NeedsGradient = true };
        x.Set(Wave(steps * batch * input, 0.3, 1));
        var tape = new Tape();
        var initial = stack.Layers.Select((l, d) =>
            new State(l.Shape.States, [.. l.Shape.States.Select((_, s) => Initial(tape, batch, hidden, stack.Layers.Count, d, s))])).ToArray();
        var y = stack.Run(tape, x, out var final, initial, lengths);
        tape.GradientOf(y).Set(Wave((int)y.Count, 0.9, 1));
        for (int d = 0; d < final.Length; d++)
            for (int s = 0; s < final[d].Values.Length; s++)
                tape.GradientOf(final[d].Values[s]).Set(Share(Wave(final.Length * batch * hidden, 1.1 + s, 1), d, final.Length));
        tape.Backward();

        Equal("y", example.GetProperty("y"), y.ToArray());
        Equal("dx", example.GetProperty("dx"), x.Gradient!.ToArray());
        for (int s = 0; s < final[0].Values.Length; s++)
        {
            Equal($"final {s}", example.GetProperty("final")[s], [.. final.SelectMany(f => f.Values[s].ToArray())]);
            Equal($"dstates {s}", example.GetProperty("dstates")[s], [.. initial.SelectMany(i => i.Values[s].Gradient!.ToArray())]);
        }

        foreach (var parameter in stack.Parameters)
        {
            string name = parameter.Name["rnn.".Length..];
            float[] expected = Floats(example.GetProperty("gradients").GetProperty(name));
            Equal(name, name.StartsWith("bias_hh", StringComparison.Ordinal) ? expected[^hidden..] : expected, parameter.Gradient.ToArray());
        }
    }

    /// <summary>The same weights out of a file, by PyTorch's names, and one step of gradient descent.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Trained_one_step_further_after_import_the_gradients_are_those_of_PyTorch(int index)
    {
        var example = s_file.GetProperty("cases")[index];
        int Size(string name) => s_file.GetProperty(name).GetInt32();
        int steps = Size("steps"), batch = Size("batch"), input = Size("input"), hidden = Size("hidden");
        var (before, after) = (example.GetProperty("gradients"), example.GetProperty("after"));
        string[] names = [.. before.EnumerateObject().Select(p => p.Name)];
        using var stream = new MemoryStream();
        int directions = example.GetProperty("bidirectional").GetBoolean() ? 2 : 1;
        new SafeTensorsFile(names.Select((name, i) =>
        {
            // The rows of W, R and the biases; what W reads above the first layer are the outputs of the one below.
            int count = before.GetProperty(name).GetArrayLength(), columns = name.StartsWith("bias", StringComparison.Ordinal) ? 1
                : name.StartsWith("weight_hh", StringComparison.Ordinal) ? hidden : name.Contains("_l0") ? input : directions * hidden;
            return NamedTensor.Of<float>($"net.{name}", columns == 1 ? [count] : [count / columns, columns], Wave(count, i, 0.4));
        })).Write(stream);
        using var file = WeightFile.Parse(stream.ToArray(), "x");
        var stack = RecurrentStack.From(file, ["net"]);
        float rate = s_file.GetProperty("rate").GetSingle();
        foreach (var parameter in stack.Parameters)
        {
            string name = parameter.Name["net.".Length..], other = name.Replace("bias_ih", "bias_hh");
            float[] gradient = Floats(before.GetProperty(name));
            if (name.StartsWith("bias_hh", StringComparison.Ordinal)) gradient = gradient[^hidden..];
            float[] values = parameter.Value.ToArray();

            // Both biases of a gate move there, and their sum here.
            float[] second = name != other ? Floats(before.GetProperty(other)) : new float[values.Length];
            if (stack.Layers[0].Cell == "gru" && name != other) second.AsSpan(2 * hidden).Clear();
            parameter.Value.Set([.. values.Select((v, i) => v - rate * (gradient[i] + second[i]))]);
            parameter.Changed();
        }

        var x = new Tensor(steps, batch, input);
        x.Set(Wave(steps * batch * input, 0.3, 1));
        var tape = new Tape();
        var y = stack.Run(tape, x, out _);
        tape.GradientOf(y).Set(Wave((int)y.Count, 0.9, 1));
        tape.Backward();
        Equal("y", after.GetProperty("y"), y.ToArray());
        foreach (var parameter in stack.Parameters)
        {
            string name = parameter.Name["net.".Length..];
            float[] expected = Floats(after.GetProperty("gradients").GetProperty(name));
            Equal(name, name.StartsWith("bias_hh", StringComparison.Ordinal) ? expected[^hidden..] : expected, parameter.Gradient.ToArray(), "PyTorch after import");
        }
    }

    /// <summary>PyTorch has two biases a gate; they are summed here, but for n′ of the GRU.</summary>
    private static void Fill(RecurrentStack stack, string[] names, string cell)
    {
        var parameters = stack.Parameters.ToDictionary(p => p.Name["rnn.".Length..]);
        foreach (var (name, parameter) in parameters.Where(p => !p.Key.StartsWith("bias", StringComparison.Ordinal)))
            parameter.Value.Set(Wave((int)parameter.Value.Count, Array.IndexOf(names, name), 0.4));
        foreach (var (name, parameter) in parameters.Where(p => p.Key.StartsWith("bias_ih", StringComparison.Ordinal)))
        {
            int count = (int)parameter.Value.Count, hidden = stack.Layers[0].Hidden;
            string other = name.Replace("bias_ih", "bias_hh");
            float[] own = Wave(count, Array.IndexOf(names, name), 0.4), second = Wave(count, Array.IndexOf(names, other), 0.4);
            for (int i = 0; i < (cell == "gru" ? 2 * hidden : count); i++) own[i] += second[i];
            parameter.Value.Set(own);
            if (cell == "gru") parameters[other].Value.Set(second.AsSpan(2 * hidden));
        }

        foreach (var parameter in parameters.Values) parameter.Changed();
    }

    private static Tensor Initial(Tape tape, int batch, int hidden, int directions, int d, int state)
    {
        var tensor = tape.Lend(true, batch, hidden);
        tensor.Set(Share(Wave(directions * batch * hidden, 0.5 + state, 0.6), d, directions));
        return tensor;
    }

    private static float[] Wave(int count, double phase, double size)
        => [.. Enumerable.Range(0, count).Select(k => (float)(size * Math.Sin(0.7 * k + phase)))];

    private static float[] Share(float[] values, int d, int of) => values[(values.Length / of * d)..(values.Length / of * (d + 1))];

    private static float[] Floats(JsonElement values) => [.. values.EnumerateArray().Select(v => v.GetSingle())];

    private static void Equal(string what, JsonElement expected, float[] got) => Equal(what, Floats(expected), got);

    private static void Equal(string what, float[] expected, float[] got, string source = "PyTorch")
    {
        Assert.Equal(expected.Length, got.Length);
        for (int i = 0; i < got.Length; i++)
            Assert.True(
                Differences.Of(source, expected[i], got[i]) < Tolerance * Math.Max(1, Math.Abs(expected[i])),
                $"{what}[{i}]: PyTorch {expected[i]}, Sluice {got[i]}");
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
