using Sluice.Networks;
using Sluice.Onnx.Protocol;
using Xunit.Abstractions;

namespace Sluice.Onnx.Tests;

/// <summary>
/// The test cases of the ONNX standard (Debian's package libonnx-testdata): every one whose operators run here must give the values that lie beside
/// it.
/// </summary>
public class StandardCaseTests(ITestOutputHelper output)
{
    private const string Data = "/usr/share/libonnx-testdata/data";

    // What lies in the package against the standard's own words.
    private static readonly HashSet<string> s_mistaken =
    [
        "test_cast_FLOAT_to_BFLOAT16", // cut off, and not rounded to the nearest
        "test_castlike_BFLOAT16_to_FLOAT", "test_castlike_BFLOAT16_to_FLOAT_expanded", // an input of another shape than the model's
        "test_castlike_FLOAT_to_BFLOAT16", "test_castlike_FLOAT_to_BFLOAT16_expanded",
    ];

    [StandardFact]
    public void Cases_of_operators() => All("node", 677);

    [StandardFact]
    public void Cases_that_PyTorch_exported() => All("pytorch-converted", 82);

    [StandardFact]
    public void Cases_of_operators_of_PyTorch() => All("pytorch-operator", 35);

    private void All(string group, int least)
    {
        int right = 0;
        List<string> unknown = [], wrong = [];
        foreach (string folder in Directory.GetDirectories(Path.Combine(Data, group)).Order())
        {
            string name = Path.GetFileName(folder);
            if (s_mistaken.Contains(name)) continue;
            try
            {
                Check(folder);
                right++;
            }
            catch (SluiceException e) when (IsRefusal(e.Message))
            {
                unknown.Add($"{name}: {e.Message}");
            }
            catch (Exception e)
            {
                wrong.Add($"{name}: {e.GetType().Name} {e.Message}");
            }
        }

        output.WriteLine($"{group}: {right} right, {unknown.Count} not taken, {wrong.Count} wrong");
        foreach (string line in wrong) output.WriteLine("wrong " + line);
        foreach (string line in unknown) output.WriteLine("not taken " + line[..Math.Min(line.Length, 260)]);
        Assert.Empty(wrong);
        Assert.True(right >= least, $"{right} of {group} ran, expected {least} or more");
    }

    private static bool IsRefusal(string message) => new[]
    {
        "is not one of those that run here", "not read here", "is not given", "known here", "training_mode 0", "training_mode false", "one output", "reduction none",
        "opset 9 or later", "which is not read",
    }.Any(message.Contains);

    private static void Check(string folder)
    {
        var network = OnnxFile.Read(Path.Combine(folder, "model.onnx")).Network;
        foreach (string set in Directory.GetDirectories(folder, "test_data_set_*"))
        {
            var inputs = new Dictionary<string, Value>();
            for (int i = 0; i < network.Inputs.Count; i++) inputs[network.Inputs[i].Name] = Read(Path.Combine(set, $"input_{i}.pb"), network.Inputs[i].Type);
            var outputs = network.Run(inputs);
            for (int i = 0; i < network.Outputs.Count; i++)
                Equal(Read(Path.Combine(set, $"output_{i}.pb"), network.Outputs[i].Type), outputs[network.Outputs[i].Name], network.Outputs[i].Name);
        }
    }

    /// <summary>An array; those of BFloat16 lie in the package as the whole numbers that their bits are.</summary>
    private static Value Read(string path, ElementType type)
    {
        var value = new TensorReading(null).Read(TensorProto.Parser.ParseFrom(File.ReadAllBytes(path)));
        return type == ElementType.BFloat16 && value.Type == ElementType.UInt16
            ? Value.From([.. value.ToIntegers().Select(v => BitConverter.UInt32BitsToSingle((uint)v << 16))], value.Shape).As(type)
            : value;
    }

    private static void Equal(Value expected, Value got, string name)
    {
        Assert.True(expected.Shape.SequenceEqual(got.Shape), $"{name}: expected {expected}, got {got}");
        if (expected.Type == ElementType.String)
        {
            Assert.Equal(expected.ToTexts(), got.ToTexts());
            return;
        }

        Assert.Equal(expected.Type, got.Type);
        float[] right = expected.ToFloats(), ours = got.ToFloats();

        // The standard's own tolerance; 16-bit numbers are computed in 32 bits, and rounded elsewhere on their way.
        double share = expected.Type is ElementType.Half or ElementType.BFloat16 ? 2e-3 : 1e-3;
        for (int i = 0; i < right.Length; i++)
        {
            bool same = right[i] == ours[i] || (float.IsNaN(right[i]) && float.IsNaN(ours[i])) || Math.Abs(right[i] - ours[i]) <= 1e-5 + share * Math.Abs(right[i]);
            Assert.True(same, $"{name}[{i}]: expected {right[i]}, got {ours[i]}");
        }
    }

    private sealed class StandardFactAttribute : FactAttribute
    {
        public StandardFactAttribute()
        {
            if (!Directory.Exists(Data)) Skip = "The package libonnx-testdata is not installed.";
        }
    }
}
