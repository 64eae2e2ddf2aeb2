using Sluice.Audio;
using Sluice.Data.Sequences;
using Sluice.Kernels;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Text;
using Sluice.Tasks.Transcribe;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Transcribe;

public class TranscriberTests
{
    private const int Features = 6;

    private static readonly string[] s_words = ["low", "mid", "high"];

    private static readonly TranscriberOptions s_small = new() { Hidden = 16, Layers = 1, Dropout = 0, Batch = 8, Stack = 1 };

    /// <summary>Words of a few rows, each with a band of its own, and silence of unequal length around them; the loudness differs.</summary>
    private static Utterance[] Speech(int count, ulong seed, bool characters = false, bool alike = false)
        => [.. Enumerable.Range(0, count).Select(i =>
    {
        var random = new RandomStream(seed, Purpose.Data, (uint)i);
        uint drawn = 0;
        List<float[]> rows = [];
        List<string> said = [];
        float level = random.Uniform(drawn++);
        void Rows(int band, int length)
        {
            for (int n = 0; n < length; n++)
                rows.Add([.. Enumerable.Range(0, Features).Select(c => level + (c / 2 == band ? 3 : 0) + 0.3f * random.Uniform(drawn++))]);
        }

        Rows(-1, 1 + random.Below(4, drawn++));
        for (int words = 1 + random.Below(4, drawn++); words > 0; words--)
        {
            int word = random.Below(s_words.Length, drawn++);
            said.Add(characters ? s_words[word][..1] : s_words[word]);
            Rows(alike ? Math.Min(word, 1) : word, 3 + random.Below(4, drawn++));
            Rows(-1, 2 + random.Below(4, drawn++));
        }

        return new Utterance(rows, string.Join(characters ? "" : " ", said), $"{i}.wav");
    })];

    private static Transcriber Trained(TranscriberOptions options, int epochs = 10, bool characters = false, bool alike = false)
    {
        var (model, training) = Transcriber.From(Speech(160, 1, characters, alike), null, options);
        new Trainer(training, new TrainingOptions { Epochs = epochs, Rate = 0.02 }).Run();
        return model;
    }

    [Theory]
    [InlineData("word", true, 1, "fixed")]
    [InlineData("word", false, 2, "running")]
    [InlineData("character", true, 2, "recording")]
    public void Words_are_heard_wherever_they_stand(string symbols, bool both, int stack, string level)
    {
        bool characters = symbols == "character";
        var model = Trained(
            s_small with { Symbols = symbols, Bidirectional = both, Stack = stack, Level = level, MaskFeatures = 1, MaskRows = 2 },
            characters: characters);
        var unseen = Speech(60, 2, characters);
        foreach (var decoding in new[] { new DecodingOptions(), new DecodingOptions { Beam = 4 } })
        {
            var figures = model.Evaluate(unseen, decoding);
            Assert.InRange(figures.SymbolErrors, 0, 0.05);
            Assert.InRange(figures.Exact, 0.9, 1);
            Assert.InRange(figures.NaiveWordErrors, 0.5, 1.5);
            if (!characters) Assert.Equal(figures.SymbolErrors, figures.WordErrors);
        }

        Assert.Equal("", model.Transcribe([new Utterance([])])[0].Text);
    }

    [Theory]
    [InlineData(1, "fixed", 1, false)]
    [InlineData(2, "running", 1, false)]
    [InlineData(3, "fixed", 4, true)]
    public void A_stream_gives_the_text_of_the_whole_and_takes_nothing_back(int stack, string level, int beam, bool bonus)
    {
        // Hardly trained, so that much is uncertain.
        var model = Trained(s_small with { Bidirectional = false, Stack = stack, Level = level }, 5);
        var decoding = new DecodingOptions { Beam = beam, Bonus = bonus ? 0.3 : 0 };
        var utterances = Speech(12, 3);
        var whole = model.Transcribe(utterances, decoding);
        var stream = new TranscriberStream(model, decoding);
        foreach (int size in new[] { 1, 3, 100 })
            for (int i = 0; i < utterances.Length; i++)
            {
                string settled = "";
                foreach (float[][] chunk in utterances[i].Rows.Chunk(size))
                {
                    stream.Push(chunk);
                    Assert.StartsWith(settled, stream.Settled, StringComparison.Ordinal);
                    Assert.StartsWith(settled = stream.Settled, stream.Text, StringComparison.Ordinal);
                }

                string text = stream.Finish();
                Assert.StartsWith(settled, text, StringComparison.Ordinal);
                Assert.Equal(whole[i].Text, text);
            }

        Assert.Contains(whole, t => t.Symbols.Count > 0);
    }

    [Fact]
    public void A_saved_transcriber_has_the_same_bits_and_knows_its_sound()
    {
        using var folder = new TemporaryFolder();
        var sound = new SpectralOptions { Rate = 8000, Kind = "mfcc", Coefficients = 3, Deltas = true };
        var (model, _) = Transcriber.From(Speech(20, 1), null, s_small with { Cell = "gru" }, sound);
        model.Save(folder.File("m.safetensors"));
        var loaded = Transcriber.Load(folder.File("m.safetensors"));
        Assert.Equal((model.Sound, model.Options, model.Naive), (loaded.Sound, loaded.Options, loaded.Naive));
        var speech = Speech(5, 2);
        Assert.Equal(
            model.Transcribe(speech).Select(t => (t.Text, t.LogProbability)), loaded.Transcribe(speech).Select(t => (t.Text, t.LogProbability)));
    }

