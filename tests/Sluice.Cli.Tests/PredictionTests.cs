using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Xml.Linq;
using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Cli.Tests;

/// <summary>What <c>predict</c> writes, for every task: files, pages, pictures, and the columns of the input beside the answers.</summary>
public sealed class PredictionTests : IDisposable
{
    // Tasks without a picture say so.
    private static readonly string[] s_undrawn = ["tag", "tag-rows", "transcribe", "describe", "describe-soft"];

    private readonly Session _session = new();

    public static TheoryData<string> Models
        => [.. Directory.GetDirectories(Golden())
            .Where(d => Question(d) is not null).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void Answers_are_written_to_files_pages_and_pictures(string model)
    {
        string[] asked = Asked(model);
        var (code, output, error) = _session.Run(asked);
        Assert.True(code == CommandLine.Done, error);
        Assert.NotEmpty(output);

        (code, output, error) = _session.Run([.. asked, "--out", _session["a.csv"], "--report", _session["a.html"]]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Empty(output);
        var csv = CsvTable.Read(_session["a.csv"]);
        Assert.Matches($"{csv.RowCount} answers? stands? in", error);
        string page = File.ReadAllText(_session["a.html"]);
        Assert.StartsWith("<!doctype html>", page);
        Assert.DoesNotContain("<script", page);

        Assert.Equal(CommandLine.Done, _session.Run([.. asked, "--out", _session["a.jsonl"]]).Code);
        var json = JsonLines.ReadTable(_session["a.jsonl"]);
        Assert.Equal(csv.Columns.Select(c => c.Name), json.Columns.Select(c => c.Name));
        Assert.Equal(csv.RowCount, json.RowCount);
        foreach (var column in csv.Columns.OfType<NumberColumn>()) Assert.Equal(column.Values, json.Column<NumberColumn>(column.Name).Values);

        Assert.Equal(CommandLine.Done, _session.Run([.. asked, "--out", _session["a.parquet"]]).Code);
        var parquet = DataFile.ReadTable(_session["a.parquet"]);
        Assert.Equal(csv.Columns.Select(c => c.Name), parquet.Columns.Select(c => c.Name));
        foreach (var column in csv.Columns.OfType<NumberColumn>()) Assert.Equal(column.Values, parquet.Column<NumberColumn>(column.Name).Values);
        foreach (var column in csv.Columns.OfType<DateColumn>()) Assert.Equal(column.Values, parquet.Column<DateColumn>(column.Name).Values);

        (code, _, error) = _session.Run([.. asked, "--plot", _session["a.svg"]]);
        if (s_undrawn.Contains(model))
        {
            Assert.Equal(CommandLine.WrongUse, code);
            Assert.Contains("--plot: there is nothing to draw of these answers", error);
            return;
        }

        Assert.True(code == CommandLine.Done, error);
        Assert.Equal("svg", XDocument.Load(_session["a.svg"]).Root!.Name.LocalName);
    }

    [Theory]
    [InlineData("--out", "a.xls", "expected a name that ends in .csv, .jsonl, .ndjson, .parquet")]
    [InlineData("--plot", "a.gif", "expected a name that ends in .svg")]
    public void Files_of_other_kinds_are_refused_before_any_work(string option, string name, string message)
    {
        var (code, output, error) = _session.Run([.. Asked("forecast"), option, _session[name]]);
        Assert.Equal((CommandLine.WrongUse, ""), (code, output));
        Assert.Contains(message, error);
        Assert.False(File.Exists(_session[name]));
    }

    [Theory]
    [InlineData("forecast")]
    [InlineData("series")]
    [InlineData("life")]
    [InlineData("control")]
    [InlineData("tag-rows")]
    [InlineData("classify-rows")]
    [InlineData("compose")]
    [InlineData("describe")]
    public void Standard_input_is_read_by_every_task(string model)
    {
        string[] asked = Asked(model);
        int at = Array.IndexOf(asked, "--data") + 1;
        string file = asked[at];
        string expected = _session.Run(asked).Output;
        asked[at] = "-";
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. asked])
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        using (var input = process.StandardInput.BaseStream) input.Write(File.ReadAllBytes(file));
        Assert.Equal(expected, process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(CommandLine.Done, process.ExitCode);
    }

    [Fact]
    public void The_input_stands_beside_the_answers_as_it_was_written()
    {
        string data = _session.Write("s.csv", "Tag;Filiale;Preis;Menge\n" + string.Concat(Enumerable.Range(0, 90).Select(i =>
            FormattableString.Invariant(
                $"{new DateTime(2024, 1, 1).AddDays(i):dd.MM.yyyy};{(i % 2 == 0 ? "Süd" : "Nord")};{1 + i % 5},50;{(i < 87 ? $"{20 + i % 7}" : "")}\n"))));
        var (code, output, error) = _session.Run(
            "train", "forecast", data, "--target", "Menge", "--known", "Tag,Preis,Filiale", "--horizon", "3", "--hidden", "4", "--epochs", "1",
            "--steps", "2", "--out", _session["run"]);
        Assert.True(code == CommandLine.Done, error);
        (code, output, error) = _session.Run("predict", _session["run"], "--data", data);
        Assert.True(code == CommandLine.Done, error);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal("row,Tag,Filiale,Preis,Menge,q0.1,q0.25,q0.5,q0.75,q0.9"[..32], lines[0][..32]);
        Assert.StartsWith("88,28.03.2024,Nord,\"3,5\",2", lines[1]);
        Assert.All(lines[1..], l => Assert.DoesNotMatch(@"\.\d{4}(,|$)", l[20..]));
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public void A_live_stream_passes_over_what_it_knows_and_goes_on_after_broken_lines()
    {
        string model = Path.Combine(Golden(), "anomalies");
        string[] rows = File.ReadAllLines(Path.Combine(model, "wave.csv"));
        string[] asked = ["predict", Path.Combine(model, "model.safetensors"), "--data", "-"];
        var (code, output, error) = Piped(asked, rows);
        Assert.True(code == CommandLine.Done, error);
        string[] good = output.TrimEnd().Split('\n');
        Assert.Matches("note: [0-9]+ rows were seen before and are passed over", error);

        int broken = rows.Length - 10;
        string[] altered = [.. rows[..broken], "nonsense", rows[broken], rows[broken - 1], .. rows[(broken + 1)..]];
        (code, output, error) = Piped(asked, altered);
        Assert.Equal(CommandLine.BadData, code);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal(good.Length + 2, lines.Length);
        Assert.Contains($"standard input, line {broken + 1}", error);
        Assert.Contains("2 questions have an empty answer", error);
        // The row after a broken line is scored as if that line had not been there; only its number has moved on.
        Assert.Equal(good[^1][good[^1].IndexOf(',')..], lines[^1][lines[^1].IndexOf(',')..]);

        (code, _, error) = Piped([.. asked, "--strict"], altered);
        Assert.Equal(CommandLine.BadData, code);
        Assert.DoesNotContain("empty answer", error);
    }

    private static (int Code, string Output, string Error) Piped(string[] args, string[] lines)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. args])
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        foreach (string line in lines) process.StandardInput.Write(line + "\n");
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }

    /// <summary>The question that is kept for a model, without the form of its answer.</summary>
    private static string[] Asked(string model)
    {
        string folder = Path.Combine(Golden(), model);
        return [.. Question(folder)!.Split(' ')
            .Where(a => a != "--json")
            .Select(a => a == "MODEL" ? Path.Combine(folder, "model.safetensors") : a.StartsWith('@') ? Path.Combine(folder, a[1..]) : a)];
    }

    private static string? Question(string folder)
        => File.ReadAllLines(Path.Combine(folder, "commands.txt")).FirstOrDefault(c => c.StartsWith("predict ", StringComparison.Ordinal));

    private static string Golden([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Golden");
}
