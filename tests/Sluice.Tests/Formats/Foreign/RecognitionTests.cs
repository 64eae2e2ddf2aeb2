using Sluice.Autodiff;
using Sluice.Formats;
using Sluice.Formats.Foreign;
using Sluice.Layers;

namespace Sluice.Tests.Formats.Foreign;

public class RecognitionTests
{
    public static TheoryData<string, string> Known => new()
    {
        { "rnn.weight_ih_l0 8x3, rnn.weight_hh_l0 8x2, rnn.bias_ih_l0 8, rnn.bias_hh_l0 8", "rnn lstm 3>2 x1" },
        { "weight_ih_l0 6x3, weight_hh_l0 6x2", " gru 3>2 x1" },
        { "a.b.weight_ih_l0 2x3, a.b.weight_hh_l0 2x2, a.b.weight_ih_l1 2x2, a.b.weight_hh_l1 2x2", "a.b rnn 3>2 x2 note" },
        { "e.weight_ih_l0 8x3, e.weight_hh_l0 8x2, e.weight_ih_l0_reverse 8x3, e.weight_hh_l0_reverse 8x2, e.weight_ih_l1 8x4, e.weight_hh_l1 8x2, e.weight_ih_l1_reverse 8x4, e.weight_hh_l1_reverse 8x2",
          "e lstm 3>2 x2 both" },
        { "e.weight_ih_l0 8x3, e.weight_hh_l0 8x1, e.weight_hr_l0 1x2", "e lstm-projected:1 3>2 x1 P1" },
        { "cell.weight_ih 8x3, cell.weight_hh 8x2", "cell lstm 3>2 x1" },
        { "enc_w_ih 6x3, enc_w_hh 6x2, enc_b_ih 6, enc_b_hh 6, enc_emb 9x3", "enc gru 3>2 x1" },
        { "lstm/lstm/kernel:0 3x8, lstm/lstm/recurrent_kernel:0 2x8, lstm/lstm/bias:0 8", "lstm lstm 3>2 x1 note" },
        { "model_weights/g/g/gru_cell_3/kernel:0 3x6, model_weights/g/g/gru_cell_3/recurrent_kernel:0 2x6, model_weights/g/g/gru_cell_3/bias:0 2x6", "g gru 3>2 x1 note" },
        { "g/g/kernel:0 3x6, g/g/recurrent_kernel:0 2x6, g/g/bias:0 6", "g gru-before 3>2 x1 note" },
        { "c/c/kernel:0 3x6, c/c/recurrent_kernel:0 2x6, c/c/bias:0 12", "c gru 3>2 x1 note" },
        { "c/c/kernel:0 3x8, c/c/recurrent_kernel:0 2x8, c/c/bias:0 16", "c lstm 3>2 x1 note" },
        { "layers/lstm_1/cell/vars/0 3x8, layers/lstm_1/cell/vars/1 2x8, layers/lstm_1/cell/vars/2 8, layers/dense/vars/0 2x2, layers/dense/vars/1 2", "lstm_1 lstm 3>2 x1 note" },
        { "layers/bidirectional/forward_layer/cell/vars/0 3x2, layers/bidirectional/forward_layer/cell/vars/1 2x2, layers/bidirectional/backward_layer/cell/vars/0 3x2, layers/bidirectional/backward_layer/cell/vars/1 2x2",
          "bidirectional rnn 3>2 x1 both note" },
        { "b/b/forward_l/lstm_cell/kernel:0 3x8, b/b/forward_l/lstm_cell/recurrent_kernel:0 2x8, b/b/backward_l/lstm_cell/kernel:0 3x8, b/b/backward_l/lstm_cell/recurrent_kernel:0 2x8",
          "b lstm 3>2 x1 both note" },
        { "optimizer_weights/adam/lstm/kernel:0 3x8, optimizer_weights/adam/lstm/recurrent_kernel:0 2x8", "" },
        { "dense.weight 8x3, dense.bias 8", "" },
    };

