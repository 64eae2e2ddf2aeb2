using System.Globalization;
using Sluice.Data.Sequences;
using Sluice.Tasks.Translate;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Translate;

public class TranslatorTests
{
    private static readonly TranslatorOptions s_dates = new()
    {
        Source = "character",
        Target = "character",
        Net = new EncoderDecoderOptions { Hidden = 48, Embedding = 24, Dropout = 0 },
        Batch = 32
    };

    /// <summary>Days in words beside the same in numbers.</summary>
    private static SequencePair[] Dates(int count, int from) => [.. Enumerable.Range(0, count).Select(i =>
    {
        var day = new DateTime(1950, 1, 1).AddDays((from + i) * 7919L % 36500);
        string form = new[] { "d MMMM yyyy", "MMM d, yyyy", "dddd, MMMM d, yyyy", "d/M/yyyy" }[(from + i) % 4];
        return new SequencePair(day.ToString(form, CultureInfo.InvariantCulture), day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    })];

    [Fact]
    public void Dates_in_words_become_numbers_and_a_saved_translator_has_the_same_bits()
    {
        var (model, training) = Translator.From(Dates(3000, 0), Dates(100, 3000), s_dates);
        new Trainer(training, new TrainingOptions { Epochs = 8, Rate = 0.01 }).Run();
        var unseen = Dates(200, 5000);
        var figures = model.Evaluate(unseen, 3);
        Assert.InRange(figures.Exact, 0.97, 1);
        Assert.InRange(figures.SymbolErrors, 0, 0.02);
        Assert.InRange(figures.ChrF, 95, 100);

        using var folder = new TemporaryFolder();
        model.Save(folder.File("m.safetensors"));
        var loaded = Translator.Load(folder.File("m.safetensors"));
        string[] texts = ["", "3 March 2021", "ü"];
        var (own, other) = (model.Translate(texts, 4), loaded.Translate(texts, 4));
        for (int i = 0; i < texts.Length; i++)
            Assert.Equal(own[i].Select(t => (t.Text, t.LogProbability)), other[i].Select(t => (t.Text, t.LogProbability)));
        Assert.Equal("", own[0][0].Text);
    }

    [Fact]
    public void A_word_that_is_not_known_is_copied_from_where_the_net_looks()
    {
        string[] names = ["Jane", "Doug", "Spot", "Kim", "Ali", "Zoe", "Max", "Eva"];
        SequencePair[] pairs = [.. Enumerable.Range(
            0, 600).Select(i => new SequencePair($"{names[i % 8]} sees {names[i * 5 % 8]} {i % 3}", $"{names[i * 5 % 8]} sieht {names[i % 8]}"))];

        // Names that come rarely are unknown in training too, and so their place is learned.
        SequencePair[] rare =
            [.. Enumerable.Range(0, 200).Select(i => new SequencePair($"N{i} sees {names[i % 8]} {i % 3}", $"{names[i % 8]} sieht N{i}"))];
        var (model, training) = Translator.From([.. pairs, .. rare], [.. pairs.Take(20)], new TranslatorOptions
        {
            Source = "space",
            Target = "space",
            MinimumCount = 2,
            Net = new EncoderDecoderOptions { Hidden = 24, Embedding = 16, Dropout = 0 },
            Batch = 16
        });
        new Trainer(training, new TrainingOptions { Epochs = 12, Rate = 0.01 }).Run();
        Assert.Equal("Spot sieht Wilhelmina", model.Translate(["Wilhelmina sees Spot 1"])[0][0].Text);
    }

    [Fact]
    public void Sources_in_small_letters_are_one_source()
    {
        SequencePair[] pairs = [new("Tom Runs", "Tom 跑"), new("tom sees", "Tom 看")];
        var options =
            new TranslatorOptions { Target = "character", SmallLetters = true, Net = new EncoderDecoderOptions { Hidden = 4, Embedding = 4 } };
        var (model, _) = Translator.From(pairs, [], options);
        Assert.Empty(model.Unknown("TOM SEES"));
        Assert.Equal(["bob"], model.Unknown("Bob runs"));
        Assert.Equal(model.Translate(["tom runs"])[0][0].LogProbability, model.Translate(["TOM Runs"])[0][0].LogProbability);
    }

    [Fact]
    public void A_pair_without_text_is_named()
        => Assert.Contains("pair 2", Assert.Throws<SluiceFormatException>(() => Translator.From(
            [new("a", "b"), new(" ", "c"), new("d", "e")], [], new TranslatorOptions { Source = "space", Target = "space" })).Message);
}
