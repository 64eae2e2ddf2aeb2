using Sluice.Data.Sequences;
using Sluice.Formats;
using Sluice.Tasks.Compose;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Compose;

public class MusicModelTests
{
    /// <summary>A chord and the one after it, for ever: all but the first step of a piece is certain.</summary>
    private static readonly int[][] s_chords = [[48, 64, 67], [53, 65, 69], [55, 62, 71], [48, 60]];

    private static readonly Lazy<MusicModel> s_trained = new(() =>
    {
        var (model, training) = MusicModel.From(Songs(), new MusicModelOptions { Hidden = 16, Dropout = 0, Batch = 4 });
        new Trainer(training, new TrainingOptions { Epochs = 40, Rate = 0.02 }).Run();
        return model;
    });

    private static Music Songs() => new([.. Enumerable.Range(0, 12).Select(i => Song(i, 8 + i))], [Song(1, 9)], [Song(2, 12)]);

    private static int[][] Song(int from, int steps) => [.. Enumerable.Range(from, steps).Select(s => s_chords[s % 4])];

    [Fact]
    public void What_follows_from_what_is_learned_and_written()
    {
        var model = s_trained.Value;
        var figures = model.Evaluate(Songs().Test);
        Assert.True(figures.Loss < 0.5, $"{figures}");
        Assert.True(MusicModel.Baseline(Songs().Train, Songs().Test) > 3);
        Assert.Equal(Song(5, 9), model.Continue(Song(2, 3), 9, new ContinuationOptions { Temperature = 0 }));
    }

    [Fact]
    public void A_continuation_is_a_function_of_the_seed()
    {
        var model = new MusicModel(new MusicModelOptions { Hidden = 4 });
        var first = model.Continue(Song(0, 3), 5, new ContinuationOptions { Seed = 3 });
        Assert.Equal(first, model.Continue(Song(0, 3), 5, new ContinuationOptions { Seed = 3 }));
        Assert.Equal(first[..2], model.Continue(Song(0, 3), 2, new ContinuationOptions { Seed = 3 }));
        Assert.NotEqual(first, model.Continue(Song(0, 3), 5, new ContinuationOptions { Seed = 4 }));
        Assert.All(first, step => Assert.Equal(step.Order().Distinct(), step));
        Assert.True(model.Continue(Song(0, 3), 5, new ContinuationOptions { Temperature = 0, Threshold = 0.01 }).All(s => s.Length == Music.Keys));
    }

    [Theory]
    [InlineData("lstm", 1)]
    [InlineData("gru", 2)]
    [InlineData("sru", 1)]
    public void A_saved_model_hears_a_live_piece_as_it_is_evaluated(string cell, int layers)
    {
        using var folder = new TemporaryFolder();
        var model = new MusicModel(new MusicModelOptions { Cell = cell, Hidden = 5, Layers = layers, Seed = 7 });
        model.Save(folder.File("music.safetensors"));
        var loaded = MusicModel.Load(folder.File("music.safetensors"));
        Assert.Equal(model.Options, loaded.Options);
        var song = Song(0, 6);
        Assert.Equal(model.Evaluate([song]), loaded.Evaluate([song]));

        var state = loaded.NewSession();
        double loss = 0;
        for (int s = 0; s + 1 < song.Length; s++)
        {
            var logits = loaded.Step(song[s], state);
            for (int k = 0; k < Music.Keys; k++) loss += Softplus(song[s + 1].Contains(k + Music.Lowest) ? -logits[k] : logits[k]);
        }

        Assert.Equal(model.Evaluate([song]).Loss, loss / 5, 4);
        Assert.Equal(0, Allocation.Of(20, () => loaded.Step(song[0], state)));

        static double Softplus(double x) => Math.Log(1 + Math.Exp(x));
    }

    [Theory]
    [InlineData("\"hidden\": 5", "\"hidden\": 1048576", "the sizes in the metadata take")]
    [InlineData("\"hidden\": 5", "\"hidden\": 4", "should be")]
    [InlineData("\"layers\": 1", "\"layers\": 0", "expected a whole number from 1")]
    [InlineData("\"lstm\"", "\"lstn\"", "lstn")]
    [InlineData("\"lstm\"", "\"gru\"", "is missing")]
    public void A_model_file_that_contradicts_itself_is_named(string good, string bad, string part)
    {
        var model = new MusicModel(new MusicModelOptions { Hidden = 5 });
        string options = MusicModelOptions.Settings.ToJson(model.Options, comments: false).Replace(good, bad, StringComparison.Ordinal);
        var metadata = new Dictionary<string, string>
        {
            ["sluice.task"] = "compose",
            ["sluice.version"] = $"{ModelFile.Version}",
            ["compose.options"] = options
        };
        var error =
            Assert.Throws<SluiceFormatException>(() => MusicModel.Load(new SafeTensorsFile(ModelFile.Tensors(model.Parameters), metadata), "m"));
        Assert.Contains(part, error.Message);
    }

    [Fact]
    public void What_cannot_be_continued_is_said()
    {
        var model = new MusicModel(new MusicModelOptions { Hidden = 2 });
        Assert.Contains("1 step or more", Assert.Throws<SluiceException>(() => model.Continue([], 1)).Message);
        Assert.Contains("from 21 to 108, got 109", Assert.Throws<SluiceException>(() => model.Continue([[109]], 1)).Message);
        Assert.Contains(
            "temperature",
            Assert.Throws<SluiceException>(() => model.Continue([[60]], 1, new ContinuationOptions { Temperature = double.NaN })).Message);
        Assert.Contains(
            "threshold", Assert.Throws<SluiceException>(() => model.Continue([[60]], 1, new ContinuationOptions { Threshold = 1 })).Message);
    }
}
