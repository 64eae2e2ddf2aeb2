using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Readers;
using Sluice.Tasks.Life;
using Sluice.Tasks.Registry;

namespace Sluice.Serving.Tests;

/// <summary>Every line with curl that the guide shows is answered, in its order.</summary>
public class GuideTests
{
    [Fact]
    public async Task Every_line_with_curl_is_answered()
    {
        string folder = Directory.CreateTempSubdirectory("sluice-").FullName;
        try
        {
            foreach (var (path, content) in TaskRegistry.Get("life").SampleData!.Make!()) File.WriteAllText(Path.Combine(folder, path), content);
            string model = Path.Combine(folder, "model.safetensors");
            LifeModel.From(DataFile.ReadTable(Path.Combine(folder, "engines.csv")), new LifeOptions { Id = "engine", Time = "cycle", Hidden = 4 }).Model.Save(model);
            await using var host = await Host.Start(new ServingOptions { Models = [$"last={model}"] });
            string guide = File.ReadAllText(Host.Guide);
            string[] lines = [.. Regex.Matches(guide, "^    (curl .*)$", RegexOptions.Multiline).Select(m => m.Groups[1].Value)];
            Assert.True(lines.Length >= 9, $"only {lines.Length} lines were found");
            foreach (string line in lines)
            {
                using var process = Process.Start(new ProcessStartInfo("bash", ["-c", line.Replace("http://127.0.0.1:8080", host.Server.Address)])
                {
                    WorkingDirectory = folder,
                    RedirectStandardOutput = true,
                })!;
                string answer = await process.StandardOutput.ReadToEndAsync();
                await process.WaitForExitAsync();
                Assert.True(process.ExitCode == 0, line);
                Assert.True(JsonNode.Parse(answer)!["error"] is null, $"{line}: {answer}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
