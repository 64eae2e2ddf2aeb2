using System.Text;
using Sluice.Formats;

namespace Sluice.Campaign;

/// <summary>
/// The peak of memory of a training of each task in a process of its own, and of its final figures alone: the finished run, resumed.
/// </summary>
internal static class TrainingMemory
{
    private const int Hidden = 256;

    /// <summary>Prints a row for each task with its golden data and many units, and one for a translator of long sentences.</summary>
    public static int Print()
    {
        Console.WriteLine("| task | weights | peak of training, MB | peak of the final figures alone, MB |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var training in Training.All.DistinctBy(t => t.Golden[1]))
        {
            string[] arguments = [.. training.Golden];
            arguments[Array.IndexOf(arguments, "--hidden") + 1] = $"{Hidden}";
            Row(training.Golden[1], arguments);
        }

        using var folder = new Folder();
        File.WriteAllText(folder["pairs.tsv"], Pairs());
        Row("translate, sentences of 4 to 60 words",
        [
            "train",
            "translate",
            folder["pairs.tsv"],
            "--source",
            "space",
            "--target",
            "space",
            "--hidden",
            "256",
            "--batch",
            "64",
            "--epochs",
            "1"
        ]);
        return 0;
    }

    private static void Row(string name, string[] arguments)
    {
        using var folder = new Folder();
        string run = folder["run"];
        long training = StepMemory.Peak([.. arguments, "--out", run]), figures = StepMemory.Peak(["train", arguments[1], "--resume", run]);
        long weights =
            SafeTensorsFile.Read(Path.Combine(run, "model.safetensors")).Tensors.Sum(t => t.Shape.Aggregate(1L, (product, n) => product * n));
        Console.WriteLine($"| {name} | {weights:N0} | {training / 1e6:0} | {figures / 1e6:0} |");
    }

    /// <summary>Sentences of made words, each with its words in reverse order.</summary>
    private static string Pairs()
    {
        var random = new Random(1);
        int[] lengths = [4, 6, 8, 10, 12, 15, 18, 22, 28, 35, 45, 60];
        var text = new StringBuilder();
        for (int i = 0; i < 2500; i++)
        {
            int[] words = [.. Enumerable.Range(0, lengths[random.Next(lengths.Length)]).Select(_ => (int)(3000 * Math.Pow(random.NextDouble(), 2)))];
            text.Append(string.Join(' ', words.Select(w => $"a{w}"))).Append('\t').AppendLine(string.Join(' ', words.Reverse().Select(w => $"b{w}")));
        }

        return text.ToString();
    }
}
