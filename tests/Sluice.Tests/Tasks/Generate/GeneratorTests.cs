using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Devices;
using Sluice.Formats;
using Sluice.Tasks.Generate;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Sources;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Generate;

public class GeneratorTests
{
    private static readonly int[][] s_chords = [[48, 64, 67], [53, 65, 69], [55, 62, 71], [48, 60]];

    private static StepData Songs() => StepData.Of(new Music([.. Enumerable.Range(0, 12).Select(i => Song(i, 8 + i))], [Song(1, 9)], [Song(2, 12)]));

    private static int[][] Song(int from, int steps) => [.. Enumerable.Range(from, steps).Select(s => s_chords[s % 4])];

    private static GeneratorOptions Small(string kind) => new() { Kind = kind, Hidden = 16, Latents = 4, Features = 16, Batch = 4 };

    [Theory]
    [InlineData("vrnn")]
    [InlineData("storn")]
    [InlineData("plain")]
    public void What_follows_from_what_is_learned_and_drawn(string kind)
    {
        var (model, training) = Generator.From(Songs(), Small(kind));
        double before = model.Evaluate(Songs().Test).Loss;
        new Trainer(training, new TrainingOptions { Epochs = 40, Rate = 0.02 }).Run();
        var figures = model.Evaluate(Songs().Test);
        Assert.True(figures.Loss < before / 3, $"{before} to {figures}"); // only the first step is open
        Assert.Equal(figures.Loss, figures.Reconstruction + figures.Divergence, 9);
        Assert.Equal(figures.LossOfSequences, figures.Loss * 12, 9);
        var start = Songs().Train[3][..6]; // chords 3, 0, 1, 2, 3, 0
        var drawn = model.Draw(1, 6, start, temperature: 0)[0];
        Assert.Equal(Song(1, 6), drawn.Select(StepForm.Keys));
        Assert.Equal(Song(3, 6)[1..], model.Reconstruct(start).Skip(1).Select(StepForm.Keys));
        var estimates = model.Estimate(Songs().Test, 100);
        Assert.Equal(kind == "plain" ? [1] : [1, 10, 100], estimates.Select(e => e.Samples));
        for (int i = 1; i < estimates.Count; i++) Assert.True(estimates[i].Loss <= estimates[i - 1].Loss);
        var free = model.FreeRunning(Songs().Test, 3)!;
        Assert.Equal((6, 3), (free.Steps, free.Paths));
        Assert.True(double.IsFinite(free.Free) && free.Free < Generator.Baseline(Songs(), Songs().Test));
    }

    [Theory]
    [InlineData("vrnn", "lstm")]
    [InlineData("storn", "sru")]
    [InlineData("plain", "gru")]
    public void A_saved_model_draws_the_same_sequences(string kind, string cell)
    {
        using var folder = new TemporaryFolder();
        var (model, _) = Generator.From(Songs(), Small(kind) with { Cell = cell, Hidden = 5, Layers = 2 });
        model.Save(folder.File("net.safetensors"));
        var loaded = Generator.Load(folder.File("net.safetensors"));
        Assert.Equal(model.Options, loaded.Options);
        Assert.Equal(model.Evaluate(Songs().Test), loaded.Evaluate(Songs().Test));
        var first = model.Draw(2, 5, seed: 3);
        Assert.Equal(first, loaded.Draw(2, 5, seed: 3));
        Assert.NotEqual(first[0], first[1]);
        Assert.NotEqual(first, model.Draw(2, 5, seed: 4));
        Assert.Equal(first[0][..2], model.Draw(2, 2, seed: 3)[0]);
    }

    [Fact]
    public void A_resumed_run_learns_the_bits_of_a_whole_one_on_any_number_of_threads()
    {
        using var folder = new TemporaryFolder();
        var options = new TrainingOptions { Epochs = 4, Rate = 0.01 };
        var small = Small("vrnn") with { DivergenceWarmUp = 2, Dropout = 0.2, FreeBits = 0.01 };
        float[] Weights(Generator m) => [.. m.Parameters.SelectMany(p => p.Value.ToArray())];
        float[] Whole(int threads)
        {
            using var device = Device.Create(threads);
            using var use = device.Use();
            var (model, training) = Generator.From(Songs(), small);
            new Trainer(training, options).Run();
            return Weights(model);
        }

        var whole = Whole(1);
        Assert.Equal(whole, Whole(2));
        var run = new RunFolder(folder.File("run"));
        var (half, first) = Generator.From(Songs(), small);
        var stop = new CancellationTokenSource();
        int steps = 0;
        new Trainer(first, options, run, happened: _ => { if (++steps == 2) stop.Cancel(); }).Run(stop.Token);
        Assert.NotEqual(whole, Weights(half));
        var (model, training) = Generator.From(Songs(), small);
        var trainer = new Trainer(training, options, run);
        Assert.True(trainer.Resume() > 0);
        trainer.Run();
        Assert.Equal(whole, Weights(model));
    }

