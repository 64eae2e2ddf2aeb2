using System.Diagnostics;
using System.IO.Compression;
using System.IO.Pipes;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Cli.Tests;

/// <summary>Every command that takes data takes it from standard input, as <c>-</c>, and says the same of it as of a file.</summary>
public sealed class StandardInputTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    private static readonly string[] s_small = ["--hidden", "4", "--epochs", "1", "--steps", "2"];

    private (int Code, string Output, string Error) Piped(string file, params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = CommandLine.Run(args, output, error, () => File.OpenRead(file));
        return (code, output.ToString(), error.ToString());
    }

    // What is said of a file, with its name as standard input has it; the number of a pipe is none of the digits of a figure.
    private static string Said(string text, string file)
        => Regex.Replace(text.Replace(file, "-", StringComparison.Ordinal), $@"(?<![\w.]){Regex.Escape(Path.GetFileName(file))}(?!\w)", "-")
            .Replace("standard input", "-", StringComparison.Ordinal);

    private void Same(string file, params string[] args)
    {
        var named = _session.Run([.. args.Select(a => a == "-" ? file : a)]);
        var piped = Piped(file, args);
        Assert.True(named.Code == CommandLine.Done, named.Error);
        Assert.Equal((named.Code, Said(named.Output, file), Said(named.Error, file)), (piped.Code, Said(piped.Output, file), Said(piped.Error, file)));
    }

    [Fact]
    public void Tables_are_looked_at_forecast_and_compared()
    {
        string sales = _session.WriteSales();
        foreach (string command in new[] { "check", "forecast", "backtest" }) Same(sales, command, "-");
        Same(sales, "check", "-", "--json");
        Same(sales, "check", "-", "--target", "sold");
        Same(sales, "forecast", "-", "--evaluate", "--values", "sold");
    }

    [Fact]
    public void Models_of_tables_are_asked()
    {
        string run = _session.TrainSales(), sales = _session["sales.csv"];
        foreach (string command in new[] { "evaluate", "predict", "inspect" }) Same(sales, command, run, "--data", "-");
        Same(sales, "gradients", run, "--data", "-", "--lags", "10");
        string[] quantize = ["quantize", run, "--data", sales, "--out", _session["small.safetensors"], "--json"];
        Assert.Equal(Figures(_session.Run(quantize)), Figures(Piped(sales, [.. quantize.Select(a => a == sales ? "-" : a)])));

        // All but the time of a step, which is another each time.
        static string[] Figures((int Code, string Output, string Error) ran)
        {
            Assert.True(ran.Code == CommandLine.Done, ran.Error);
            using var answer = JsonDocument.Parse(ran.Output);
            string[] rows = [.. answer.RootElement.GetProperty("figures").EnumerateArray()
                .Where(f => !f.GetProperty("name").GetString()!.EndsWith("µs", StringComparison.Ordinal)).Select(f => f.GetRawText())];
            Assert.InRange(rows.Length, 3, int.MaxValue);
            return rows;
        }
    }

    [Fact]
    public void Models_of_texts_are_asked()
    {
        string run = _session.TrainText("goats.txt", "text"), text = _session["goats.txt"];
        foreach (string command in new[] { "evaluate", "inspect", "gradients" }) Same(text, command, run, "--data", "-");
        Same(text, "probe", run, "--text", "-", "--feature", "line-length", "--symbols", "500");
        Same(text, "check", "-");
    }

    [Fact]
    public void A_configuration_keeps_the_name_and_a_run_goes_on_from_the_same_rows()
    {
        string sales = _session.WriteSales();
        Assert.Equal(CommandLine.Done, Piped(sales, "init", "-", "--out", _session["found.json"]).Code);
        Assert.Equal(CommandLine.Done, Piped(sales, "init", "forecast", "-", "--target", "sold", "--out", _session["sluice.json"]).Code);
        Assert.Contains("\"file\": \"-\"", File.ReadAllText(_session["sluice.json"]));
        var (code, output, error) = Piped(sales, ["train", "forecast", "--config", _session["sluice.json"], "--out", _session["run"], .. s_small]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(CommandLine.Done, Piped(sales, "check", _session["run"]).Code);
        (code, _, error) = Piped(sales, "train", "forecast", "--resume", _session["run"], "--epochs", "2");
        Assert.True(code == CommandLine.Done, error);
        Assert.DoesNotContain("has changed", error);
        string fewer = _session.Write("fewer.csv", string.Concat(File.ReadLines(sales).Take(100).Select(l => l + "\n")));
        Assert.Contains("the data has changed since this run began: -", Piped(fewer, "train", "forecast", "--resume", _session["run"], "--epochs", "3").Error);
        Assert.Empty(Directory.GetDirectories(_session.Folder, "standard*"));
    }

    [Fact]
    public void Runs_and_searches_learn_from_it()
    {
        string sales = _session.WriteSales();
        var (code, _, error) = Piped(sales, ["train", "-", "--task", "forecast", "--target", "sold", "--out", _session["found"], .. s_small]);
        Assert.True(code == CommandLine.Done, error);
        (code, var output, error) = Piped(
            sales, ["tune", "forecast", "-", "--target", "sold", "--trials", "2", "--json", "--out", _session["search"], .. s_small]);
        Assert.True(code == CommandLine.Done, error + output);
        (code, output, error) = Piped(
            sales, "compare", "--data", "-", "--target", "sold", "--cells", "gru", "--trials", "1", "--epochs", "1", "--most-hidden", "8",
            "--least-hidden", "8", "--json", "--out", _session["compared"]);
        Assert.True(code == CommandLine.Done, error + output);
    }

    [Fact]
    public void What_is_known_by_the_ending_of_a_name_is_known_by_its_content()
    {
        string notes = string.Join(',', Enumerable.Range(0, 12).Select(i => $"[{60 + i % 5},{64 + i % 3}]"));
        string music = _session.Write("music.json", $"{{\"train\":[[{notes}],[{notes}]],\"valid\":[[{notes}]],\"test\":[[{notes}]]}}");
        Same(music, "check", "-");
        string series = _session.Write("beats.ts", "@problemName beats\n@timeStamps false\n@univariate true\n@classLabel true a b\n@data\n"
            + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{i + 1},{i * i % 7}:{(i % 2 == 0 ? "a" : "b")}\n")));
        Same(series, "check", "-");
        Same(_session.Write("words.conll", string.Concat(Enumerable.Range(0, 20).Select(i => $"Ann I-PER\nsaw O\nx{i} I-LOC\n\n"))), "check", "-");
    }

    [Fact]
    public void What_is_wrong_is_said_of_standard_input()
    {
        string wrong = _session.Write(
            "wrong.csv", "day,sold\n" + string.Concat(Enumerable.Range(1, 28).Select(d => $"2024-01-{d:00}{(d == 25 ? "" : ",1")}\n")));
        var (code, _, error) = Piped(wrong, "check", "-");
        Assert.Equal(CommandLine.BadData, code);
        Assert.StartsWith("error: standard input:26: expected 2 fields as in the header, got 1.", error);
        (code, _, error) = Piped(_session.Write("nothing", ""), "check", "-");
        Assert.Equal(CommandLine.BadData, code);
        Assert.StartsWith("error: standard input: the file is empty.", error);
        Assert.Equal(CommandLine.WrongUse, Piped(wrong, "train", "forecast", "-", "--target", "sold", "--processes", "2").Code);
    }

    /// <summary>Runs a command with a named pipe, or a numbered one as a shell gives for &lt;(cat file), in place of each "-".</summary>
    private (int Code, string Output, string Error, string Path) ThroughPipe(string file, bool named, params string[] args)
    {
        string path = _session[$"pipe{_session.Files().Length}.csv"];
        using var unnamed = new AnonymousPipeServerStream(PipeDirection.Out);
        if (named) Process.Start("mkfifo", path).WaitForExit();
        else path = $"/dev/fd/{unnamed.GetClientHandleAsString()}";
        var writing = Task.Run(() =>
        {
            using Stream to = named ? new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite) : unnamed;
            to.Write(File.ReadAllBytes(file));
        });
        var (code, output, error) = _session.Run([.. args.Select(a => a == "-" ? path : a)]);
        Assert.True(writing.Wait(TimeSpan.FromSeconds(20)));
        if (named) File.Delete(path);
        return (code, output, error, path);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_pipe_is_read_as_a_file_is(bool named)
    {
        if (OperatingSystem.IsWindows()) return;
        string run = _session.TrainSales(), sales = _session["sales.csv"], packed = _session["sales.csv.gz"];
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest)) gzip.Write(File.ReadAllBytes(sales));
        string[][] commands =
        [
            ["check", "-"], ["check", "-", "--json", "--target", "sold"], ["forecast", "-"], ["backtest", "-"], ["anomalies", "-"],
            ["evaluate", run, "--data", "-"], ["predict", run, "--data", "-"], ["inspect", run, "--data", "-"],
        ];
        foreach (string[] command in commands)
        {
            var file = _session.Run([.. command.Select(a => a == "-" ? sales : a)]);
            Assert.True(file.Code == CommandLine.Done, file.Error);
            var pipe = ThroughPipe(command == commands[0] ? packed : sales, named, command);
            var (expected, got) = (Said(file.Output + file.Error, sales), Said(pipe.Output + pipe.Error, pipe.Path));
            Assert.True((file.Code, expected) == (pipe.Code, got), $"{string.Join(' ', command)}\n{expected}\n{got}");
        }

        var trained = ThroughPipe(sales, named, ["train", "-", "--task", "forecast", "--target", "sold", "--out", _session["found"], .. s_small]);
        Assert.True(trained.Code == CommandLine.Done, trained.Error);
        Assert.Equal(CommandLine.Done, ThroughPipe(sales, named, "init", "-", "--out", _session["found.json"]).Code);
    }

    [Fact]
    public void Empty_files_and_links_are_no_pipes()
    {
        string empty = _session.Write("empty.csv", ""), sales = _session.WriteSales();
        Assert.StartsWith($"error: {empty}: the file is empty.", _session.Run("check", empty).Error);
        if (OperatingSystem.IsWindows()) return;
        File.CreateSymbolicLink(_session["link.csv"], sales);
        File.CreateSymbolicLink(_session["nowhere.csv"], _session["gone.csv"]);
        Assert.Equal(CommandLine.Done, _session.Run("check", _session["link.csv"]).Code);
        Assert.Equal(CommandLine.BadData, _session.Run("check", _session["nowhere.csv"]).Code);
        File.Delete(_session["nowhere.csv"]);
        Assert.Contains("got standard input or a pipe", ThroughPipe(sales, true, "forecast", "-", "--watch").Error);
    }
}
