using Sluice.Formats;
using Sluice.Optimizers;
using Sluice.Tasks.Text;
using Sluice.Training;

namespace Sluice.Tests.Training;

/// <summary>What becomes of checkpoints that are not whole, and of folders that lead elsewhere.</summary>
public sealed class DamagedCheckpointTests : IDisposable
{
    private static readonly LanguageModelOptions s_model =
        new() { Tokenizer = "word", Hidden = 8, Layers = 1, Embedding = 4, Dropout = 0, Steps = 8, Batch = 4 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Run => _folder.File("run");

    private string[] Checkpoints => [.. Directory.GetFiles(Path.Combine(Run, "checkpoints"), "step-*.safetensors").Order(StringComparer.Ordinal)];

    public static TheoryData<string> Damages => ["empty", "cut", "flipped", "other numbers"];

    [Theory]
    [MemberData(nameof(Damages))]
    public void Where_the_newest_is_damaged_the_one_before_is_taken_and_the_model_is_the_same(string damage)
    {
        byte[] expected = Train(3).Model;
        Directory.Delete(Run, recursive: true);
        Train(2);
        string newest = Checkpoints[^1];
        byte[] whole = File.ReadAllBytes(newest);
        File.WriteAllBytes(newest, damage switch
        {
            "empty" => [],
            "cut" => whole[..(whole.Length / 2)],
            "flipped" => [.. whole[..^9], (byte)(whole[^9] ^ 1), .. whole[^8..]],
            _ => Numbers("""{"step":"abc"}"""),
        });
        var (model, trainer) = Train(3);
        Assert.Equal(expected, model);
        Assert.Contains(Path.GetFileName(newest), Assert.Single(trainer.DamagedAtFirst));
        Assert.True(File.Exists(newest + ".damaged"));
        foreach (string file in Checkpoints) SafeTensorsFile.Read(file);
    }

    [Fact]
    public void Where_all_are_damaged_the_message_is_on_the_newest()
    {
        Train(2);
        foreach (string file in Checkpoints) File.WriteAllBytes(file, []);
        Assert.Contains(Path.GetFileName(Checkpoints[^1]), Assert.Throws<SluiceFormatException>(() => Train(3)).Message);
    }

    [Theory]
    [InlineData("""{"step":"abc"}""")]
    [InlineData("""{"step":1}""")]
    [InlineData("""["step"]""")]
    [InlineData("""{"step":"1","epoch":"-1","in_epoch":"0"}""")]
    [InlineData("""{"step":"1","epoch":"1e99","in_epoch":"0"}""")]
    [InlineData("""{"step":"NaN","epoch":"1","in_epoch":"0"}""")]
    [InlineData("""{"step":"1.5","epoch":"1","in_epoch":"0"}""")]
    [InlineData("""{"step":"\ud800","epoch":"1","in_epoch":"0"}""")]
    [InlineData("""{"step":"1"}""")]
    [InlineData("{")]
    [InlineData("")]
    public void Numbers_that_are_none_end_in_a_message(string numbers)
    {
        string path = _folder.File("c.safetensors", Numbers(numbers));
        var (_, data) = LanguageModel.From(ChildrensBook.Text(BookLanguage.English, 60, 2), s_model);
        Assert.Throws<SluiceFormatException>(() => Checkpoint.Read(path, data, Optimizer.Create("adam", 0, 0), null));
    }

    [Theory]
    [InlineData("checkpoints")]
    [InlineData("events.jsonl")]
    [InlineData("config.json")]
    [InlineData(".running")]
    public void A_link_in_the_place_of_its_own_files_is_refused_and_nothing_behind_it_is_touched(string name)
    {
        if (OperatingSystem.IsWindows()) return;
        string outside = Directory.CreateDirectory(_folder.File("outside")).FullName, target = Path.Combine(outside, ".x.1-1.sluice-tmp");
        File.WriteAllText(target, "half a line");
        Directory.CreateDirectory(Run);
        if (name == "checkpoints") Directory.CreateSymbolicLink(Path.Combine(Run, name), outside);
        else File.CreateSymbolicLink(Path.Combine(Run, name), target);
        Assert.Contains("is a link", Assert.Throws<SluiceException>(() => new RunFolder(Run)).Message);
        Assert.Equal("half a line", File.ReadAllText(target));
        AtomicFile.RemoveLeftovers(Path.Combine(Run, "checkpoints") is var folder && Directory.Exists(folder) ? folder : Run);
        Assert.Equal("half a line", File.ReadAllText(target));
    }

    private static byte[] Numbers(string json)
    {
        using var stream = new MemoryStream();
        new SafeTensorsFile([], new Dictionary<string, string> { ["sluice.checkpoint"] = json }).Write(stream);
        return stream.ToArray();
    }

    private (byte[] Model, Trained Trainer) Train(int epochs)
    {
        var (model, data) = LanguageModel.From(ChildrensBook.Text(BookLanguage.English, 60, 2), s_model);
        var trainer = new Trainer(
            data, new TrainingOptions { Epochs = epochs, Schedule = "constant", WarmUp = 0, CheckpointEvery = 2 }, new RunFolder(Run), model.Save);
        trainer.Resume();
        var damaged = trainer.Damaged;
        trainer.Run();
        return (File.ReadAllBytes(Path.Combine(Run, "model.safetensors")), new Trained(damaged));
    }

    private sealed record Trained(IReadOnlyList<string> DamagedAtFirst);
}