    [Theory]
    [InlineData("\"hidden\": 5", "\"hidden\": 1048576", "the sizes in the metadata take")]
    [InlineData("\"vrnn\"", "\"plain\"", "has no place")]
    [InlineData("\"bernoulli\"", "\"pen\"", "dx, dy and the pen")]
    [InlineData("\"lstm\"", "\"lstn\"", "lstn")]
    public void A_model_file_that_contradicts_itself_is_named(string good, string bad, string part)
    {
        var (model, _) = Generator.From(Songs(), Small("vrnn") with { Hidden = 5 });
        string options = GeneratorOptions.Settings.ToJson(model.Options, comments: false).Replace(good, bad, StringComparison.Ordinal);
        var metadata = new Dictionary<string, string>(model.Form.Metadata)
        {
            ["sluice.task"] = "generate",
            ["sluice.version"] = $"{ModelFile.Version}",
            ["generate.options"] = options,
        };
        var file = new SafeTensorsFile(ModelFile.Tensors(model.Parameters), metadata);
        var error = Assert.Throws<SluiceFormatException>(() => Generator.Load(file, "m"));
        Assert.Contains(part, error.Message);
    }

    [Fact]
    public void Strokes_are_read_from_lines_and_from_tables_alike_and_draw_themselves()
    {
        using var folder = new TemporaryFolder();
        string lines = folder.File("pen.jsonl", string.Concat(Enumerable.Repeat("[[0,20,0],[10,0,1],[-5,-5,0],[30,1,1]]\n", 4)));
        string table = folder.File(
            "pen.csv", "id,dx,dy,pen\n" + string.Concat(Enumerable.Range(1, 4).Select(i => $"{i},0,20,0\n{i},10,0,1\n{i},-5,-5,0\n{i},30,1,1\n")));
        var a = StepFile.Learn(Run(lines));
        var b = StepFile.Learn(Run(table) with { Id = "id" });
        Assert.Equal((StepForm.Strokes, 3, 1), (a.Form.Kind, a.Train.Count, a.Validation.Count));
        Assert.Equal(a.Train, b.Train);
        Assert.Equal(a.Form.Scales, b.Form.Scales);
        Assert.Equal(a.Form.Scales[0], a.Form.Scales[1]);
        Assert.Equal(DataForm.Strokes, new DataLook(TableSource.Of(lines)).Form);
        var (model, training) = Generator.From(a, Small("vrnn"));
        new Trainer(training, new TrainingOptions { Epochs = 2 }).Run();
        Assert.Equal(2, model.Draw(2, 6).Count);
        string svg = StrokePicture.Svg("pen", a.Train, 2);
        Assert.Equal(6, svg.Split("<path class=\"pen").Length - 1);
        Assert.Equal(3, svg.Split("pen given").Length - 1);
        string letters = folder.File("letters.jsonl", Letters.Lines());
        Assert.Equal((360, 40), (StepFile.Learn(Run(letters)).Train.Count, StepFile.Learn(Run(letters)).Validation.Count));
        folder.File("bad.jsonl", "[[0,20,0],[10,0,1]]\n[[1,2,7]]\n");
        var e = Assert.Throws<SluiceFormatException>(() => StepFile.Learn(Run(folder.File("bad.jsonl"))));
        Assert.Contains("0 or 1 for lifted", e.Message);
        Assert.Equal(2, e.Line);
    }

    [Theory]
    [InlineData("vrnn")]
    [InlineData("storn")]
    public void Sequences_between_two_are_as_long_as_their_share_and_their_ends_have_the_latents_of_these(string kind)
    {
        var (model, training) = Generator.From(Songs(), Small(kind));
        new Trainer(training, new TrainingOptions { Epochs = 30, Rate = 0.02 }).Run();
        var data = Songs().Train;
        var between = model.Between(data[0], data[8], 5); // of 8 and 16 steps
        Assert.Equal([8, 10, 12, 14, 16], between.Select(b => b.Length));
        if (kind == "vrnn") // whose latents say what the steps before do not
        {
            Assert.Equal(Song(0, 8), between[0].Select(StepForm.Keys));
            Assert.Equal(Song(8, 16), between[4].Select(StepForm.Keys));
        }

        Assert.Equal(between, model.Between(data[0], data[8], 5));
        Assert.Equal(12, model.Between(data[0], data[8], 1)[0].Length);
        var plain = new Generator(Small("plain"), model.Form);
        Assert.Contains("latents", Assert.Throws<SluiceException>(() => plain.Between(data[0], data[1], 2)).Message);
        Assert.Contains("1 step or more", Assert.Throws<SluiceException>(() => model.Between([], data[1], 2)).Message);
    }