    [Theory, MemberData(nameof(Known))]
    public void Layers_are_told_by_names_and_shapes(string arrays, string expected)
    {
        using var file = Of(arrays);
        Assert.Empty(file.Misfits);
        Assert.Equal(expected, string.Join("; ", file.Layers.Select(l =>
            $"{l.Name} {l.Cell} {l.Input}>{l.Hidden} x{l.Layers}{(l.Bidirectional ? " both" : "")}{(l.Projection is { } p ? $" P{p}" : "")}{(l.Note is null ? "" : " note")}")));
        int known = file.Layers.Sum(l => l.Tensors.Count);
        Assert.Equal(file.Tensors.Count - known, file.Rest.Count);
    }

    [Theory]
    [InlineData("r.weight_ih_l0 3x8, r.weight_hh_l0 2x8", "'r.weight_ih_l0' is [3, 8] beside 'r.weight_hh_l0' [2, 8]", "transposed")]
    [InlineData("r.weight_ih_l0 8x3, r.weight_hh_l0 6x2", "[8, 3]", "[6, 2]")]
    [InlineData("r.weight_ih_l0 10x3, r.weight_hh_l0 10x2", "[10, 3]", "4 gates (LSTM), 3 (GRU) or 1 (RNN)")]
    [InlineData("r.weight_ih_l0 8x3", "'r.weight_ih_l0'", "not both")]
    [InlineData("r.weight_ih_l0 8x3, r.weight_hh_l0 8x2, r.bias_ih_l0 7", "[7]", "expected [8]")]
    [InlineData("r.weight_ih_l0 8x3, r.weight_hh_l0 8x2, r.weight_hr_l0 5x5", "[5, 5]", "projection")]
    [InlineData("r.weight_ih_l0 8x3, r.weight_hh_l0 8x2, r.weight_ih_l1 8x3, r.weight_hh_l1 8x2", "'r.weight_ih_l1' [8, 3]", "read 2 numbers")]
    [InlineData("r.weight_ih_l0 8x3, r.weight_hh_l0 8x2, r.weight_ih_l2 8x2, r.weight_hh_l2 8x2", "expected 3 layers", "got 2")]
    [InlineData("k/kernel:0 8x3, k/recurrent_kernel:0 8x2, k/bias:0 8", "'k/kernel:0' is [8, 3] beside 'k/recurrent_kernel:0' [8, 2]", "Keras stores")]
    [InlineData("k/kernel:0 3x8, k/recurrent_kernel:0 2x8, k/bias:0 9", "'k/bias:0' is [9]", "expected [8]")]
    public void Shapes_that_do_not_fit_are_named_both(string arrays, string first, string second)
    {
        using var file = Of(arrays);
        Assert.Empty(file.Layers);
        string why = Assert.Single(file.Misfits).Why;
        Assert.Contains(first, why);
        Assert.Contains(second, why);
        Assert.Contains(first, Assert.Throws<SluiceFormatException>(() => Recurrent.From(file, file.Misfits[0].Name)).Message);
        Assert.Contains(first, Assert.Throws<SluiceFormatException>(() => Recurrent.From(file)).Message);
    }

    [Fact]
    public void A_wrong_name_or_form_says_what_there_is()
    {
        using var file = Of("enc.weight_ih_l0 8x3, enc.weight_hh_l0 8x2, dec.weight_ih_l0 8x3, dec.weight_hh_l0 8x2, dec.weight_ih_l1 8x2, dec.weight_hh_l1 8x2");
        Assert.Contains("There are: dec, enc", Assert.Throws<SluiceFormatException>(() => Recurrent.From(file)).Message);
        Assert.Contains("Did you mean 'enc'?", Assert.Throws<SluiceFormatException>(() => Recurrent.From(file, "end")).Message);
        Assert.Contains("RecurrentStack.From", Assert.Throws<SluiceFormatException>(() => Recurrent.From(file, "dec")).Message);
        Assert.Contains("reads 3", Assert.Throws<SluiceFormatException>(() => RecurrentStack.From(file, ["enc", "dec"])).Message);
        Assert.Contains("got 'gru'", Assert.Throws<SluiceException>(() => Recurrent.From(file, "enc", "gru")).Message);
        Assert.Equal(2, RecurrentStack.From(file, ["dec"]).Options.Layers);
    }

