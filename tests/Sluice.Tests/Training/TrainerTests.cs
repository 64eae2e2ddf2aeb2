using Sluice.Autodiff;
using Sluice.Tasks.Text;
using Sluice.Training;

namespace Sluice.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private static readonly LanguageModelOptions s_model =
        new() { Tokenizer = "word", Hidden = 8, Layers = 1, Embedding = 4, Dropout = 0, Steps = 8, Batch = 4 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Checkpoints_keep_to_the_clock_and_the_first_and_last_are_always_saved()
    {
        var checkpoints = new List<int>();
        int steps = 0;
        Train(new TrainingOptions { Epochs = 20, CheckpointSeconds = 1e9 }, e =>
        {
            if (e is CheckpointEvent) checkpoints.Add(e.Step);
            steps = e.TotalSteps;
        });
        Assert.Equal(2, checkpoints.Count);
        Assert.InRange(checkpoints[0], 1, steps / 10);
        Assert.Equal(steps, checkpoints[1]);
        Assert.Equal(File.ReadAllBytes(_folder.File("expected.safetensors")), File.ReadAllBytes(_folder.File("run/model.safetensors")));
    }

    [Fact]
    public void A_run_that_gave_up_or_is_complete_stays_so()
    {
        foreach (var options in new[] { new TrainingOptions { Epochs = 50, Rate = 0.5, Patience = 2 }, new TrainingOptions { Epochs = 2 } })
        {
            var first = Train(options);
            byte[] model = File.ReadAllBytes(_folder.File("expected.safetensors"));
            var second = Train(options, e => Assert.Fail($"{e}"));
            Assert.Equal(options.Patience > 0 ? TrainingEnd.StoppedEarly : TrainingEnd.Completed, first.End);
            Assert.Equal((first.End, first.Steps, first.BestStep), (second.End, second.Steps, second.BestStep));
            Assert.Equal(first.Best, second.Best);
            Assert.Equal(model, File.ReadAllBytes(_folder.File("expected.safetensors")));
            Directory.Delete(_folder.File("run"), recursive: true);
        }
    }

    [Fact]
    public void Steps_that_are_computed_again_change_no_bit_nor_does_a_run_that_goes_on_with_them()
    {
        string text = string.Concat(Enumerable.Range(0, 4400).Select(i => (char)('a' + i * i % 7)));
        float[][] Long(bool recompute, string run, CancellationTokenSource? stop = null)
        {
            var (model, data) = LanguageModel.From(text, s_model with { Tokenizer = "character", Steps = 2100, Batch = 1 });
            var options = new TrainingOptions { Epochs = 2, Recompute = recompute };
            var trainer = new Trainer(data, options, new RunFolder(_folder.File(run)), happened: e =>
            {
                if (e is StepEvent { Step: 1 }) stop?.Cancel();
            });
            trainer.Resume();
            trainer.Run(stop?.Token ?? default);
            return [.. model.Parameters.Select(p => p.Value.ToArray())];
        }

        float[][] kept = Long(false, "kept");
        Assert.Equal(kept, Long(true, "again"));
        using var stop = new CancellationTokenSource();
        Assert.NotEqual(kept, Long(false, "both", stop));
        Assert.Equal(kept, Long(true, "both"));
    }

    [Fact]
    public void A_task_that_takes_its_sequences_whole_cannot_compute_steps_again()
        => Assert.Contains(
            "leave recompute out",
            Assert.Throws<SluiceException>(() => new Trainer(new Whole(), new TrainingOptions { Recompute = true })).Message);

    private sealed class Whole : ITrainable
    {
        public IReadOnlyList<Parameter> Parameters => [];

        public IReadOnlyList<Tensor> Carried => [];

        public int Steps(int epoch) => 1;

        public StepLoss Step(Tape tape, int epoch, int step) => default;

        public IReadOnlyDictionary<string, double> Validate() => new Dictionary<string, double> { ["loss"] = 0 };
    }

    [Fact]
    public void A_run_folder_is_trained_in_by_one_at_a_time()
    {
        bool held = false;
        Train(new TrainingOptions { Epochs = 1 }, e =>
        {
            if (held || e is not StepEvent) return;
            held = RunFolder.IsHeld(_folder.File("run"));
            Assert.Contains("another process", Assert.Throws<SluiceException>(() => Train(new TrainingOptions { Epochs = 1 })).Message);
        });
        Assert.True(held);
        Assert.False(RunFolder.IsHeld(_folder.File("run")));
    }

    private TrainingResult Train(TrainingOptions options, Action<TrainingEvent>? happened = null)
    {
        var (model, data) = LanguageModel.From(ChildrensBook.Text(BookLanguage.English, 60, 2), s_model);
        var trainer = new Trainer(data, options, new RunFolder(_folder.File("run")), model.Save, happened);
        trainer.Resume();
        var result = trainer.Run();
        model.Save(_folder.File("expected.safetensors"));
        return result;
    }
}
