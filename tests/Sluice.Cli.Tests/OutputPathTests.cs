namespace Sluice.Cli.Tests;

/// <summary>What a command writes never takes the place of what it reads, nor of another kind of file.</summary>
public sealed class OutputPathTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void What_a_command_reads_is_never_written_over()
    {
        string run = _session.TrainSales("sales"), data = _session["sales.csv"], model = Path.Combine(run, "model.safetensors");
        string config = Path.Combine(run, "config.json");
        string link = _session["link.csv"], behind = Path.Combine(_session["folder"], "model.safetensors");
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(link, data);
            Directory.CreateSymbolicLink(_session["folder"], run);
        }

        string[][] commands =
        [
            ["quantize", run, "--data", data, "--out", data],
            ["quantize", run, "--out", config],
            ["forecast", data, "--out", data],
            ["forecast", data, "--report", data],
            ["backtest", data, "--report", data],
            ["predict", run, "--data", data, "--out", data],
            ["predict", run, "--data", data, "--plot", data],
            ["predict", run, "--data", data, "--report", model],
            ["predict", run, "--data", data, "--out", config],
            ["predict", model, "--data", data, "--out", model],
            ["evaluate", run, "--data", data, "--report", data],
            ["evaluate", run, "--data", data, "--report", Path.Combine(run, "card.md")],
            ["inspect", run, "--data", data, "--html", data],
            ["gradients", run, "--data", data, "--html", model],
            ["export", run, "--onnx", model],
            ["export", model, "--safetensors", model, "--layout", "keras"],
            ["train", "forecast", data, "--target", "sold", "--out", data],
            .. OperatingSystem.IsWindows() ? Array.Empty<string[]>() :
            [
                ["predict", run, "--data", link, "--out", data], ["predict", run, "--data", data, "--out", link],
                ["quantize", run, "--out", behind], ["quantize", behind, "--out", model],
            ],
        ];
        string[] before = _session.Files();
        foreach (string[] command in commands)
        {
            var (code, output, error) = _session.Run(command);
            Assert.True(code == CommandLine.WrongUse, $"{string.Join(' ', command)}: {output}{error}");
            Assert.Contains("this command reads, and would be overwritten; name another file.", error);
            Assert.Single(error.Trim().Split('\n'));
            Assert.Equal(before, _session.Files());
        }
    }

    [Fact]
    public void Another_kind_of_file_is_never_written_over_and_one_of_the_same_kind_is()
    {
        string run = _session.TrainSales("sales"), data = _session["sales.csv"];
        string other = _session.Write("other.csv", "a,b\n1,2\n"), model = _session["copy.safetensors"];
        File.Copy(Path.Combine(run, "model.safetensors"), model);
        string[] before = _session.Files();
        foreach (string[] command in new string[][]
        {
            ["quantize", run, "--out", other], ["quantize", run, "--out", model], ["evaluate", run, "--data", data, "--report", other],
            ["predict", run, "--data", data, "--plot", model], ["export", run, "--onnx", other],
            ["export", run, "--safetensors", model, "--layout", "keras"],
        })
        {
            var (code, _, error) = _session.Run(command);
            Assert.True(code == CommandLine.WrongUse, string.Join(' ', command));
            Assert.Contains("exists and is not ", error);
            Assert.Equal(before, _session.Files());
        }

        foreach (string[] command in new string[][]
        {
            ["quantize", run, "--out", _session["q.safetensors"]], ["evaluate", run, "--data", data, "--report", _session["p.html"]],
            ["predict", run, "--data", data, "--out", _session["answers.csv"], "--plot", _session["p.svg"]],
            ["export", run, "--onnx", _session["m.onnx"], "--safetensors", _session["w.safetensors"], "--layout", "pytorch"],
        })
        {
            for (int again = 0; again < 2; again++)
            {
                var (code, _, error) = _session.Run(command);
                Assert.True(code == CommandLine.Done, error);
            }
        }
    }
}
