using System.Globalization;
using System.Text.Json;
using Sluice.Autodiff;
using Sluice.Formats.Foreign;
using Sluice.Interop;
using Sluice.Layers;

namespace Sluice.Tests.Formats.Foreign;

/// <summary>Models that others trained, beside the repository.</summary>
public class ForeignModelTests
{
    private const string Folder = "foreign-models";

    public ForeignModelTests() => KerasFiles.Register();

    [RealDataFact($"{Folder}/rtneural/lstm.json")]
    public void RTNeural_nets_give_the_outputs_of_their_files()
    {
        foreach (var (name, layers) in new (string, string[])[]
            { ("lstm", ["lstm_1"]), ("gru", ["gru_1"]), ("lstm_torch", ["lstm", "lstm2"]), ("gru_torch", ["gru", "gru2"]) })
        {
            using var file = Open($"rtneural/{name}.json");
            float[][] y = Column($"rtneural/{name}_x_python.csv");
            if (file.Find("time-distributed-dense_0/kernel") is not null) y = Dense(file, "time-distributed-dense_0", y, MathF.Tanh);
            foreach (string layer in layers) y = Run(RecurrentStack.From(file, [layer]), y);
            foreach (string dense in file.Tensors.Where(t => t.Name.StartsWith("dense", StringComparison.Ordinal)).Select(t => t.Name.Split('/', '.')[0]).Distinct())
                y = Dense(file, dense, y, file.Metadata.GetValueOrDefault($"{dense}.activation") == "sigmoid" ? v => (float)KerasEquations.Sigmoid(v) : v => v);
            float[][] expected = Column($"rtneural/{name}_y_python.csv");
            Assert.Equal(expected.Length, y.Length);
            double worst = expected.Zip(y, (e, g) => Math.Abs(e[0] - g[0])).Max();
            Assert.True(worst < 1e-5, $"{name}: {worst}");
        }
    }

    [RealDataFact($"{Folder}/gtcrn/model_trained_on_dns3.tar")]
    public void Every_tensor_of_a_checkpoint_with_its_optimiser_is_listed()
    {
        using var file = Open("gtcrn/model_trained_on_dns3.tar");
        var model = file.Tensors.Where(t => t.Name.StartsWith("model.", StringComparison.Ordinal)).ToList();
        Assert.Equal((677, 271), (file.Tensors.Count, model.Count)); // 677 tensors as torch.load gives them
        Assert.Equal("87", file.Metadata["epoch"]);
        Assert.Equal([12, 8], file.Find("model.dpgrnn1.intra_rnn.rnn1.weight_ih_l0_reverse")!.Shape);
        Assert.Equal([33, 16], file.Find("model.dpgrnn1.intra_ln.weight")!.Shape);
        Assert.All(file.Tensors, t => Assert.Equal(t.Count, t.ToFloats().Length));
        Assert.Equal(14, file.Layers.Count);
        Assert.All(file.Layers, l => Assert.Equal("gru", l.Cell));
        Assert.Equal(4, file.Layers.Count(l => l.Bidirectional));
        Assert.Empty(file.Misfits);
    }

    [RealDataFact($"{Folder}/dtln/model.h5")]
    public void Four_LSTMs_of_an_old_Keras_file_are_found()
    {
        using var file = Open("dtln/model.h5");
        Assert.Equal(["lstm 257>128", "lstm_1 128>128", "lstm_2 256>128", "lstm_3 128>128"], file.Layers.Select(l => $"{l.Name} {l.Input}>{l.Hidden}"));
        Assert.Equal(8, file.Rest.Count);
        Assert.Equal(2, RecurrentStack.From(file, ["lstm", "lstm_1"]).Options.Layers);
    }

    [RealDataFact($"{Folder}/g2p/checkpoint20.npz")]
    public void Layers_in_an_archive_of_arrays_are_found()
    {
        using var file = Open("g2p/checkpoint20.npz");
        Assert.Equal(["enc gru 256>256", "dec gru 256>256"], file.Layers.Select(l => $"{l.Name} {l.Cell} {l.Input}>{l.Hidden}"));
        Assert.Equal(["enc_emb", "dec_emb", "fc_w", "fc_b"], file.Rest.Select(t => t.Name));
        Assert.Equal(256, Recurrent.From(file, "dec").Hidden);
    }

