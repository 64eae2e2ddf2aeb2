using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Devices;
using Sluice.Formats;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Tests.Cells;

namespace Sluice.Tests.Layers;

/// <summary>Layers with weights of 8 and 16 bits.</summary>
public sealed class ReducedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Cells() => [.. CellCases.Alone];

    [Theory, MemberData(nameof(Cells))]
    public void A_layer_in_bfloat16_has_the_bits_of_one_with_the_rounded_weights(string cell)
    {
        var (reduced, floats) = Twins(cell, ReducedType.BFloat16);
        Assert.Equal(Run(floats, 512, 1), Run(reduced, 512, 1));
        Assert.Equal(Run(floats, 512, 1), Run(reduced, 128, 2));
        Assert.Equal(Step(floats, 512, 1), Step(reduced, 32, 1));
    }

    // Rows of 16 bits of an input within ±1, in six steps of a cell of 40 units.
    [Theory, MemberData(nameof(Cells))]
    public void A_layer_in_int8_is_near_one_with_the_same_weights_as_floats(string cell)
    {
        var (reduced, floats) = Twins(cell, ReducedType.Int8);
        float[] expected = Run(floats, 512, 1), got = Run(reduced, 512, 1);
        for (int i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - got[i]) < 1e-3f, $"{cell} {i}: {expected[i]} and {got[i]}");
        if (reduced.ReducedBits() is not null) Assert.NotEqual(expected, got);
        else Assert.Equal(expected, got);
        foreach (var (bits, threads) in new[] { (512, 2), (256, 1), (128, 3), (32, 1) }) Assert.Equal(got, Run(reduced, bits, threads));
        foreach (var (bits, threads) in new[] { (512, 2), (256, 1), (128, 2), (32, 1) }) Assert.Equal(Step(reduced, 512, 1), Step(reduced, bits, threads));
    }

    [Theory]
    [InlineData("clockwork")]
    [InlineData("antisymmetric")]
    public void Cells_whose_products_take_floats_say_so(string cell) => Assert.Null(Twins(cell, ReducedType.Int8).Reduced.ReducedBits());

    [Theory]
    [InlineData(ReducedType.Int8, "lstm")]
    [InlineData(ReducedType.BFloat16, "gru")]
    [InlineData(ReducedType.Int8, "lstm-projected")]
    public void A_file_holds_them_and_gives_them_back_without_floats(ReducedType type, string cell)
    {
        var layer = Twins(cell, type).Reduced;
        string path = Path.Combine(_folder.Path, "model.safetensors"), again = Path.Combine(_folder.Path, "again.safetensors");
        ModelFile.Save(path, "text", layer.Parameters, new Dictionary<string, string>());
        var read = new Recurrent("layer", "l0", cell, 24, 40, seed: 9);
        ModelFile.Restore(ModelFile.Open(path), [.. read.Parameters], path);
        Assert.Equal(type, read.InputWeight.Bits);
        Assert.Equal(Step(layer, 512, 1), Step(read, 512, 1));
        ModelFile.Save(again, "text", read.Parameters, new Dictionary<string, string>());
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(again));
        Assert.Equal(type == ReducedType.Int8 ? ElementType.I8 : ElementType.BF16, ModelFile.Open(path).Find("layer.weight_hh_l0")!.Type);
    }

    [Fact]
    public void A_damaged_file_is_refused_by_the_name_of_the_tensor()
    {
        var layer = Twins("lstm", ReducedType.Int8).Reduced;
        var tensors = ModelFile.Tensors(layer.Parameters).ToList();
        var scale = tensors.Single(t => t.Name == "layer.weight_hh_l0.scale");
        var integers = tensors.Single(t => t.Name == "layer.weight_hh_l0");
        byte[] wrong = integers.Bytes.ToArray();
        wrong[7] = 0x80;
        string Refused(params NamedTensor[] instead)
        {
            string path = Path.Combine(_folder.Path, "bad.safetensors");
            var kept = tensors.Where(t => t != scale && instead.All(i => i.Name != t.Name)).Concat(instead);
            ModelFile.Save(path, "text", kept, new Dictionary<string, string>());
            return Assert.Throws<SluiceFormatException>(() => ModelFile.Restore(ModelFile.Open(path), [.. layer.Parameters], path)).Message;
        }

        Assert.Contains("'layer.weight_hh_l0' holds integers, and their scales 'layer.weight_hh_l0.scale' are missing", Refused());
        Assert.Contains("'layer.weight_hh_l0.scale' should be F32 [160]", Refused(NamedTensor.Of<float>(scale.Name, [3], [1, 2, 3])));
        Assert.Contains("holds -128", Refused(scale, new NamedTensor(integers.Name, ElementType.I8, [160, 40], wrong)));
    }

    [Fact]
    public void Linear_layers_and_embeddings_run_as_they_are()
    {
        foreach (var type in Enum.GetValues<ReducedType>())
        {
            var (linear, embedding) = (new Linear("out", 19, 33, 1), new Embedding("in", 7, 19, 1));
            var before = Answer();
            linear.Weight.Reduce(type);
            embedding.Weight.Reduce(type);
            var after = Answer();
            for (int i = 0; i < before.Length; i++) Assert.True(Math.Abs(before[i] - after[i]) < (type == ReducedType.Int8 ? 0.08 : 0.03), $"{type} {i}: {before[i]} and {after[i]}");
            Assert.NotEqual(before, after);
            float[] Answer()
            {
                var tape = new Tape(recording: false);
                return linear.Run(tape, embedding.Run(tape, [0, 6, 3, -1], 2, 2)).ToArray();
            }
        }
    }

    [Fact]
    public void A_change_of_the_values_makes_them_floats()
    {
        var linear = new Linear("out", 19, 33, 1);
        linear.Weight.Reduce(ReducedType.Int8);
        float value = linear.Weight.Value[3, 4];
        linear.Weight.Value[0, 0] = 5;
        linear.Weight.Changed();
        Assert.Null(linear.Weight.Bits);
        Assert.Equal((5, value), (linear.Weight.Value[0, 0], linear.Weight.Value[3, 4]));
        Assert.Contains("out.bias: expected the matrix of a layer to reduce, got [33]", Assert.Throws<SluiceException>(() => linear.Bias.Reduce(ReducedType.Int8)).Message);
    }

    /// <summary>A reduced layer, and one whose floats are its weights.</summary>
    private static (Recurrent Reduced, Recurrent Floats) Twins(string cell, ReducedType type)
    {
        var reduced = Layer(cell);
        var floats = Layer(cell);
        foreach (var (from, to) in reduced.Parameters.Zip(floats.Parameters))
        {
            if (from.Reducible && from.Count > 0) from.Reduce(type);
            to.Set(from.Value.ToArray());
        }

        return (reduced, floats);
    }

    private static Recurrent Layer(string cell)
    {
        int hidden = CellCases.HiddenOf(Catalog.Shape(cell), 40);
        return new("layer", "l0", cell, CellCases.InputOf(Catalog.Shape(cell), 24, hidden), hidden, seed: 3);
    }

    private static float[] Run(Recurrent layer, int bits, int threads)
    {
        using var device = Device.Create(threads, bits);
        using var scope = device.Use();
        return layer.Run(new Tape(recording: false), Input(layer, 6, 3), out _, lengths: [6, 2, 5]).ToArray();
    }

    private static float[] Step(Recurrent layer, int bits, int threads)
    {
        using var device = Device.Create(threads, bits);
        using var scope = device.Use();
        var state = new State(layer.Cell, 1, layer.Hidden);
        for (int t = 0; t < 3; t++) layer.Step(Input(layer, 1, 1).Reshape(1, layer.Input), state);
        return state.Values[0].ToArray();
    }

    private static Tensor Input(Recurrent layer, int steps, int batch)
    {
        var x = new Tensor(steps, batch, layer.Input);
        for (int r = 0; r < x.Rows; r++) for (int c = 0; c < x.Columns; c++) x[r, c] = MathF.Sin(3 * r + 7 * c);
        return x;
    }
}
