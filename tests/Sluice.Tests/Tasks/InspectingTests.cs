using Sluice.Data.Sequences;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Compose;
using Sluice.Tasks.Describe;
using Sluice.Tasks.Tag;
using Sluice.Tasks.Text;
using Sluice.Tasks.Transcribe;

namespace Sluice.Tests.Tasks;

/// <summary>What is recorded on the way is what the answer comes from.</summary>
public class InspectingTests
{
    private static readonly Sample s_sentence = Sample.Of("bring me two green tea please".Split(' '));

    [Theory]
    [InlineData("last", true)]
    [InlineData("mean", false)]
    public void A_classifier_says_of_each_beginning_what_it_says_of_it_alone(string pool, bool both)
    {
        Sample[] texts = [.. Enumerable.Range(0, 8).Select(i => s_sentence with { Label = i % 2 == 0 ? "a" : "b" })];
        var (model, _) = Classifier.FromTexts(texts, null, new ClassifierOptions { Hidden = 6, Word = 5, Pool = pool, Bidirectional = both });
        var recordings = model.Inspect(s_sentence);
        Assert.Equal(both ? ["layer 0", "layer 0 reverse"] : ["layer 0"], recordings.Select(r => r.Name));
        Assert.Equal([6, 1, 6], recordings[0].Value("c").Shape);
        var beginnings = model.Beginnings(s_sentence, 100);
        Assert.Equal([1, 2, 3, 4, 5, 6], beginnings.Select(b => b.Steps));
        double[] alone = model.Classify(Sample.Of(["bring", "me"]));
        for (int k = 0; k < alone.Length; k++) Assert.Equal(alone[k], beginnings[1].Probabilities[k], 6);
        Assert.Equal([3, 6], model.Beginnings(s_sentence, 2).Select(b => b.Steps));
        Assert.Contains("got none", Assert.Throws<SluiceException>(() => model.Inspect(Sample.Of([]))).Message);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void The_tags_of_a_step_are_as_probable_as_all_readings_that_have_them(bool field, bool ends)
    {
        var samples = Tag.TaggerTests.Orders(24);
        var (model, _) = Tagger.FromSentences(
            samples, null, new TaggerOptions { Hidden = 6, Word = 5, Character = 4, Spelling = 3, Field = field, Ends = ends });
        var found = model.Inspect(s_sentence);
        Assert.Equal(["B-number", "B-thing", "I-thing", "O"], found.Tags.Order(StringComparer.Ordinal));
        Assert.All(found.Probabilities, row => Assert.Equal(1, row.Sum(), 5));
        Assert.Equal(model.Tag(s_sentence).Tags, found.Tagging.Tags);
        Assert.Equal(2, found.Recordings.Count);
        Assert.Equal(1, found.Labels.Sum(), 5);

        // All readings of two words, one by one.
        if (!field) return;
        var two = Sample.Of(["green", "tea"]);
        var inspected = model.Inspect(two);
        var all = model.Tag([two], 200)[0];
        int tag = inspected.Tags.ToList().IndexOf("B-thing");
        Assert.Equal(all.Where(r => r.Tags[0] == "B-thing").Sum(r => r.Probability), inspected.Probabilities[0][tag], 4);
    }

    [Fact]
    public void A_music_model_expects_what_it_hears_step_by_step()
    {
        var model = new MusicModel(new MusicModelOptions { Hidden = 5 });
        int[][] piece = [[48, 64], [53], [], [55, 62, 71]];
        var found = model.Inspect(piece);
        var state = model.NewSession();
        for (int t = 0; t < piece.Length; t++)
        {
            var odds = model.Step(piece[t], state);
            for (int k = 0; k < Music.Keys; k++) Assert.Equal(1 / (1 + MathF.Exp(-odds[k])), found.Expected[t][k], 5);
        }

        Assert.True(double.IsNaN(found.Losses[0]));
        Assert.Equal(model.Evaluate([piece]).Loss, found.Losses.Skip(1).Average(), 5);
        Assert.Equal([4, 1, 5], found.Recordings[0].Value("h").Shape);
    }

    [Fact]
    public void A_transcriber_tells_what_its_path_says()
    {
        var speech = Enumerable.Range(0, 6).Select(i => new Utterance(
            [.. Enumerable.Range(0, 9).Select(t => new[] { (float)Math.Sin(t + i), t % 3f })], i % 2 == 0 ? "low high" : "high", $"{i}")).ToArray();
        var (model, _) = Transcriber.From(speech, null, new TranscriberOptions { Hidden = 5, Layers = 2, Stack = 2 });
        var found = model.Inspect(speech[0]);
        Assert.Equal(5, found.Path.Count);
        Assert.All(found.Probabilities, row => Assert.Equal(1, row.Sum(), 5));
        Assert.Equal(model.Transcribe([speech[0]])[0].Text, found.Transcript.Text);
        Assert.Equal(["layer 0", "layer 0 reverse", "layer 1", "layer 1 reverse"], found.Recordings.Select(r => r.Name));
    }

    [Fact]
    public void A_describer_says_how_sure_it_was_of_each_word_and_where_it_looked()
    {
        var options = new DescriberOptions { Scenes = new SceneOptions { Rows = 2, Columns = 2 }, Hidden = 6, Features = 5, Embedding = 4 };
        var maker = new SceneMaker(options.Scenes);
        var scene = maker.One(DataPart.Test, 3);
        Assert.Equal(maker.Make(DataPart.Test, 4)[3].Pixels, scene.Pixels);
        var model = new Describer(options, maker.Size);
        var (told, found) = (model.Describe([scene], 3)[0][0], model.Inspect(scene, 3));
        Assert.Equal(told.Words, found.Scene.Words);
        Assert.Equal(told.Words.Count + 1, found.Recordings.Count);
        Assert.All(found.Scene.Attention, a => Assert.Equal(1, a.Sum(), 5));
        for (int t = 0; t < told.Words.Count; t++)
            for (int i = 0; i < 4; i++) Assert.Equal(told.Attention[t][i], found.Scene.Attention[t][i], 4);

        double logarithm = told.Words.Select((w, t) => Math.Log(found.Probabilities[t][model.Language.Words.ToList().IndexOf(w)])).Sum();
        if (told.Attention.Length > told.Words.Count) logarithm += Math.Log(found.Probabilities[^1][^1]);
        Assert.Equal(told.LogProbability, logarithm, 3);
    }

    [Theory]
    [InlineData("lstm", false)]
    [InlineData("gru", true)]
    [InlineData("rnn", false)]
    [InlineData("lstm-depth-gated", false)]
    public void Gates_are_recorded_with_units_switched_off(string cell, bool residual)
    {
        var model = LanguageModel.From(
            ChildrensBook.Text(BookLanguage.English, 50, 2),
            new() { Tokenizer = "word", Cell = cell, Hidden = 6, Layers = 2, Embedding = 6, Residual = residual }).Model;
        int[] symbols = model.Encode(ChildrensBook.Text(BookLanguage.English, 90, 3))[..300];
        var (whole, empty) = (Recorded((record, _) => model.Read(symbols, 10, record)),
            Recorded((record, _) => model.ReadWithout(symbols, [], 10, record)));
        for (int l = 0; l < 2; l++)
            foreach (string name in whole[l].Keys)
                for (int t = 0; t < symbols.Length; t++) Close(whole[l][name].Row(t), empty[l][name].Row(t));

        var without = Recorded(
            (record, silent) => Assert.Equal(model.ReadWithout(symbols, silent).Losses, model.ReadWithout(symbols, silent, 10, record).Losses));
        string output = model.Stack.Layers[0].Shape.States[0], gate = without[1].Keys.First();
        Assert.All(Enumerable.Range(0, symbols.Length), t => Assert.Equal(0, without[0][output].Row(t)[3]));
        Assert.Contains(Enumerable.Range(0, symbols.Length), t => without[1][gate].Row(t)[0] != whole[1][gate].Row(t)[0]);

        Dictionary<string, Activity>[] Recorded(Action<Action<int, IReadOnlyList<Recording>>, UnitPlace[]> read)
        {
            Dictionary<string, Activity>[] all = [[], []];
            read((start, part) =>
            {
                for (int l = 0; l < 2; l++)
                    foreach (string name in part[l].Blocks.Concat(part[l].States).Distinct())
                    {
                        if (start == 0) all[l][name] = new Activity(symbols.Length, 6, false);
                        all[l][name].Take(start, part[l].Value(name));
                    }
            }, [new UnitPlace(0, 3)]);
            return all;
        }

        static void Close(Span<float> expected, Span<float> actual)
        {
            for (int u = 0; u < expected.Length; u++) Assert.Equal(expected[u], actual[u], 5);
        }
    }

    [Fact]
    public void A_text_is_read_on_from_the_middle()
    {
        var model = LanguageModel.From(
            ChildrensBook.Text(BookLanguage.English, 50, 2), new() { Tokenizer = "word", Hidden = 6, Layers = 1, Embedding = 6 }).Model;
        int[] symbols = model.Encode(ChildrensBook.Text(BookLanguage.English, 50, 3))[..40];
        var state = model.Stack.NewState(1);
        var all = model.Read(symbols, 10, (_, part) =>
        {
            foreach (string name in state[0].Names) part[0].Value(name).Row(19).CopyTo(state[0][name].Row(0));
        });
        var rest = model.Read(symbols[20..], before: state);
        for (int t = 1; t < 20; t++) Assert.Equal(all.Losses[20 + t], rest.Losses[t], 5);
        Assert.Equal(rest.Losses, model.Read(symbols[20..], before: state).Losses);
    }

    [Fact]
    public void The_symbols_at_which_a_unit_is_high_come_first()
    {
        var activity = new Activity(5, 2, false);
        float[] values = [1, -2, 3, -4, 0.5f];
        for (int t = 0; t < 5; t++) activity.Row(t)[1] = values[t];
        Assert.Equal([new SymbolMean(7, 2, 2), new SymbolMean(9, 0.5, 1), new SymbolMean(8, -3, 2)], UnitSymbols.Of(activity, 1, [7, 8, 7, 8, 9]));
        Assert.Equal([7, 8], UnitSymbols.Of(activity, 1, [7, 8, 7, 8, 9], 2).Select(m => m.Symbol));
    }
}