    [Theory]
    [InlineData("low mid high low mid . ", "low mid")]
    [InlineData("low high mid low high . ", "low high")]
    public void A_language_model_says_which_of_two_sounds_alike_is_meant(string texts, string meant)
    {
        var (language, text) = LanguageModel.From(
            string.Concat(Enumerable.Repeat(texts, 60)),
            new LanguageModelOptions { Tokenizer = "word", Hidden = 16, Embedding = 8, Layers = 1, Batch = 4, Steps = 8 });
        new Trainer(text, new TrainingOptions { Epochs = 12, Rate = 0.02 }).Run();
        var model = Trained(s_small with { Bidirectional = false }, alike: true);
        float[] Row(int band) => [.. Enumerable.Range(0, Features).Select(c => 0.6f + (c / 2 == band ? 3 : 0))];
        float[][] rows = [.. new[] { (-1, 3), (0, 5), (-1, 4), (1, 5), (-1, 4) }.SelectMany(p => Enumerable.Repeat(Row(p.Item1), p.Item2))];
        var decoding = new DecodingOptions { Beam = 8, Language = language, Weight = 1, Bonus = 1 };
        Assert.Equal(meant, model.Transcribe([new Utterance(rows)], decoding)[0].Text);
        var stream = new TranscriberStream(model, decoding);
        stream.Push(rows);
        Assert.Equal(meant, stream.Finish());

        var (other, _) = LanguageModel.From(
            "low high low high low high", new LanguageModelOptions { Tokenizer = "word", Hidden = 2, Steps = 2, Batch = 1 });
        Assert.Contains(
            "does not know 'mid'", Assert.Throws<SluiceFormatException>(() => model.Transcribe([], decoding with { Language = other })).Message);
    }

    [Fact]
    public void What_cannot_be_learned_or_heard_names_its_file_and_the_remedy()
    {
        Utterance[] speech = Speech(20, 1);
        SluiceFormatException Refused(Utterance bad)
            => Assert.Throws<SluiceFormatException>(() => Transcriber.From([.. speech, bad], null, s_small with { Validation = 0, Stack = 2 }));
        var e = Refused(new Utterance(speech[0].Rows.Take(6).ToArray(), "low low high", "x.wav"));
        Assert.Equal("x.wav", e.File);
        Assert.Contains("expected 4 steps or more for the text 'low low high'", e.Message);
        Assert.Contains("got 3 (6 frames, 2 a step)", e.Message);
        Assert.Contains("--stack", e.Message);
        Assert.Contains("x.wav: expected what was said", Refused(new Utterance(speech[0].Rows, null, "x.wav")).Message);
        Assert.Contains("x.wav: expected rows of 6 features, got 2", Refused(new Utterance([[1, 2]], "low", "x.wav")).Message);
        Assert.Contains(
            "finite features, got NaN as number 3 of row 1", Refused(new Utterance([[1, 2, float.NaN, 4, 5, 6]], "low", "x.wav")).Message);
        Assert.Contains(
            "not learned from",
            Assert.Throws<SluiceFormatException>(() => Transcriber.From(speech, [speech[0] with { Text = "loud" }], s_small)).Message);
        Assert.Contains(
            "a symbol or more", Assert.Throws<SluiceFormatException>(() => Transcriber.From([speech[0] with { Text = "" }], null, s_small)).Message);

        var (both, _) = Transcriber.From(speech, null, s_small);
        Assert.Contains("--bidirectional false", Assert.Throws<SluiceException>(() => new TranscriberStream(both)).Message);
        var (mean, _) = Transcriber.From(speech, null, s_small with { Bidirectional = false, Level = "recording" });
        Assert.Contains("--level running", Assert.Throws<SluiceException>(() => new TranscriberStream(mean)).Message);
        Assert.Throws<SluiceFormatException>(() => both.Evaluate([]));
    }

    [Fact]
    public void A_stopped_run_goes_on_with_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        float[] Run(int stops)
        {
            var (model, training) = Transcriber.From(Speech(40, 1), null, s_small with { Dropout = 0.2, MaskFeatures = 2, MaskRows = 10 });
            var run = new RunFolder(folder.File($"run{stops}"));
            var options = new TrainingOptions { Epochs = 3, CheckpointEvery = 1 };
            if (stops > 0)
            {
                using var stop = new CancellationTokenSource();
                new Trainer(training, options, run, model.Save, e => stop.Cancel()).Run(stop.Token);
                (model, training) = Transcriber.From(Speech(40, 1), null, s_small with { Dropout = 0.2, MaskFeatures = 2, MaskRows = 10 });
                var again = new Trainer(training, options, run, model.Save);
                Assert.True(again.Resume() > 0);
                again.Run();
            }
            else
            {
                new Trainer(training, options, run, model.Save).Run();
            }

            return [.. model.Parameters.SelectMany(p => p.Value.ToArray())];
        }

        Assert.Equal(Run(0), Run(1));
    }
}