    [RealDataFact($"{Folder}/silero/silero_vad_16k.safetensors")]
    public void A_cell_in_a_safetensors_file_is_found()
    {
        using var file = Open("silero/silero_vad_16k.safetensors");
        Assert.Equal(("lstm_cell", "lstm", 128, 128), (file.Layers[0].Name, file.Layers[0].Cell, file.Layers[0].Input, file.Layers[0].Hidden));
        Assert.Equal(11, file.Rest.Count);
    }

    /// <summary>Were its matrices turned wrongly, the loss would be far above that of guessing (ln 465 = 6.1 nats a character).</summary>
    [RealDataFact($"{Folder}/textgenrnn/textgenrnn_weights.hdf5")]
    public void The_character_model_of_textgenrnn_knows_English()
    {
        using var file = Open("textgenrnn/textgenrnn_weights.hdf5");
        var vocabulary = JsonSerializer.Deserialize<Dictionary<string, int>>(File.ReadAllText(RealData.Find($"{Folder}/textgenrnn/textgenrnn_vocab.json")!))!;
        Recurrent first = Recurrent.From(file, "rnn_1"), second = Recurrent.From(file, "rnn_2");
        float[] Numbers(string name) => file.Find(name)!.ToFloats();
        float[][] embedding = [.. Numbers("embedding/embedding/embeddings:0").Chunk(100)];
        float[] attention = Numbers("attention/attention/attention_W:0"), kernel = Numbers("output/output/kernel:0"), bias = Numbers("output/output/bias:0");
        const string Text = "It was the best of times, it";
        double loss = 0;
        for (int at = 1; at < Text.Length; at++)
        {
            // Each character from the forty before it, padded by 0.
            string before = Text[Math.Max(0, at - 40)..at];
            float[][] x = [.. Enumerable.Repeat(embedding[0], 40 - before.Length), .. before.Select(c => embedding[vocabulary[$"{c}"]])];
            float[][] a = Run(first, x), b = Run(second, a);
            float[][] all = [.. x.Select((v, t) => (float[])[.. v, .. a[t], .. b[t]])];
            double[] scores = [.. all.Select(v => Math.Exp(v.Zip(attention, (p, q) => p * q).Sum()))];
            double sum = scores.Sum();
            double[] seen = [.. Enumerable.Range(0, 356).Select(i => all.Select((v, t) => scores[t] / sum * v[i]).Sum())];
            double[] logits = [.. bias.Select((v, o) => v + seen.Select((s, i) => s * kernel[i * 465 + o]).Sum())];
            loss += Math.Log(logits.Sum(Math.Exp)) - logits[vocabulary[$"{Text[at]}"]];
        }

        Assert.InRange(loss / (Text.Length - 1), 0.3, 2);
    }

    private static WeightFile Open(string name) => WeightFile.Open(RealData.Find($"{Folder}/{name}")!);

    private static float[][] Column(string name)
        => [.. File.ReadLines(RealData.Find($"{Folder}/{name}")!).Select(l => new[] { float.Parse(l, CultureInfo.InvariantCulture) })];

    private static float[][] Run(ISequenceLayer layer, float[][] x) => Run((tape, input) => layer.Run(tape, input, null), x);

    private static float[][] Run(Recurrent layer, float[][] x) => Run((tape, input) => layer.Run(tape, input, out _), x);

    private static float[][] Run(Func<Tape, Tensor, Tensor> layer, float[][] x)
    {
        var input = new Tensor(x.Length, 1, x[0].Length);
        input.Set(x.SelectMany(v => v).ToArray());
        var y = layer(new Tape(recording: false), input);
        return [.. y.ToArray().Chunk(y.Columns)];
    }

    private static float[][] Dense(WeightFile file, string name, float[][] x, Func<float, float> activation)
    {
        bool turned = file.Find($"{name}/kernel") is not null;
        float[] w = file.Find(turned ? $"{name}/kernel" : $"{name}.weight")!.ToFloats(), b = file.Find(turned ? $"{name}/bias" : $"{name}.bias")!.ToFloats();
        float Sum(float[] v, int o) => b[o] + v.Select((value, i) => value * (turned ? w[i * b.Length + o] : w[o * v.Length + i])).Sum();
        return [.. x.Select(v => b.Select((_, o) => activation(Sum(v, o))).ToArray())];
    }
}
