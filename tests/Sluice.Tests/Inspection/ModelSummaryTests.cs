using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Tasks.Text;
using Sluice.Tasks.Translate;

namespace Sluice.Tests.Inspection;

public class ModelSummaryTests
{
    private const string Text = "abcabcabdabcabcabdabcabcabdabcabcabd";

    [Fact]
    public void A_language_model_is_its_layers_with_shapes_parameters_and_operations()
    {
        var model =
            LanguageModel.From(Text, new LanguageModelOptions { Hidden = 20, Layers = 2, Embedding = 6, Dropout = 0, Batch = 1, Steps = 4 }).Model;
        var summary = ModelSummary.Of(model);
        int symbols = model.Vocabulary.Count;
        Assert.Equal(
        [
            new("embedding", "Embedding", "[T, B, 6]", 6 * symbols, 0),
            new("rnn.l0", "Recurrent lstm", "[T, B, 20]", 4 * 20 * (6 + 20 + 1), 2 * 4 * 20 * (6 + 20)),
            new("rnn.l1", "Recurrent lstm", "[T, B, 20]", 4 * 20 * (20 + 20 + 1), 2 * 4 * 20 * (20 + 20)),
            new("output", "Linear", $"[T, B, {symbols}]", 21 * symbols, 2 * 20 * symbols),
        ], summary.Rows.Select(r => r with { Inputs = [] }));
        Assert.Equal(["", "0", "1", "2"], summary.Rows.Select(r => string.Join(',', r.Inputs)));
        Assert.Equal(model.Parameters.Sum(p => p.Value.Count), summary.Parameters);
        string[] lines = summary.ToString().Split(Environment.NewLine);
        Assert.StartsWith("layer      operation       output      parameters  operations a step", lines[0]);
        Assert.Equal("rnn.l0     Recurrent lstm  [T, B, 20]       2,160              4,160", lines[2]);
        Assert.Contains($"{summary.Parameters:N0} parameters", lines[^1]);
    }

    [Fact]
    public void Every_parameter_of_an_encoder_and_decoder_is_counted_once()
    {
        var model = new EncoderDecoder(9, 7, new EncoderDecoderOptions { Hidden = 12, Embedding = 5 });
        var summary = ModelSummary.Of(model);
        Assert.Equal(summary.Parameters, summary.Rows.Sum(r => r.Parameters));
        Assert.Contains(summary.Rows, r => r.Operation == "Recurrent gru, reverse" && r.Layer.StartsWith("encoder", StringComparison.Ordinal));
        var attention = Assert.Single(summary.Rows, r => r.Operation == "Attention");
        Assert.Equal("[T, B, 24]", attention.Shape);
        // Both directions of the encoder lead to it, and nothing is read before it is made.
        Assert.True(attention.Inputs.Count >= 2);
        Assert.All(summary.Rows.Select((r, i) => (r, i)), row => Assert.All(row.r.Inputs, j => Assert.InRange(j, 0, row.i - 1)));
    }

    [Fact]
    public void A_model_that_cannot_be_traced_is_summed_up_by_its_parameters()
        => Assert.Equal(
            [new("rnn", "", "", 4 * 3 * (2 + 3 + 1), 0)], ModelSummary.Of(new RecurrentStack("rnn", new StackOptions("lstm", 2, 3), 1)).Rows);

    [Fact]
    public void A_tape_lists_operations_from_inputs_to_outputs()
    {
        var tape = new Tape(recording: false) { Listing = true };
        var (first, second) = (new Linear("first", 3, 4, 1), new Linear("second", 4, 2, 1));
        var x = new Tensor(5, 3);
        var y = second.Run(tape, Relu.Run(tape, first.Run(tape, x)));
        Assert.Equal(["Linear first: [5, 4]", "Relu: [5, 4]", "Linear second: [5, 2]"], tape.Operations.Select(o => $"{o}"));
        Assert.Same(x, tape.Operations[0].Inputs[0]);
        Assert.Same(y, tape.Operations[2].Outputs[0]);
        for (int i = 1; i < 3; i++) Assert.Same(tape.Operations[i - 1].Outputs[0], tape.Operations[i].Inputs[0]);
        Assert.Equal([second.Weight, second.Bias], tape.Operations[2].Parameters);
        tape.Reset();
        Assert.Empty(tape.Operations);
        second.Run(new Tape(recording: false), new Tensor(1, 4));
    }
}
