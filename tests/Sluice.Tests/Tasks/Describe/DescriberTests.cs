using Sluice.Data.Sequences;
using Sluice.Devices;
using Sluice.Readers;
using Sluice.Tasks.Describe;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Describe;

public class DescriberTests
{
    private static readonly DescriberOptions s_small = new()
    {
        Scenes = new SceneOptions { Rows = 2, Columns = 2, Most = 3, Count = 1500, Noise = 0.02 },
        Hidden = 48,
        Features = 32,
        Embedding = 16,
        Dropout = 0,
        Batch = 32,
    };

    [Theory]
    [InlineData("soft", 12)]
    [InlineData("hard", 16)]
    public void It_learns_to_describe_what_it_has_never_seen_together_and_looks_at_what_it_names(string attention, int epochs)
    {
        var (model, training) = Describer.From(s_small with { Attention = attention }, new Patterns());
        new Trainer(training, new TrainingOptions { Epochs = epochs, Rate = 0.01 }).Run();
        var unseen = new SceneMaker(s_small.Scenes, new Patterns()).Make(DataPart.Test, 200);
        var figures = model.Evaluate(unseen);
        Assert.InRange(figures.WordErrors, 0, 0.4);
        Assert.InRange(figures.OnNamed, 2 * figures.OnNamedByChance, 1);
        Assert.InRange(figures.MostOnNamed, figures.OnNamedAmongThings + 0.1, 1);

        // What was learned from has no right caption for any of them.
        var frequent = BaselineFigures.MostFrequent(model.Language, training.Scenes, unseen);
        var similar = BaselineFigures.MostSimilar(model.Language, training.Scenes, unseen);
        Assert.Equal((0, 0), (frequent.Exact, similar.Exact));
        Assert.InRange(similar.WordErrors, figures.WordErrors, frequent.WordErrors);

        using var folder = new TemporaryFolder();
        model.Save(folder.File("m.safetensors"));
        var loaded = Describer.Load(folder.File("m.safetensors"));
        var (own, other) = (model.Describe([.. unseen.Take(20)], 3), loaded.Describe([.. unseen.Take(20)], 3));
        for (int i = 0; i < own.Count; i++)
            Assert.Equal(own[i].Select(d => (d.ToString(), d.LogProbability)), other[i].Select(d => (d.ToString(), d.LogProbability)));
        Assert.Contains(
            "pictures of 4 x 4 pixels",
            Assert.Throws<SluiceException>(() => model.Describe([new SceneMaker(new SceneOptions()).Make(DataPart.Test, 1)[0]])).Message);
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_to_the_same_bits_whatever_the_threads()
    {
        var options = s_small with { Attention = "hard", Scenes = s_small.Scenes with { Count = 96 }, Hidden = 8, Features = 8, Embedding = 4 };
        using var folder = new TemporaryFolder();
        var whole = Go("whole", 1, stopped: false);
        Go("part", 2, stopped: true);
        Assert.Equal(whole, Go("part", 2, stopped: false));

        float[] Go(string name, int threads, bool stopped)
        {
            using var device = Device.Create(threads);
            using var scope = device.Use();
            var (model, training) = Describer.From(options);
            using var stop = new CancellationTokenSource();
            var trainer = new Trainer(training, new TrainingOptions { Epochs = 3 }, new RunFolder(folder.File(name)), model.Save, e =>
            {
                if (stopped && e.Step >= 4) stop.Cancel();
            });
            trainer.Resume();
            trainer.Run(stop.Token);
            return [.. model.Parameters.SelectMany(p => p.Value.ToArray())];
        }
    }

    [Theory]
    [InlineData("1,red,circle,1,2\n1,blue,ring,4,4\n", null)]
    [InlineData("1,red,circle,1,2\n1,pink,ring,4,4\n", "x.csv:3: colour: expected one of red, yellow, green, blue, purple, white, got 'pink'")]
    [InlineData("1,red,cube,1,2\n", "x.csv:2: shape: expected one of circle")]
    [InlineData("1,red,ring,5,2\n", "x.csv:2: row: expected a whole number from 1 to 4, got 5")]
    [InlineData("1,red,ring,1,1.5\n", "x.csv:2: column: expected a whole number from 1 to 4, got 1.5")]
    [InlineData("1,red,circle,1,2\n1,blue,ring,1,2\n", "x.csv:3: expected one thing at a place, got a second at row 1, column 2 of scene '1'")]
    [InlineData("1,red,circle,1,2\n1,red,circle,2,2\n1,blue,ring,3,3\n", "all alike or all different, got 3 of 2 kinds in scene '1'")]
    [InlineData("1,red,circle,1,1\n1,blue,ring,1,2\n1,red,ring,1,3\n1,blue,circle,1,4\n", "up to 3 things")]
    public void Layouts_are_read_from_tables_and_what_is_wrong_is_named(string rows, string? message)
    {
        IReadOnlyList<(string Name, IReadOnlyList<Thing> Things)> Read()
            => SceneTable.Read(CsvTable.Parse("scene,colour,shape,row,column\n" + rows, "x.csv"), new SceneOptions { Most = 3 });
        if (message is not null) Assert.Contains(message, Assert.Throws<SluiceFormatException>(Read).Message);
        else Assert.Equal([new Thing(0, 0, 1), new Thing(3, 4, 15)], Read()[0].Things);
    }
}
