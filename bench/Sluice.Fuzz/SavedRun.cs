using Sluice.Formats;
using Sluice.Layers;
using Sluice.Optimizers;
using Sluice.Tasks.Text;
using Sluice.Training;

namespace Sluice.Fuzz;

/// <summary>What a run keeps beside its model, to break.</summary>
internal static class SavedRun
{
    /// <summary>Checkpoints of a small language model.</summary>
    public static Target Checkpoint(string[] words)
    {
        var (model, data) = LanguageModel.From(
            "a b a b b a a b a b a a b a b b",
            new LanguageModelOptions { Tokenizer = "word", Hidden = 2, Layers = 1, Embedding = 2, Steps = 2, Batch = 2, Validation = 0.3 });
        byte[] Sample(int epochs)
        {
            string folder = Directory.CreateTempSubdirectory("sluice-fuzz-").FullName;
            try
            {
                var run = new RunFolder(folder);
                new Trainer(data, new TrainingOptions { Epochs = epochs, Optimizer = "adam" }, run, model.Save).Run();
                return SavedModel.Bytes(path => File.Copy(run.Latest!, path, overwrite: true));
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return new Target(
            "checkpoint", [Sample(1), Sample(2)],
            [
                .. words, "\\\"step\\\":\\\"", "\\\"epoch\\\":\\\"1e9\\\",", "\\\"in_epoch\\\":", "\\\"NaN\\\"", "sluice.checkpoint"
            ], "Checkpoint.Read",
            bytes =>
                Training.Checkpoint.Read(SafeTensorsFile.Parse(bytes, "x"), "x", data, Optimizer.Create("adam", 0, 0), null), HasHeaderLength: true);
    }

    /// <summary>The states of a session; the checksum at the end lets nothing else through, so each sample is one that fits.</summary>
    public static Target Session()
    {
        var stack = new RecurrentStack("lstm", 2, 2);
        return new Target(
            "session", [new Session(stack, 2, 2).ToBytes()], ["SLUICES1", "lstm", "gru", "\u0001\0\0\0"], "SessionBytes.Read",
            bytes => new Session(stack, 2, 2).Restore(bytes));
    }
}
