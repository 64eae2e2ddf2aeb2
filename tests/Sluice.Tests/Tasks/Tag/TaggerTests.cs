using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Learn.Teaching;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Tag;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Tag;

public class TaggerTests
{
    private static readonly TaggerOptions s_small = new() { Hidden = 12, Word = 12, Character = 6, Spelling = 6, Dropout = 0.1, Batch = 8 };

    /// <summary>Orders in a café: what is wanted, how many, and whether it is an order at all.</summary>
    internal static IReadOnlyList<Sample> Orders(int count)
    {
        string[] things = ["green tea", "coffee", "apple pie", "water"], numbers = ["two", "three", "a"];
        List<Sample> orders = [];
        for (int i = 0; i < count; i++)
        {
            string[] thing = things[i % 4].Split(' ');
            bool order = i % 3 != 0;
            string[] words = order ? ["bring", "me", numbers[i / 3 % 3], .. thing, "please"] : ["is", "there", .. thing, "today"];
            string[] marks = [.. thing.Select((_, n) => n == 0 ? "B-thing" : "I-thing")];
            orders.Add(
                Sample.Of(words, order ? ["O", "O", "B-number", .. marks, "O"] : ["O", "O", .. marks, "O"], order ? "order" : "question", i + 1));
        }

        return orders;
    }

