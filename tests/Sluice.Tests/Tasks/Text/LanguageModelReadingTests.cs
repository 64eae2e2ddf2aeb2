using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Tasks.Text;

namespace Sluice.Tests.Tasks.Text;

public class LanguageModelReadingTests
{
    private static readonly string s_text = ChildrensBook.Text(BookLanguage.English, 200, 2);

    private static LanguageModel Model(string cell = "lstm", int layers = 2, bool residual = false)
        => LanguageModel.From(
            s_text,
            new() { Tokenizer = "word", Cell = cell, Hidden = 12, Layers = layers, Embedding = 12, Dropout = 0.3, Residual = residual }).Model;

    [Fact]
    public void Reading_piece_by_piece_is_inspecting_at_once()
    {
        var model = Model();
        int[] symbols = model.Encode(s_text)[..700];
        var (recordings, came) = model.Inspect(symbols);
        var cell = new Activity(symbols.Length, 12, false);
        var reading = model.Read(symbols, 3, (start, part) => cell.Take(start, part[1].Value("c")));
        Assert.Equal(recordings[1].Value("c").ToArray(), Enumerable.Range(0, symbols.Length).SelectMany(t => cell.Row(t).ToArray()));
        for (int t = 1; t < symbols.Length; t++) Assert.Equal(-MathF.Log(came[t]), reading.Losses[t]);
        Assert.True(float.IsNaN(reading.Losses[0]));
        Assert.Equal(-came.Skip(1).Average(p => Math.Log(p)), reading.Loss(), 5);
        var best = reading.Expected(5);
        Assert.Equal(3, best.Count);
        Assert.True(best[0].Probability >= best[1].Probability && best[1].Probability >= best[2].Probability);
    }

    [Fact]
    public void The_last_steps_of_a_long_text_have_the_bits_of_the_whole()
    {
        var model = Model();
        int[] symbols = [.. Enumerable.Range(0, StackWindows.Size + 9).Select(i => i * i % model.Vocabulary.Count)];
        var logits = model.Logits(new Tape(recording: false), symbols, symbols.Length, 1, [.. Enumerable.Range(0, 2).Select(_ => new State("lstm", 1, 12))]);
        var (recordings, came) = model.Inspect(symbols, 12);
        var whole = Softmax.Of(logits);
        Assert.Equal(Enumerable.Range(symbols.Length - 12, 12).Select(t => whole[t - 1, symbols[t]]), came);
        Assert.Equal(12, recordings[1].Value("c").Rows);
    }

    [Theory]
    [InlineData("lstm", false)]
    [InlineData("gru", false)]
    [InlineData("lstm-peephole", true)]
    [InlineData("rnn", true)]
    public void Silent_units_say_nothing_to_any_layer(string cell, bool residual)
    {
        var model = Model(cell, 2, residual);
        int[] symbols = model.Encode(s_text)[..40];
        Assert.Equal(model.Read(symbols).Losses, model.ReadWithout(symbols, []).Losses);

        // The same as a net whose matrices have zeroes where they read the unit.
        UnitPlace[] silent = [new(0, 3), new(1, 5)];
        var without = model.ReadWithout(symbols, silent);
        Assert.NotEqual(model.Read(symbols).Losses, without.Losses);
        if (residual) return;
        Clear(model.Stack.Layers[0].RecurrentWeight, 3);
        Clear(model.Stack.Layers[1].InputWeight, 3);
        Clear(model.Stack.Layers[1].RecurrentWeight, 5);
        Clear(model.Parameters.Single(p => p.Name == "output.weight"), 5);
        var cleared = model.Read(symbols);
        for (int t = 1; t < symbols.Length; t++) Assert.Equal(cleared.Losses[t], without.Losses[t], 5);

        static void Clear(Parameter weight, int column)
        {
            for (int r = 0; r < weight.Value.Rows; r++) weight.Value[r, column] = 0;
            weight.Changed();
        }
    }

    [Fact]
    public void The_loss_by_frequencies_is_that_of_the_naive_baseline()
    {
        var (model, data) = LanguageModel.From(s_text, new() { Tokenizer = "word", Hidden = 4, Layers = 1 });
        int[] validation = data.Validation.ToArray();
        Assert.Equal(LanguageModel.Baselines(data.Symbols.ToArray(), validation, model.Vocabulary.Count).Unigram, model.FrequencyLoss(validation), 9);
    }

    [Fact]
    public void A_unit_that_is_not_there_is_refused()
        => Assert.Contains("unit 12 of layer 1", Assert.Throws<SluiceException>(() => Model().ReadWithout([0, 1], [new UnitPlace(1, 12)])).Message);

    [Fact]
    public void Influence_is_the_gradient_with_respect_to_what_was_read()
    {
        var model = Model(layers: 1);
        int[] symbols = model.Encode("Doug saw Jane.");
        float[] influence = model.Influence(symbols, 2);

        // The embedding of the third symbol, which comes once, moved a little in each direction.
        var table = model.Parameters.First();
        double sum = 0;
        for (int k = 0; k < table.Value.Columns; k++)
        {
            const float Small = 1e-2f;
            double up = Moved(k, Small), down = Moved(k, -Small), d = (up - down) / (2 * Small);
            sum += d * d;
        }

        Assert.Equal(Math.Sqrt(sum), influence[2], 3);

        double Moved(int k, float by)
        {
            table.Value[symbols[2], k] += by;
            var p = Softmax.Of(model.Logits(new Tape(recording: false), symbols, symbols.Length, 1, model.Stack.NewState(1)));
            table.Value[symbols[2], k] -= by;
            return Math.Log(p[symbols.Length - 1, 2]);
        }
    }

    [Fact]
    public void Equations_with_numbers_put_in_come_out_right()
    {
        var model = Model(layers: 1);
        int[] symbols = model.Encode(s_text)[..6];
        var recording = model.Inspect(symbols).Recordings[0];
        var lines = StepNumbers.Of("lstm", recording, 5, 2, state => recording.Value(state)[4, 2]);
        Assert.Equal(6, lines.Count);
        string Number(float v) => v.ToString("0.00;−0.00;0.00", System.Globalization.CultureInfo.InvariantCulture);
        float Value(string name, int step = 5) => recording.Value(name)[step, 2];
        Assert.Equal($"i = σ(Wi x + Ri h⁻ + bi) = σ({Number(recording.Preactivation("i")[5, 2])}) = {Number(Value("i"))}", lines[0]);
        Assert.Equal(
            $"c = f⊙c⁻ + i⊙g = {Number(Value("f"))}⊙{Number(Value("c", 4))} + {Number(Value("i"))}⊙{Number(Value("g"))} = {Number(Value("c"))}",
            lines[4]);
    }

    [Theory]
    [InlineData("gru")]
    [InlineData("lstm-peephole")]
    [InlineData("rhn")]
    [InlineData("lstm-layernorm")]
    public void Equations_of_any_cell_keep_the_letters_that_are_not_recorded(string cell)
    {
        var model = Model(cell, 1);
        var recording = model.Inspect(model.Encode(s_text)[..6]).Recordings[0];
        var lines = StepNumbers.Of(cell, recording, 5, 2, _ => null);
        Assert.Equal(CellEquations.Text(cell).Count, lines.Count);
        Assert.All(CellEquations.Text(cell).Zip(lines), l => Assert.StartsWith(l.First, l.Second));
    }
}
