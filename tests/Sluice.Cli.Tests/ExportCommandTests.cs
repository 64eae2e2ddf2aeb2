using System.Text.Json;
using Sluice.Autodiff;
using Sluice.Formats;
using Sluice.Networks;
using Sluice.Onnx;
using Sluice.Tasks.Text;

namespace Sluice.Cli.Tests;

/// <summary><c>sluice export</c>: a trained model as a file that runs elsewhere.</summary>
public sealed class ExportCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void What_is_trained_goes_out_and_says_the_same()
    {
        string run = _session.TrainBook();
        var (code, output, error) = _session.Run("export", run, "--onnx", _session["book.onnx"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("opset 17", output);
        Assert.Contains("in   symbols: Int64 [time, batch]", output);
        var model = LanguageModel.Load(Path.Combine(run, "model.safetensors"));
        int[] symbols = model.Encode("Doug saw Jane .");
        float[] right = model.Logits(new Tape(recording: false), symbols, symbols.Length, 1, model.Stack.NewState(1)).ToArray();
        var file = OnnxFile.Read(_session["book.onnx"]);
        Assert.Equal("text", file.Metadata["sluice.task"]);
        var inputs = new Dictionary<string, Value> { ["symbols"] = Value.From(symbols.Select(s => (long)s).ToArray(), symbols.Length, 1) };
        float[] got = file.Network.Run(inputs)["logits"].ToFloats();
        Assert.Equal(right.Length, got.Length);
        for (int i = 0; i < right.Length; i++) Assert.Equal(right[i], got[i], 1e-5f);
    }

    [Fact]
    public void Streams_weights_and_json()
    {
        string run = _session.TrainBook();
        var (code, output, error) = _session.Run(
            "export", run, "--onnx", _session["live.onnx"], "--stream", "--opset", "20", "--safetensors", _session["torch.safetensors"], "--layout",
            "pytorch", "--json");
        Assert.True(code == CommandLine.Done, error);
        var root = JsonDocument.Parse(output).RootElement;
        Assert.Equal("text", root.GetProperty("task").GetString());
        var onnx = root.GetProperty("onnx")[0];
        Assert.Equal(20, onnx.GetProperty("opset").GetInt32());
        Assert.Contains("state_h_l0", onnx.GetProperty("inputs").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.Contains("state_c_l0_next", onnx.GetProperty("outputs").EnumerateArray().Select(p => p.GetProperty("name").GetString()));
        Assert.Equal([32], SafeTensorsFile.Read(_session["torch.safetensors"]).Find("rnn.bias_hh_l0")!.Shape);
    }

    [Theory]
    [InlineData("expected the file to write")]
    [InlineData("--layout", "--safetensors", "x.safetensors")]
    [InlineData("'tensorflow'", "--safetensors", "x.safetensors", "--layout", "tensorflow")]
    [InlineData("Did you mean 'keras'", "--safetensors", "x.safetensors", "--layout", "kears")]
    [InlineData("--safetensors FILE", "--onnx", "x.onnx", "--layout", "keras")]
    [InlineData("13 to 22", "--onnx", "x.onnx", "--opset", "12")]
    [InlineData("--stream: expected --onnx", "--safetensors", "x.safetensors", "--layout", "keras", "--stream")]
    [InlineData("--opset: expected --onnx", "--safetensors", "x.safetensors", "--layout", "keras", "--opset", "17")]
    public void Wrong_use_is_named_before_anything_is_read(string named, params string[] more)
    {
        var (code, output, error) = _session.Run(["export", _session["absent"], .. more.Select(m => m.StartsWith("x.", StringComparison.Ordinal) ? _session[m] : m)]);
        Assert.Equal((CommandLine.WrongUse, ""), (code, output));
        Assert.Contains(named, error);
        Assert.Empty(_session.Files());
    }

    [Fact]
    public void What_can_not_go_out_leaves_no_file()
    {
        string run = _session.TrainBook(more: ["--cell", "ugrnn"]);
        string[] before = _session.Files();
        var (code, _, error) = _session.Run("export", run, "--safetensors", _session["x.safetensors"], "--layout", "pytorch");
        Assert.Equal(CommandLine.Failed, code);
        Assert.Contains("'ugrnn'", error);
        Assert.Equal(before, _session.Files());
        Assert.Contains("--layout", _session.Run("export", "--help").Output);
        Assert.Contains("pytorch keras", _session.Run("completion", "bash").Output);
    }
}
