using System.Diagnostics;

namespace Sluice.Cli.Tests;

/// <summary>Which run <c>last</c> is.</summary>
public class LastRunTests
{
    [Fact]
    public void It_is_the_one_whose_model_or_checkpoint_was_written_last_whatever_its_name()
    {
        using var session = new Session();
        string sales = session.TrainSales(), book = session.TrainBook();
        var begin = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Add("text", book, 0);
        Add("20260101-000000-forecast", sales, 1);
        Directory.CreateDirectory(session["runs/zz-study"]);
        Assert.Contains("forecast of 'sold'", Info());
        Add("20260101-000000-text", book, 1);
        Assert.DoesNotContain("forecast of 'sold'", Info()); // of the same moment: by name
        string checkpoints = session["runs/20260101-000000-forecast/checkpoints"];
        Directory.CreateDirectory(checkpoints);
        File.WriteAllText(Path.Combine(checkpoints, "step-000000001.safetensors"), "");
        File.SetLastWriteTimeUtc(Path.Combine(checkpoints, "step-000000001.safetensors"), begin.AddHours(2));
        Assert.Contains("forecast of 'sold'", Info());

        void Add(string name, string from, int hours)
        {
            Directory.CreateDirectory(session[$"runs/{name}"]);
            string model = session[$"runs/{name}/model.safetensors"];
            File.Copy(Path.Combine(from, "model.safetensors"), model);
            File.SetLastWriteTimeUtc(model, begin.AddHours(hours));
        }

        string Info()
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "info", "last"])
            {
                WorkingDirectory = session.Folder,
                RedirectStandardOutput = true,
            })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output;
        }
    }
}
