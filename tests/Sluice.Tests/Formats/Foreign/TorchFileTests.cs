using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Sluice.Autodiff;
using Sluice.Formats.Foreign;
using Sluice.Layers;

namespace Sluice.Tests.Formats.Foreign;

/// <summary>A test that lets Debian's PyTorch write files; skipped where it is not installed.</summary>
public sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute()
    {
        if (!Directory.Exists("/usr/lib/python3/dist-packages/torch")) Skip = "Debian's python3-torch is not installed.";
    }
}

public class TorchFileTests
{
    private const int Steps = 7, Batch = 3, Input = 5;

    [TorchFact]
    public void Files_of_PyTorch_run_as_they_do_there()
    {
        using var folder = new TemporaryFolder();
        using (var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Script(), folder.Path]) { RedirectStandardError = true })!)
        {
            string errors = python.StandardError.ReadToEnd();
            python.WaitForExit();
            Assert.True(python.ExitCode == 0, errors);
        }

        string[] cases = File.ReadAllLines(folder.File("cases.txt"));
        Assert.Equal(55, cases.Length);
        foreach (string line in cases)
        {
            string[] parts = line.Split('|');
            float[] Numbers(string text)
                => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => float.Parse(v, CultureInfo.InvariantCulture))];
            string name = parts[0].Split(' ')[0];
            using var file = WeightFile.Open(folder.File($"{name}.pt"));
            var layer = Assert.Single(file.Layers);
            Assert.Equal(name.StartsWith("script", StringComparison.Ordinal) ? "" : "net", layer.Name);
            var stack = RecurrentStack.From(file, [], name == "relu" ? "rnn-relu" : null);
            var x = new Tensor(Steps, Batch, Input);
            x.Set(Numbers(parts[0][name.Length..]));
            float[] y = stack.Run(new Tape(recording: false), x, out _).ToArray(), expected = Numbers(parts[1]);
            Assert.Equal(expected.Length, y.Length);
            double difference = expected.Zip(y, (e, g) => Math.Abs(e - g)).Max();
            Assert.True(difference < 1e-5, $"{name}: {difference}");
        }
    }

    private static string Script([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "torch_files.py");
}
