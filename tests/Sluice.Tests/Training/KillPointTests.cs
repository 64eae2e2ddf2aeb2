using Sluice.Devices;
using Sluice.Formats;
using Sluice.Tasks.Text;
using Sluice.Training;

namespace Sluice.Tests.Training;

/// <summary>
/// A process that is killed leaves its folder as it is at that moment. So a picture of the folder is taken at every event and
/// before every operation on the disk, and a run goes on from each picture.
/// </summary>
public sealed class KillPointTests : IDisposable
{
    private static readonly string s_text = ChildrensBook.Text(BookLanguage.English, 60, 2);

    private static readonly LanguageModelOptions s_model = new()
    {
        Tokenizer = "word",
        Hidden = 8,
        Layers = 2,
        Embedding = 4,
        Steps = 8,
        Batch = 4,
        Dropout = 0.2,
        RecurrentDropout = 0.1,
        LearnedInitial = true,
    };

    // Every path on which something is kept: best model, plateau, patience, momenta, carried states, validation within an epoch.
    private static readonly TrainingOptions s_training = new()
    {
        Epochs = 5,
        Rate = 0.05,
        Schedule = "plateau",
        Patience = 50,
        ValidateEvery = 3,
        CheckpointSeconds = 1e9,
    };

    private readonly TemporaryFolder _pictures = new();

    public void Dispose()
    {
        AtomicFile.BeforeOperation = null;
        _pictures.Dispose();
    }

    [Fact]
    public void Killed_anywhere_a_run_goes_on_through_the_same_states_to_the_same_model()
    {
        int points = 0;
        string run = _pictures.File("run");
        var whole = new Dictionary<string, string>();
        float[] expected = Go(run, whole, atEvent: Picture, atOperation: Picture);
        byte[] model = File.ReadAllBytes(Path.Combine(run, "model.safetensors"));
        Assert.True(points >= 200, $"{points} kill points");

        int newest = 0;
        bool saved = false;
        for (int i = 0; i < points; i++)
        {
            string path = _pictures.File($"{i}");
            newest = Complete(path, newest, ref saved);
            var after = new Dictionary<string, string>();
            Assert.Equal(expected, Go(path, after));
            Assert.All(after, state => Assert.Equal(whole[state.Key], state.Value));
            Assert.Equal(model, File.ReadAllBytes(Path.Combine(path, "model.safetensors")));
            Assert.Empty(Directory.GetFiles(path, "*.sluice-tmp", SearchOption.AllDirectories));
            Assert.All(File.ReadLines(Path.Combine(path, "events.jsonl")), line => Assert.True(line[0] == '{' && line[^1] == '}', line));
        }

        // What was not flushed is lost when the power goes: what stands under a temporary name, and half an event.
        void Picture()
        {
            string path = _pictures.File($"{points++}");
            foreach (string file in Directory.GetFiles(run, "*", SearchOption.AllDirectories))
            {
                string copy = Path.Combine(path, Path.GetRelativePath(run, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                if (file.EndsWith(".sluice-tmp")) File.WriteAllBytes(copy, new byte[new FileInfo(file).Length / 2]);
                else if (Path.GetFileName(file) == ".running") File.WriteAllBytes(copy, []);
                else File.Copy(file, copy);
                if (file.EndsWith(".jsonl")) File.WriteAllText(copy, File.ReadAllText(copy)[..^10]);
            }
        }
    }

    /// <summary>
    /// Trains in a folder from where it stands, with a checkpoint at every second step where pictures are taken; notes the hash of the complete state
    /// at every event.
    /// </summary>
    private static float[] Go(string path, Dictionary<string, string> states, Action? atEvent = null, Action? atOperation = null)
    {
        // So small a model is faster on one thread.
        using var device = Device.Create(1);
        using var scope = device.Use();
        var (model, data) = LanguageModel.From(s_text, s_model);
        Trainer? trainer = null;
        trainer = new Trainer(data, s_training with { CheckpointEvery = atEvent is null ? 0 : 2 }, new RunFolder(path), model.Save, e =>
        {
            if (e is not CheckpointEvent) states[$"{e.GetType().Name} {e.Step}"] = trainer!.State().Hash();
            atEvent?.Invoke();
        });
        AtomicFile.BeforeOperation = atOperation;
        trainer.Resume();
        Assert.Equal(TrainingEnd.Completed, trainer.Run().End);
        AtomicFile.BeforeOperation = null;
        return [.. model.Parameters.SelectMany(p => p.Value.ToArray())];
    }

    /// <summary>
    /// Every file with a final name is whole, nothing saved before is gone, and there are two checkpoints as soon as there were two.
    /// </summary>
    private static int Complete(string path, int newest, ref bool saved)
    {
        string[] checkpoints =
            Directory.Exists(Path.Combine(path, "checkpoints")) ? Directory.GetFiles(Path.Combine(path, "checkpoints"), "step-*.safetensors") : [];
        foreach (string file in checkpoints) SafeTensorsFile.Read(file);
        int[] steps = [.. checkpoints.Select(f => int.Parse(Path.GetFileNameWithoutExtension(f)[5..])).Order()];
        if (newest > 0) Assert.True(steps[^1] >= newest, $"the checkpoint of step {newest} is lost");
        if (newest > 2) Assert.True(steps.Length >= 2, "one checkpoint alone is left");

        string model = Path.Combine(path, "model.safetensors");
        Assert.True(File.Exists(model) || !saved, "the model is lost");
        saved = File.Exists(model);
        if (saved) LanguageModel.Load(model);
        return steps.Length > 0 ? steps[^1] : 0;
    }
}