    [Theory]
    [InlineData("""{"class_name":"LSTM","config":{"name":"k","activation":"tanh","recurrent_activation":"hard_sigmoid"}}""", "hard_sigmoid")]
    [InlineData("""{"class_name":"LSTM","config":{"name":"k","activation":"relu","recurrent_activation":"sigmoid"}}""", "relu")]
    [InlineData("""{"class_name":"LSTM","config":{"name":"k","go_backwards":true}}""", "backwards")]
    [InlineData("""{"class_name":"Bidirectional","config":{"name":"k","merge_mode":"sum","layer":{"class_name":"LSTM","config":{"name":"l"}}}}""", "'sum'")]
    public void What_the_configuration_asks_for_and_no_cell_does_is_refused(string layer, string why)
    {
        using var file = Of("k/kernel:0 3x8, k/recurrent_kernel:0 2x8, k/bias:0 8", $$$"""{"class_name":"Sequential","config":{"layers":[{{{layer}}}]}}""");
        Assert.Contains(why, file.Layers[0].Refusal);
        Assert.Contains(why, Assert.Throws<SluiceFormatException>(() => Recurrent.From(file, "k")).Message);
    }

    [Fact]
    public void Layers_of_Keras_3_are_found_by_class_and_place_and_by_name()
    {
        const string Config = """
            {"class_name":"Functional","config":{"layers":[{"class_name":"InputLayer","config":{"name":"i"}},{"class_name":"SimpleRNN","config":{"name":"first","activation":"relu"}},
            {"class_name":"Functional","config":{"name":"inner","layers":[{"class_name":"SimpleRNN","config":{"name":"deep"}}]}},{"class_name":"SimpleRNN","config":{"name":"second"}}]}}
            """;
        string Arrays(string at) => $"layers/{at}/cell/vars/0 3x2, layers/{at}/cell/vars/1 2x2, layers/{at}/cell/vars/2 2";
        using var file = Of($"{Arrays("simple_rnn")}, {Arrays("functional/layers/simple_rnn")}, {Arrays("simple_rnn_1")}", Config);
        Assert.Equal(
            ["functional/simple_rnn=deep:rnn", "simple_rnn=first:rnn-relu", "simple_rnn_1=second:rnn"],
            file.Layers.Select(l => $"{l.Name}={l.OtherName}:{l.Cell}").Order(StringComparer.Ordinal));
        Assert.Equal("rnn-relu", Recurrent.From(file, "first").Cell);
    }

    [Fact]
    public void A_kernel_that_was_not_turned_is_refused_by_its_shape()
    {
        var layer = new Recurrent("k", "l0", "lstm", 3, 2, seed: 1);
        float[] kernel = new float[24];
        void Copy(int[] shape) => GateOrder.Copy(kernel, shape, GateOrder.KerasLstm, layer.InputWeight, GateOrder.PyTorchLstm, 2);
        Copy([8, 3]);
        string message = Assert.Throws<SluiceException>(() => Copy([3, 8])).Message;
        Assert.Contains("expected [8, 3]", message);
        Assert.Contains("got [3, 8]. That is the transposed matrix", message);
    }

    [Fact]
    public void A_number_that_is_not_finite_is_named()
    {
        var tensors = new[] { NamedTensor.Of<float>("r.weight_ih_l0", [1, 1], [float.NaN]), NamedTensor.Of<float>("r.weight_hh_l0", [1, 1], [1]) };
        using var file = Of(tensors, null);
        Assert.Contains("r.weight_ih_l0: element 0", Assert.Throws<SluiceFormatException>(() => Recurrent.From(file)).Message);
    }

    // Names and shapes in any kind of file are the same to the search: a safetensors file is the shortest to make.
    internal static WeightFile Of(IEnumerable<NamedTensor> tensors, string? config, string? version = null)
    {
        using var stream = new MemoryStream();
        var metadata = new Dictionary<string, string>();
        if (config is not null) metadata["config"] = config;
        if (version is not null) metadata["keras_version"] = version;
        new SafeTensorsFile(tensors, metadata).Write(stream);
        return WeightFile.Parse(stream.ToArray(), "x");
    }

    private static WeightFile Of(string arrays, string? config = null) => Of(arrays.Split(", ").Select(a =>
    {
        string[] parts = a.Split(' ');
        int[] shape = [.. parts[1].Split('x').Select(int.Parse)];
        return NamedTensor.Of<float>(parts[0], shape, new float[shape.Aggregate(1, (n, s) => n * s)]);
    }), config);
}
