using Sluice.Autodiff;
using Sluice.Data.Text;
using Sluice.Devices;
using Sluice.Inspection;
using Sluice.Tasks.Text;

namespace Sluice.Tests.Tasks.Text;

public class TextProbeTests
{
    private const int Hidden = 6, Carrier = 4;

    /// <summary>Words and quotations of random lengths.</summary>
    private static string Text()
    {
        var random = new Random(3);
        var text = new System.Text.StringBuilder();
        for (int k = 0; k < 150; k++)
            text.Append(new string('a', random.Next(1, 9))).Append('“').Append(new string('a', random.Next(1, 9))).Append('”');
        return text.ToString();
    }

    /// <summary>
    /// An LSTM in which one unit of the first layer is a latch by the weights that it was given: 1 from “ on, −1 from ” on, and kept at letters.
    /// </summary>
    private static LanguageModel Latch(string text)
    {
        var model = new LanguageModel(
            Vocabulary.Build(new CharacterTokenizer().Tokenize(text)),
            new LanguageModelOptions { Hidden = Hidden, Layers = 2, Embedding = 4, Dropout = 0, Seed = 7 });
        var table = model.Parameters.Single(p => p.Name == "embedding.weight").Value;
        var layer = model.Stack.Layers[0];
        string[] marks = ["“", "”"];
        for (int s = 0; s < table.Rows; s++)
            for (int k = 0; k < 2; k++) table[s, k] = model.Vocabulary[s] == marks[k] ? 1 : 0;
        for (int s = 0; s < table.Rows; s++) (table[s, 2], table[s, 3]) = (0, 0);
        float[][] weights = [[40, 40], [-40, -40], [40, -40], [0, 0]];
        float[] biases = [-20, 20, 0, 20];
        for (int block = 0; block < 4; block++)
        {
            int row = block * Hidden + Carrier;
            for (int k = 0; k < 4; k++) layer.InputWeight.Value[row, k] = k < 2 ? weights[block][k] : 0;
            for (int u = 0; u < Hidden; u++) layer.RecurrentWeight.Value[row, u] = 0;
            Bias(layer).Value[0, row] = biases[block];
        }

        foreach (var parameter in model.Parameters) parameter.Changed();
        return model;

        Parameter Bias(Sluice.Layers.Recurrent l) => l.Parameters.Single(p => p.Name.Contains("bias_ih", StringComparison.Ordinal));
    }

    private static TextProbe Probe(string feature = "quotes", int passage = 0)
    {
        string text = Text();
        var model = Latch(text);
        return TextProbe.Of(model, model.Encode(text), TextFeature.Of(feature, text, model.Tokenizer), passage);
    }

    [Fact]
    public void The_unit_that_was_built_to_carry_the_bit_is_found()
    {
        var probe = Probe(passage: 60);
        var best = probe.Units[0];
        Assert.Equal((0, Carrier, 1), (best.Layer, best.Learned.Unit, best.Learned.Class));
        Assert.Equal((1.0, 1.0, 1.0), (best.Learned.Score, best.Tested.Score, best.Tested.Area));
        Assert.True(best.Learned.Above);
        Assert.Equal(["h", "c"], probe.Units.Take(2).Select(u => u.State).OrderDescending());
        foreach (var state in probe.States.Where(s => s.Layer == 0))
            Assert.Equal((1.0, 0.0, 1.0), (state.Figure.Value, state.Figure.Margin, state.Balanced!.Value.Value));

        // Outside and inside are alike to whoever reads letters alone.
        Assert.Equal([0, 1, 5], probe.Baselines.Select(b => b.Symbols));
        Assert.All(probe.Baselines.Take(2), b => Assert.InRange(b.Figure.Value, 0.4, 0.75));
        Assert.True(probe.Baselines[2].Figure.Value > probe.Baselines[1].Figure.Value);
        Assert.True(probe.Baselines[2].Figure.Value < 1);

        // The passage is where the class changes, with the values that the net has there.
        var passage = probe.Passage!;
        Assert.Equal(2, passage.Labels.Distinct().Count());
        int at = probe.States.ToList().FindIndex(s => s.Layer == best.Layer && s.State == best.State);
        Assert.Equal(passage.Labels.Select(l => l == 1), passage.States[at].Unit(Carrier, 0, 60).Select(best.Learned.IsOn));
    }

    [Theory]
    [InlineData("quotes")]
    [InlineData("line-length")]
    public void Figures_are_the_same_for_any_threads(string feature)
    {
        var figures = new[] { 1, 3 }.Select(threads =>
        {
            using var device = Device.Create(threads);
            using var use = device.Use();
            var probe = Probe(feature, 20);
            object[] all = [.. probe.States, .. probe.Units, .. probe.Baselines, probe.Loss];
            return string.Join('\n', all);
        }).ToArray();
        Assert.Equal(figures[0], figures[1]);
    }

    [Fact]
    public void A_number_is_measured_by_what_it_explains()
    {
        var probe = Probe("line-length");
        Assert.Empty(probe.Classes);
        Assert.All(probe.States, s => Assert.Null(s.Balanced));

        // The mean of the first part is far below any later column.
        Assert.True(probe.Baselines[0].Figure.Value < 0);
        Assert.All(probe.Units, u => Assert.InRange(u.Learned.Score, 0, 1));
    }

    [Theory]
    [InlineData("", "expected 100 symbols or more that have a label, got 0")]
    [InlineData("a“a”", "expected 100 symbols or more that have a label, got 4")]
    public void Too_little_is_refused(string text, string message)
    {
        var model = Latch(Text());
        Assert.Contains(
            message,
            Assert.Throws<SluiceFormatException>(() => TextProbe.Of(model, model.Encode(text), TextFeature.Of("quotes", text, model.Tokenizer))).Message);
    }

    [Fact]
    public void A_text_with_one_class_in_a_part_is_refused()
    {
        var model = Latch(Text());
        Assert.Contains("got 300 symbols that are all 'outside'", Message(new string('a', 300)));
        Assert.Contains("got 90 symbols of the last three tenths that are all 'outside'", Message("“a”" + new string('a', 297)));
        Assert.Contains("a label for each of 2 symbols, got 1", Assert.Throws<SluiceException>(
            () => TextProbe.Of(model, [0, 1], new SymbolLabels("x", ["a", "b"], [0]))).Message);

        string Message(string text) => Assert.Throws<SluiceFormatException>(
            () => TextProbe.Of(model, model.Encode(text), TextFeature.Of("quotes", text, model.Tokenizer))).Message;
    }
}
