using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Labels;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Classify;

public class ClassifierTests
{
    private static readonly ClassifierOptions s_small = new() { Hidden = 12, Word = 8, Dropout = 0, Batch = 8 };

    /// <summary>Waves of unequal length that are quick or slow; one of four is quick.</summary>
    private static LabelledRows Waves(int count)
    {
        List<double> values = [];
        List<RowRange> sequences = [];
        List<string?> labels = [];
        for (int i = 0; i < count; i++)
        {
            bool quick = i % 4 == 0;
            int steps = 12 + i * 5 % 9;
            sequences.Add(new RowRange(values.Count, steps));
            labels.Add(quick ? "quick" : "slow");
            for (int t = 0; t < steps; t++) values.Add(50 + 10 * Math.Sin(i + t * (quick ? 1.5 : 0.5)));
        }

        return new LabelledRows(new Table([new NumberColumn("height", [.. values])]), sequences, labels);
    }

    private static ClassTraining Train(Classifier model, ClassTraining training, int epochs = 12)
    {
        new Trainer(training, new TrainingOptions { Epochs = epochs, Rate = 0.02 }).Run();
        Assert.NotEmpty(model.Labels);
        return training;
    }

    [Theory]
    [InlineData("last", true)]
    [InlineData("last", false)]
    [InlineData("mean", true)]
    [InlineData("max", false)]
    public void Series_of_unequal_length_are_told_apart(string pool, bool both)
    {
        var (model, training) = Classifier.FromRows(
            Waves(160), null, new RowColumns(), s_small with { Pool = pool, Bidirectional = both, TestEvery = 5 });
        Train(model, training);
        Assert.Equal(32, training.Test.Count);
        Assert.Equal("slow", model.Labels[0]);
        var figures = model.Evaluate(training.Test);
        Assert.InRange(figures.Accuracy, 0.97, 1);
        Assert.Equal(0.75, figures.Majority);
        Assert.Equal(32, figures.Confusion.Sum(r => r.Sum()));
    }

    [Fact]
    public void Texts_are_told_apart_by_their_letters_and_rare_labels_can_count_as_much()
    {
        var options = s_small with { Tokenizer = "character", Balanced = true };
        Sample[] samples = [.. Enumerable.Range(0, 200).Select(i => Classifier.Read(
            i % 10 == 0 ? $"{(char)('a' + i % 26)}ski" : $"{(char)('a' + i % 26)}{(char)('a' + i % 7)}son", options,
            i % 10 == 0 ? "Polish" : "English", i + 1))];
        var (model, training) = Classifier.FromTexts(samples, null, options);
        Train(model, training);
        Assert.Equal("Polish", model.Labels[Array.IndexOf(model.Classify(model.Read("kowalski")), model.Classify(model.Read("kowalski")).Max())]);
        var figures = model.Evaluate(training.Validation);
        Assert.Equal(1, figures.MacroF1);
        Assert.Equal(1, model.Classify(model.Read("")).Sum(), 1e-9);
    }

    [Fact]
    public void The_temperature_makes_the_right_labels_most_probable()
    {
        var (model, training) = Classifier.FromRows(Waves(80), null, new RowColumns(), s_small);
        var samples = training.Samples;

        // Logits that are three times too sure: right in three of four.
        double[][] logits = [.. samples.Select((s, i) => new double[] { (model.Labels[0] == s.Label) == (i % 4 != 1) ? 6 : -6, 0 })];
        model.Calibrate(samples, logits);
        double best = model.Figures(samples, logits).Loss, temperature = model.Temperature.Value[0, 0];
        Assert.InRange(temperature, 3, 20);
        foreach (float other in new[] { 0.5f, 0.8f, 1.25f, 2f })
        {
            model.Temperature.Value[0, 0] = (float)temperature * other;
            Assert.True(model.Figures(samples, logits).Loss > best);
        }
    }

    [Fact]
    public void A_saved_classifier_has_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var waves = Waves(40);
        var (model, training) = Classifier.FromRows(waves, null, new RowColumns(), s_small with { Cell = "gru", Layers = 2 });
        Train(model, training, 2);
        model.Save(folder.File("m.safetensors"));
        var loaded = Classifier.Load(folder.File("m.safetensors"));
        Assert.Equal(model.Classify(model.Read(waves)), loaded.Classify(loaded.Read(waves)));
        Assert.Contains("learned from words", Assert.Throws<SluiceFormatException>(() =>
        {
            var (texts, _) = Classifier.FromTexts(
                [Classifier.Read("a", s_small, "x"), Classifier.Read("b", s_small, "y"), Classifier.Read("c", s_small, "x")],
                [Classifier.Read("b", s_small, "y")], s_small);
            texts.Read(waves);
        }).Message);
    }

    [Theory]
    [InlineData("a,a,b,a", "x,x,y,x", "begins again")]
    [InlineData("a,a,b,b", "x,y,y,y", "expected the label 'x'")]
    [InlineData("a,a,,b", "x,x,y,y", "no value here")]
    [InlineData("a,a,b,b", "x,x,y,", "no label here")]
    public void A_table_whose_rows_do_not_make_labelled_sequences_is_refused(string sequences, string labels, string part)
    {
        CategoryColumn Column(string name, string cells) => new(name, [.. cells.Split(',').Select(c => c.Length == 0 ? null : c)]);
        var table = new Table([Column("s", sequences), Column("l", labels), new NumberColumn("x", [1, 2, 3, 4])], "t.csv", [2, 3, 4, 5]);
        var e = Assert.Throws<SluiceFormatException>(() => new RowColumns { Target = "l", Sequence = "s" }.Labelled(table));
        Assert.Contains(part, e.Message);
        Assert.InRange(e.Line!.Value, 3, 5);
    }

    [Fact]
    public void One_label_alone_cannot_be_learned()
        => Assert.Contains("'slow' alone", Assert.Throws<SluiceFormatException>(
            () => Classifier.FromRows(Waves(40) with { Labels = [.. Enumerable.Repeat("slow", 40)] }, null, new RowColumns(), s_small)).Message);
}