    private static Tagger Train(IReadOnlyList<Sample> samples, TaggerOptions options, int epochs = 10)
    {
        var (model, training) = Tagger.FromSentences(samples, null, options);
        new Trainer(training, new TrainingOptions { Epochs = epochs, Rate = 0.02 }).Run();
        return model;
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Spans_and_labels_of_sentences_are_learned(bool field, bool ends)
    {
        var samples = Orders(160);
        var model = Train([.. samples.Take(120)], s_small with { Field = field, Ends = ends }, 20);
        var figures = model.Evaluate([.. samples.Skip(120)]);
        Assert.Equal(1, figures.Spans![""].F1);
        Assert.Equal(1, figures.LabelAccuracy);
        Assert.Equal(1, figures.Wholes);
        Assert.InRange(figures.NaiveLabelAccuracy!.Value, 0.5, 0.8);
        var told = model.Tag(Sample.Of("bring me two green tea please".Split(' ')));
        Assert.Equal("O O B-number B-thing I-thing O", string.Join(' ', told.Tags));
        Assert.Equal("order", told.Label);
        Assert.Equal(TagKind.Bio, model.Kind);
    }

    [Theory]
    [InlineData(true, true, 2)]
    [InlineData(false, true, 1)]
    [InlineData(true, false, 1)]
    [InlineData(true, true, 0)]
    public void A_long_sequence_in_windows_has_the_bits_of_the_whole(bool field, bool both, int layers)
    {
        const int Last = 7;
        var samples = Orders(40);
        var options = s_small with { Spelling = 0, Field = field, Bidirectional = both, Layers = layers };
        var model = Train(layers > 0 ? samples : [.. samples.Select(s => s with { Label = null })], options, 2);
        var long_ = Sample.Of([.. samples.SelectMany(s => s.Words)], [.. samples.SelectMany(s => s.Tags!)], layers > 0 ? "order" : null);
        var reading = new Tagger.LongReading(model, long_, Last, 16);
        var (whole, loss) = (model.Tag(long_), model.Evaluate([long_]).Loss);
        Assert.Equal(whole.Tags, reading.Tagging.Tags);
        Assert.Equal((whole.Label, whole.Probability, whole.LabelProbability, loss),
            (reading.Tagging.Label, reading.Tagging.Probability, reading.Tagging.LabelProbability, reading.Loss));
        if (layers == 0) return;
        var (all, last) = (model.Inspect(long_), model.Inspect(long_, Last));
        Assert.Equal(all.Probabilities.TakeLast(Last), last.Probabilities);
        Assert.Equal(all.Labels, last.Labels);
        Assert.Equal(all.Recordings[^1].Value("c").ToArray()[^(Last * options.Hidden)..], last.Recordings[^1].Value("c").ToArray());
    }

    [Fact]
    public void A_sequence_too_long_to_be_held_has_one_reading()
    {
        var samples = Orders(40);
        var model = Train(samples, s_small with { Spelling = 0 }, 1);
        string[] words = [.. Enumerable.Range(0, Tagger.LongestWhole + 100).Select(i => samples[i % 40].Words[0])];
        Assert.Equal(words.Length, Assert.Single(model.Tag([Sample.Of(words)], 3)[0]).Tags.Count);
        Assert.Empty(model.Tag([Sample.Of([])])[0][0].Tags);
    }

    [Fact]
    public void The_best_readings_come_first_and_add_up_to_no_more_than_all()
    {
        var model = Train(Orders(60), s_small, 2);
        var readings = model.Tag([Sample.Of(["bring", "coffee"])], 5)[0];
        Assert.Equal(5, readings.Count);
        Assert.Equal(readings.OrderByDescending(r => r.Probability), readings);
        Assert.InRange(readings.Sum(r => r.Probability), 0.1, 1.0001);
        Assert.All(readings, r => Assert.Equal(-1, TagScheme.FirstWrong(r.Tags)));
    }

    [Fact]
    public void A_saved_tagger_has_the_same_bits_and_reads_unknown_words_and_empty_sentences()
    {
        using var folder = new TemporaryFolder();
        var model = Train(Orders(60), s_small, 2);
        model.Save(folder.File("m.safetensors"));
        var loaded = Tagger.Load(folder.File("m.safetensors"));
        Sample[] samples = [Sample.Of(["bring", "zanzibar", "👍"]), Sample.Of([]), Sample.Of(["water"])];
        var (own, other) = (model.Tag(samples), loaded.Tag(samples));
        for (int i = 0; i < samples.Length; i++)
        {
            Assert.Equal(own[i][0].Tags, other[i][0].Tags);
            Assert.Equal(own[i][0].Probability, other[i][0].Probability);
        }

        Assert.Empty(own[1][0].Tags);
        Assert.Equal(model.Evaluate(Orders(20)).Loss, loaded.Evaluate(Orders(20)).Loss);
    }

    [Fact]
    public void Sentences_are_told_apart_side_by_side_as_they_are_alone()
    {
        var model = Train(Orders(60), s_small, 2);
        var samples = Orders(9);
        var together = model.Tag(samples);
        for (int i = 0; i < samples.Count; i++)
        {
            var alone = model.Tag(samples[i]);
            Assert.Equal(alone.Tags, together[i][0].Tags);
            Assert.Equal(alone.Probability, together[i][0].Probability, 1e-6);
        }
    }

    [Fact]
    public void A_tag_never_seen_in_training_is_wrong_and_does_not_stop_the_rest()
    {
        var figures = Train(Orders(60), s_small, 6).Evaluate([.. Orders(6), Sample.Of(["is", "there", "soup"], ["O", "O", "B-soup"], "complaint")]);
        Assert.Equal(0, figures.Spans!["soup"].Right);
        Assert.True(double.IsFinite(figures.Loss));
        Assert.InRange(figures.LabelAccuracy!.Value, 0.5, 0.9);
    }

    [Fact]
    public void Rows_of_a_table_get_labels_by_what_came_before_and_comes_after()
    {
        // A machine is warming up until its temperature stops rising: one row does not tell.
        double[] heat = new double[600];
        string[] phase = new string[600], shift = new string[600];
        for (int i = 0; i < heat.Length; i++)
        {
            int at = i % 20;
            (heat[i], phase[i], shift[i]) = at < 10 ? (at, "warming", $"day {i / 60}") : (19 - at, "cooling", $"day {i / 60}");
        }

        var table = new Table([new CategoryColumn("shift", shift), new NumberColumn("heat", heat), new CategoryColumn("phase", phase)]);
        var columns = new RowColumns { Target = "phase", Sequence = "shift", Piece = 30 };
        var (model, training) = Tagger.FromTable(table, null, columns, s_small with { Dropout = 0 });
        Assert.Equal(18, training.Samples.Count);
        new Trainer(training, new TrainingOptions { Epochs = 40, Rate = 0.02 }).Run();
        var figures = model.Evaluate(training.Validation);
        Assert.Equal(TagKind.Plain, model.Kind);
        Assert.InRange(figures.Accuracy, 0.95, 1);
        Assert.InRange(figures.NaiveAccuracy, 0.4, 0.6);

        using var folder = new TemporaryFolder();
        model.Save(folder.File("m.safetensors"));
        var unlabelled = new Table([.. table.Columns.Take(2)]);
        Assert.Equal(
            model.Tag(model.Read(unlabelled)).SelectMany(t => t[0].Tags),
            Tagger.Load(folder.File("m.safetensors")).Tag(model.Read(table)).SelectMany(t => t[0].Tags));
    }

    [Fact]
    public void Training_that_was_interrupted_ends_with_the_same_weights()
    {
        using var folder = new TemporaryFolder();
        float[] Weights(Tagger m) => [.. m.Parameters.SelectMany(p => p.Value.ToArray())];
        var options = new TrainingOptions { Epochs = 3, CheckpointEvery = 2 };
        var (whole, data) = Tagger.FromSentences(Orders(60), null, s_small with { Dropout = 0.5 });
        new Trainer(data, options).Run();
        var (first, firstData) = Tagger.FromSentences(Orders(60), null, s_small with { Dropout = 0.5 });
        using var stop = new CancellationTokenSource();
        var run = new RunFolder(folder.File("run"));
        Assert.Equal(TrainingEnd.Interrupted, new Trainer(firstData, options, run, first.Save, e =>
        {
            if (e is StepEvent { Step: 9 }) stop.Cancel();
        }).Run(stop.Token).End);
        var (second, secondData) = Tagger.FromSentences(Orders(60), null, s_small with { Dropout = 0.5 });
        var trainer = new Trainer(secondData, options, run, second.Save);
        Assert.Equal(9, trainer.Resume());
        trainer.Run();
        Assert.Equal(Weights(whole), Weights(second));
    }

    [Fact]
    public void What_cannot_be_learned_from_is_named()
    {
        Assert.Contains("two different tags", Assert.Throws<SluiceFormatException>(
            () => Tagger.FromSentences([Sample.Of(["a"], ["O"]), Sample.Of(["b"], ["O"])], null, s_small)).Message);
        var e = Assert.Throws<SluiceFormatException>(
            () => Tagger.FromSentences([.. Orders(20), Sample.Of(["a", "b"], ["O", "B-thing"], null, 21), .. Orders(3)], null, s_small));
        Assert.Equal(21, e.Line);
        Assert.Contains(
            "1 layer or more", Assert.Throws<SluiceException>(() => Tagger.FromSentences(Orders(20), null, s_small with { Layers = 0 })).Message);
    }

    [Fact]
    public void The_fruit_and_the_company_are_told_apart_by_what_stands_around_the_word()
    {
        var all = Apple.Sentences(900, 7);
        IReadOnlyList<Sample> learned = [.. all.Take(600)], unseen = [.. all.Skip(600)];
        double majority = unseen.Count(s => s.Tags!.Contains(Apple.Company)) / (double)unseen.Count;
        Assert.Equal(majority, Apple.Accuracy(Apple.Train(learned, 0), unseen), 1e-9);
        Assert.InRange(Apple.Accuracy(Apple.Train(learned, 1), unseen), 0.95, 1);
    }
}
