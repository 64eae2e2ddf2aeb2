using System.Diagnostics;

namespace Sluice.Cli.Tests;

/// <summary>Which run <c>last</c> is.</summary>
public class LastRunTests
{
    [Fact]
    public void Of_runs_that_began_in_the_same_second_the_one_made_later_is_the_last()
    {
        using var session = new Session();
        string sales = session.TrainSales(), book = session.TrainBook();
        foreach (var (from, name) in new[] { (sales,
            "20260102-000000-forecast-2"), (book, "20260101-000000-text"), (book, "20260102-000000-text"), (sales, "20260102-000000-forecast") })
        {
            Directory.CreateDirectory(session[$"runs/{name}"]);
            File.Copy(Path.Combine(from, "model.safetensors"), session[$"runs/{name}/model.safetensors"]);
            Thread.Sleep(20);
        }

        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(CommandLine).Assembly.Location, "info", "last"])
        { WorkingDirectory = session.Folder, RedirectStandardOutput = true })!;
        Assert.Contains("forecast of 'sold'", process.StandardOutput.ReadToEnd());
        process.WaitForExit();
    }
}
