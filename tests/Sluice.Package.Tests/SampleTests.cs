using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Tasks.Life;
using Sluice.Tests;

namespace Sluice.Package.Tests;

/// <summary>The samples run as their readmes say.</summary>
[Collection("builds")]
public sealed class SampleTests
{
    [Fact]
    public async Task A_model_behind_aspnet_keeps_a_session_for_each_engine()
    {
        string path = Path.Combine(Programs.Golden, "life", "model.safetensors");
        string program = Path.Combine(Programs.Root, "examples", "aspnet", "bin", Programs.Configuration, "net10.0", "Aspnet.dll");
        using var server = Programs.Start("dotnet", program, $"--Model={path}", "--urls=http://127.0.0.1:0");
        try
        {
            using var client = new HttpClient { BaseAddress = await Address(server.StandardOutput) };
            var model = LifeModel.Load(path);
            double[] readings = [.. model.Sensors.Names.Select((_, i) => 1.5 * i)];
            var session = model.NewSession();
            foreach (string engine in new[] { "7", "7", "8" })
            {
                if (engine == "8") session = model.NewSession();
                var expected = model.Step(readings, session);
                using var answer = await client.PostAsJsonAsync($"engines/{engine}", readings);
                Assert.Equal(expected, await answer.Content.ReadFromJsonAsync<LifeEstimate>(JsonSerializerOptions.Web));
            }

            using var wrong = await client.PostAsJsonAsync("engines/7", new double[20]);
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
            using var gone = await client.DeleteAsync("engines/7");
            Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        }
        finally
        {
            server.Kill();
        }
    }

    [Fact]
    public void A_program_of_one_file_learns_a_text_and_goes_on_with_it()
    {
        string text = Path.Combine(Programs.Root, "examples", "gates", "README.md");
        string output = Programs.Dotnet("run", "-c", Programs.Configuration, "examples/app.cs", text);
        Assert.True(output.Trim().Length > 100, output);
    }

    [RealDataFact("foreign-models/g2p/checkpoint20.npz")]
    public void Words_are_said_by_a_net_that_others_trained()
    {
        string output = Programs.Dotnet(
            "run", "-c", Programs.Configuration, "examples/imported/spelling.cs", RealData.Find("foreign-models/g2p/checkpoint20.npz")!, "through");
        Assert.StartsWith("through: TH R UW1", output);
    }

    [RealDataFact("foreign-models/textgenrnn/textgenrnn_weights.hdf5")]
    public void A_text_goes_on_by_a_net_that_others_trained()
    {
        const string Folder = "foreign-models/textgenrnn/";
        string text = Path.GetTempFileName();
        File.WriteAllText(text, """
            I was looking for a good place to eat with my friends last night, and we found a small restaurant near the station.
            What is the best way to learn how to play the guitar when you are over thirty years old? My brother says that it is never too late.
            """);
        string output = Programs.Dotnet(
            "run", "-c", Programs.Configuration, "examples/imported/writing.cs", RealData.Find(Folder + "textgenrnn_weights.hdf5")!,
            RealData.Find(Folder + "textgenrnn_vocab.json")!, "--loss", text);
        var figures = Regex.Match(output, @": ([\d.]+) nats each, ([\d.]+) by");
        double loss = double.Parse(figures.Groups[1].Value, CultureInfo.InvariantCulture), plain = double.Parse(figures.Groups[2].Value, CultureInfo.InvariantCulture);
        File.Delete(text);
        Assert.InRange(loss, 0.5, 0.6 * plain);
    }

    /// <summary>Where the server says that it listens.</summary>
    private static async Task<Uri> Address(StreamReader output)
    {
        const string Listening = "Now listening on: ";
        while (await output.ReadLineAsync() is { } line)
            if (line.Contains(Listening)) return new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..].Trim());
        throw new InvalidOperationException("The server ended before it listened.");
    }
}