    [Fact]
    public void Latents_that_say_nothing_are_named_with_what_to_try()
    {
        var (model, training) = Generator.From(Songs(), Small("vrnn"));
        string Told() => string.Join('\n', GenerateTask.Figures(model, model.Evaluate(Songs().Test)).Select(f => $"{f.Item1} {f.Item2}"));
        new Trainer(training, new TrainingOptions { Epochs = 1, Rate = 0.02 }).Run();
        string[] last = ["encoder.1.weight", "encoder.1.bias", "prior.1.weight", "prior.1.bias"];
        foreach (var p in model.Parameters.Where(p => last.Contains(p.Name)))
            p.Set(new float[p.Count]);
        Assert.Matches("note the divergence is 0.0000 nats a step: the latents say nothing. Try --free-bits .* or --divergence-warm-up", Told());
    }

    [Fact]
    public void Data_without_any_deviation_is_learned_without_a_number_that_is_none()
    {
        using var folder = new TemporaryFolder();
        string same = folder.File("same.csv", "a,b\n" + string.Concat(Enumerable.Repeat("3,0\n", 40)));
        string still = folder.File("still.jsonl", string.Concat(Enumerable.Repeat("[[0,0,0],[0,0,0],[0,0,1]]\n", 20)));
        foreach (var run in new[] { Run(same) with { Piece = 10 }, Run(still) })
        {
            var (model, training) = Generator.From(StepFile.Learn(run), Small("vrnn") with { Components = 2 });
            new Trainer(training, new TrainingOptions { Epochs = 20, Rate = 0.05 }).Run();
            Assert.True(double.IsFinite(model.Evaluate(StepFile.Learn(run).Validation).Loss));
            Assert.All(model.Draw(1, 5)[0], step => Assert.All(step, v => Assert.True(float.IsFinite(v))));
        }
    }

    [Fact]
    public void Pens_that_are_never_lifted_are_warned_of_and_keys_of_no_piano_are_refused()
    {
        using var folder = new TemporaryFolder();
        string lines = folder.File("pen.jsonl", string.Concat(Enumerable.Range(0, 20).Select(i => $"[[{i},20,0],[10,{i},0]]\n")));
        var task = TaskRegistry.Find("generate")!;
        var report = (SequenceReport)task.Start().With("data.file", lines).Report(null);
        Assert.Contains(report.Warnings, w => w.Contains("no move lifts the pen", StringComparison.Ordinal));
        folder.File("roll.json", """{"train": [[[60], [20]]], "valid": [[[60]]], "test": [[[60]]]}""");
        var e = Assert.Throws<SluiceFormatException>(() => StepFile.Learn(Run(folder.File("roll.json"))));
        Assert.Contains("from 21 to 108, got 20", e.Message);
        folder.File("two.jsonl", "[[1,2],[3,4]]\n");
        Assert.Contains("[dx, dy, lifted]", Assert.Throws<SluiceFormatException>(() => StepFile.Learn(Run(folder.File("two.jsonl")))).Message);
    }

    [Fact]
    public void Tables_become_series_of_numbers_or_of_classes()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File(
            "t.csv", "a,b,name\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i % 5},{i % 3 * 2.5},{"xyz"[i % 3]}\n")));
        var numbers = StepFile.Learn(Run(file) with { Piece = 10 });
        Assert.Equal(("a b", 2, 1), (string.Join(' ', numbers.Form.Columns), numbers.Train.Count, numbers.Validation.Count));
        Assert.Equal(2, numbers.Form.Means[0], 6);
        var classes = StepFile.Learn(Run(file) with { Columns = ["name"], Piece = 10 });
        Assert.Equal(["x", "y", "z"], classes.Form.Classes);
        foreach (var (data, likelihood) in new[] { (numbers, "gaussian"), (numbers, "mixture"), (classes, "auto") })
        {
            var (model, training) = Generator.From(data, Small("storn") with { Likelihood = likelihood });
            new Trainer(training, new TrainingOptions { Epochs = 2 }).Run();
            Assert.All(model.Draw(1, 4)[0], step => Assert.All(step, v => Assert.True(float.IsFinite(v))));
        }

        var error = Assert.Throws<SluiceException>(() => new Generator(Small("vrnn") with { Likelihood = "pen" }, numbers.Form));
        Assert.Contains("got pen", error.Message);
    }

    private static GenerateRun Run(string file) => new(file, new GeneratorOptions(), new TrainingOptions());
}
