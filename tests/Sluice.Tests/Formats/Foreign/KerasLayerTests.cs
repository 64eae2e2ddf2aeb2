using Sluice.Autodiff;
using Sluice.Formats;
using Sluice.Formats.Foreign;
using Sluice.Fuzz;
using Sluice.Interop;
using Sluice.Layers;

namespace Sluice.Tests.Formats.Foreign;

public class KerasLayerTests
{
    private const int Input = 3, Hidden = 4, Steps = 6;

    public KerasLayerTests() => KerasFiles.Register();

    [Theory]
    [InlineData("lstm", 4, new[] { 16 })]
    [InlineData("gru", 3, new[] { 2, 12 })]
    [InlineData("gru-before", 3, new[] { 12 })]
    [InlineData("rnn", 1, new[] { 4 })]
    [InlineData("rnn-relu", 1, new[] { 4 })]
    public void Layers_of_Keras_compute_what_its_equations_say(string cell, int gates, int[] biasShape)
    {
        float[] kernel = Wave(Input * gates * Hidden, 1), recurrent = Wave(Hidden * gates * Hidden, 2);
        float[] bias = Wave(biasShape.Aggregate((a, b) => a * b), 3);
        string config = $$$"""{"class_name":"Sequential","config":{"layers":[{"class_name":"SimpleRNN","config":{"name":"k","activation":"{{{(cell == "rnn-relu" ? "relu" : "tanh")}}}"}}]}}""";
        using var file = RecognitionTests.Of(
        [
            NamedTensor.Of<float>("k/kernel:0", [Input, gates * Hidden], kernel), NamedTensor.Of<float>("k/recurrent_kernel:0", [Hidden, gates * Hidden], recurrent),
            NamedTensor.Of<float>("k/bias:0", biasShape, bias),
        ], gates == 1 ? config : null);
        var layer = Recurrent.From(file, "k");
        Assert.Equal(cell, layer.Cell);
        float[][] x = [.. Enumerable.Range(0, Steps).Select(t => Wave(Input, t))];
        Near(KerasEquations.Run(cell, x, kernel, recurrent, bias, Hidden), Run(layer, x));
    }

    [Fact]
    public void Layers_on_cuDNN_are_turned_gate_by_gate()
    {
        // The matrices of cuDNN, [hidden, inputs] each, as Keras files them: each gate's numbers in its columns, one after the other.
        float[] kernel = Wave(Input * 4 * Hidden, 1), recurrent = Wave(Hidden * 4 * Hidden, 2), bias = Wave(8 * Hidden, 3);
        using var file = RecognitionTests.Of(
        [
            NamedTensor.Of<float>("k/kernel:0", [Input, 4 * Hidden], Filed(kernel, Input)), NamedTensor.Of<float>("k/recurrent_kernel:0", [Hidden, 4 * Hidden], Filed(recurrent, Hidden)),
            NamedTensor.Of<float>("k/bias:0", [8 * Hidden], bias),
        ], null);
        float[] both = [.. bias.Take(4 * Hidden).Zip(bias.Skip(4 * Hidden), (a, b) => a + b)];
        float[][] x = [.. Enumerable.Range(0, Steps).Select(t => Wave(Input, t))];
        Near(KerasEquations.Run("lstm", x, kernel, recurrent, both, Hidden), Run(Recurrent.From(file), x));
    }

    // k.T.reshape(k.shape) of the columns of each gate, which is how Keras itself goes from one to the other.
    private static float[] Filed(float[] kernel, int rows)
    {
        const int Columns = 4 * Hidden;
        float[] filed = new float[kernel.Length];
        for (int g = 0; g < 4; g++)
            for (int n = 0; n < rows * Hidden; n++)
                filed[n / Hidden * Columns + g * Hidden + n % Hidden] = kernel[n % rows * Columns + g * Hidden + n / rows];
        return filed;
    }

    public static TheoryData<string, byte[], string, string> Files => new()
    {
        { "model", KerasSamples.Model, "lstm lstm 2>2", "2.4.0" },
        { "weights", KerasSamples.Weights, "gru gru 1>1", "" },
        { "packed", KerasSamples.Packed, "lstm lstm 1>1", "" },
        { "archive", KerasSamples.Archive, "gru=reader gru 1>1", "3.9.0" },
    };

    [Theory, MemberData(nameof(Files))]
    public void Files_of_Keras_are_known_by_their_content(string name, byte[] bytes, string layer, string version)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in new[] { WeightFile.Parse(bytes, name), WeightFile.Open(folder.File("x.bin", bytes)) })
        {
            var found = Assert.Single(file.Layers);
            Assert.Equal(layer, $"{found.Name}{(found.OtherName is { } other && other != found.Name ? $"={other}" : "")} {found.Cell} {found.Input}>{found.Hidden}");
            Assert.Equal(version, file.Metadata.GetValueOrDefault("keras_version", ""));
            Assert.All(found.Tensors, t => Assert.Equal(Enumerable.Range(0, (int)t.Count).Select(k => (k % 7 - 3) / 8f), t.ToFloats()));
            Assert.Empty(file.Rest);
            _ = Recurrent.From(file);
            file.Dispose();
        }
    }

    [Fact]
    public void Groups_that_hold_themselves_and_files_cut_short_end_in_a_sentence()
    {
        byte[] bytes = KerasSamples.Model;
        for (int length = 0; length < bytes.Length - 4096; length += 97)
            Assert.Throws<SluiceFormatException>(() => Numbers(bytes.AsMemory(0, length)));

        // The entries of the root group lead to the root itself: every address of an object header becomes that of the first one (96).
        byte[] circle = [.. bytes];
        for (int at = 0; at + 40 < circle.Length; at += 8)
        {
            if (!circle.AsSpan(at).StartsWith("SNOD"u8)) continue;
            for (int entry = at + 8; entry < at + 8 + 8 * 40 && circle[entry + 8] != 0; entry += 40)
                BitConverter.TryWriteBytes(circle.AsSpan(entry + 8), 96L);
        }

        Assert.Contains("damaged", Assert.Throws<SluiceFormatException>(() => Numbers(circle)).Message);

        static void Numbers(ReadOnlyMemory<byte> content)
        {
            foreach (var tensor in WeightFile.Parse(content).Tensors) tensor.ToFloats();
        }
    }

    private static float[][] Run(Recurrent layer, float[][] x)
    {
        var input = new Tensor(x.Length, 1, x[0].Length);
        input.Set(x.SelectMany(v => v).ToArray());
        float[] y = layer.Run(new Tape(recording: false), input, out _).ToArray();
        return [.. y.Chunk(layer.Output)];
    }

    private static void Near(double[][] expected, float[][] got)
    {
        for (int t = 0; t < expected.Length; t++)
            for (int u = 0; u < expected[t].Length; u++) Assert.Equal(expected[t][u], got[t][u], 1e-5);
    }

    private static float[] Wave(int count, double phase) => [.. Enumerable.Range(0, count).Select(k => (float)(0.5 * Math.Sin(0.9 * k + phase)))];
}
