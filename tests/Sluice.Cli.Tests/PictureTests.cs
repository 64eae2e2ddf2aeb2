using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Sluice.Cli.Tests;

/// <summary>The pictures of docs/vanishing-gradients.md are what its commands draw; SLUICE_WRITE_DOCS=1 draws them anew.</summary>
public class PictureTests
{
    [Fact]
    public void The_pictures_of_vanishing_gradients_are_up_to_date()
    {
        using var session = new Session();
        string folder = Path.Combine(Root(), "docs", "pictures"), document = File.ReadAllText(Path.Combine(Root(), "docs", "vanishing-gradients.md"));
        const string Command = "gradients --cell rnn --cell lstm --cell gru --forget-bias 0 --forget-bias 1";
        Assert.Contains($"./sluice {Command} --pictures docs/pictures", document);
        string drawn = Environment.GetEnvironmentVariable("SLUICE_WRITE_DOCS") == "1" ? folder : session["pictures"];
        var (code, output, error) = session.Run([.. Command.Split(' '), "--pictures", drawn]);
        Assert.True(code == CommandLine.Done, error);
        foreach (string picture in new[] { "gradient-by-lag.svg", "singular-values.svg", "gates.svg" })
        {
            Assert.Contains($"](pictures/{picture})", document);
            Assert.Equal(Plain(Path.Combine(folder, picture)), Plain(Path.Combine(drawn, picture)));
        }

        // What the document quotes.
        foreach (string line in Quoted(document, 1)) Assert.Contains(line, output);
    }

    [Fact]
    public void The_picture_and_the_table_of_trained_nets_are_up_to_date()
    {
        using var session = new Session();
        string kept = Path.Combine(Root(), "docs", "pictures", "trained.svg"),
            document = File.ReadAllText(Path.Combine(Root(), "docs", "vanishing-gradients.md"));
        const string Train = "train --tokenizer character --hidden 64 --layers 1 --epochs 3 --cell ";
        Assert.Contains($"./sluice {Train}lstm", document);
        foreach (string cell in new[] { "rnn", "lstm", "gru" })
        {
            var (code, _, error) = session.Run([.. (Train + cell).Split(' '), "--out", session[cell]]);
            Assert.True(code == CommandLine.Done, error);
            (code, string output, error) = session.Run("gradients", session[cell], "--json", "--pictures", session["pictures"]);
            Assert.True(code == CommandLine.Done, error);
            Assert.Contains(Row(cell, output), document);
            if (cell != "lstm") continue;
            string drawn = Path.Combine(session["pictures"], "gradient-by-lag.svg");
            if (Environment.GetEnvironmentVariable("SLUICE_WRITE_DOCS") == "1") File.Copy(drawn, kept, overwrite: true);
            Assert.Contains("](pictures/trained.svg)", document);
            Assert.Equal(Plain(kept), Plain(drawn));
            string tables = session.Run("gradients", session[cell]).Output;
            foreach (string line in Quoted(document, 2)) Assert.Contains(line, tables);
        }
    }

    /// <summary>A row of the document's table: what a trained net and the same one fresh gave.</summary>
    private static string Row(string cell, string output)
    {
        using var json = JsonDocument.Parse(output);
        JsonElement[] nets = [.. json.RootElement.GetProperty("nets").EnumerateArray().Select(n => n.GetProperty("layers")[0])];
        double Factor(JsonElement net) => net.GetProperty("factor_per_step").GetDouble();
        double Largest(JsonElement net) => net.GetProperty("singular_values").EnumerateArray().Average(s => s[0].GetDouble());
        string gates = string.Join("; ", nets[0].GetProperty("gates").EnumerateArray().Select(g => string.Create(
            CultureInfo.InvariantCulture,
            $"{g.GetProperty("gate").GetString()} {100 * g.GetProperty("shut").GetDouble():F0} %, {100 * g.GetProperty("open").GetDouble():F0} %")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {cell} | {Factor(nets[1]):F3} | {Factor(nets[0]):F3} | {Largest(nets[1]):F2} | {Largest(nets[0]):F2} | {gates}{(gates == "" ? "" : " ")}|");
    }

    private static string[] Quoted(string document, int block)
        => document.ReplaceLineEndings("\n").Split("```text\n")[block].Split("```")[0].Split('\n');

    private static string Plain(string file) => File.ReadAllText(file).ReplaceLineEndings("\n");

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
