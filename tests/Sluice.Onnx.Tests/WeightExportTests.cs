using System.Diagnostics;
using System.Text.Json;
using Sluice.Autodiff;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Networks;
using ElementType = Sluice.Networks.ElementType;

namespace Sluice.Onnx.Tests;

/// <summary>Weights in the layouts of others: PyTorch itself loads them; Keras's equations are computed from them.</summary>
public class WeightExportTests
{
    // Reads a list of [file, kind, arguments of the module, x] and prints y of each.
    private const string Script = """
        import json, struct, sys, torch
        def load(path):
            raw = open(path, "rb").read()
            n = struct.unpack("<Q", raw[:8])[0]
            part = lambda v: bytearray(raw[8 + n + v["data_offsets"][0]:8 + n + v["data_offsets"][1]])
            return {k: torch.frombuffer(part(v), dtype=torch.float32).reshape(v["shape"])
                    for k, v in json.loads(raw[8:8 + n]).items() if k != "__metadata__"}
        for path, kind, options, x in json.load(sys.stdin):
            net = getattr(torch.nn, kind)(**options)
            net.load_state_dict({k[len("rnn."):]: v for k, v in load(path).items()})
            with torch.no_grad():
                print(json.dumps(net(torch.tensor(x))[0].flatten().tolist()))
        """;

    private static string? Python => s_python.Value;

    private static readonly Lazy<string?> s_python = new(() => new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(p => Run(p, "import torch", "") is not null));

    [PyTorchFact]
    public void PyTorchGivesTheSame()
    {
        (string Cell, string Kind, int Layers, bool Both)[] cases =
        [
            ("lstm", "LSTM", 2, true), ("lstm-projected:2", "LSTM", 2, false), ("gru", "GRU", 3, true), ("rnn", "RNN", 1, true), ("rnn-relu", "RNN", 2, false),
        ];
        var (asked, right) = (new List<object[]>(), new List<float[]>());
        foreach (var (cell, kind, layers, both) in cases)
        {
            var net = new Net(new StackOptions(cell, 3, 4, layers, both));
            string path = Path.GetTempFileName();
            net.ExportWeights(path, "pytorch");
            var x = new Tensor(5, 2, 3);
            for (int i = 0; i < 10; i++) for (int c = 0; c < 3; c++) x[i, c] = MathF.Sin(3 * i + c);
            right.Add(net.Stack.Run(new Tape(recording: false), x, out _).ToArray());
            var options = new Dictionary<string, object> { ["input_size"] = 3, ["hidden_size"] = 4, ["num_layers"] = layers, ["bidirectional"] = both };
            if (cell.StartsWith("lstm-projected", StringComparison.Ordinal)) options["proj_size"] = 2;
            if (cell == "rnn-relu") options["nonlinearity"] = "relu";
            float[][][] rows = [.. Enumerable.Range(0, 5).Select(t => Enumerable.Range(0, 2).Select(b => x.Row(t * 2 + b).ToArray()).ToArray())];
            asked.Add([path, kind, options, rows]);
        }

        string[] answers = Run(Python!, Script, JsonSerializer.Serialize(asked))!.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var one in asked) File.Delete((string)one[0]);
        Assert.Equal(cases.Length, answers.Length);
        for (int i = 0; i < cases.Length; i++)
        {
            float[] y = JsonSerializer.Deserialize<float[]>(answers[i])!;
            Assert.Equal(right[i].Length, y.Length);
            for (int k = 0; k < y.Length; k++) Assert.True(Math.Abs(right[i][k] - y[k]) < 1e-5, $"{cases[i]}[{k}]: {y[k]}, here {right[i][k]}");
        }
    }

    /// <summary>One layer by Keras's equations, x W + h R + b with gates side by side.</summary>
    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("gru-before")]
    [InlineData("rnn")]
    public void KerasGivesTheSame(string cell)
    {
        const int H = 4, I = 3;
        var net = new Net(new StackOptions(cell, I, H));
        string path = Path.GetTempFileName();
        net.ExportWeights(path, "keras");
        var file = SafeTensorsFile.Read(path);
        File.Delete(path);
        Assert.Equal("keras", file.Metadata["sluice.layout"]);
        float[] w = file.Find("rnn.l0.kernel")!.ToFloats(), r = file.Find("rnn.l0.recurrent_kernel")!.ToFloats(), b = file.Find("rnn.l0.bias")!.ToFloats();
        int columns = w.Length / I;
        Assert.Equal(cell == "gru" ? [2, columns] : [columns], file.Find("rnn.l0.bias")!.Shape);
        var x = new Tensor(6, 1, I);
        for (int t = 0; t < 6; t++) for (int c = 0; c < I; c++) x[t, c] = MathF.Cos(2 * t + c);
        var y = net.Stack.Run(new Tape(recording: false), x, out _);
        double[] h = new double[H], state = new double[H];
        double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));
        for (int t = 0; t < 6; t++)
        {
            double X(int gate, int u) => Enumerable.Range(0, I).Sum(c => x[t, c] * (double)w[c * columns + gate * H + u]) + b[gate * H + u];
            double R(int gate, int u, double[] of)
                => Enumerable.Range(0, H).Sum(v => of[v] * r[v * columns + gate * H + u]) + (cell == "gru" ? b[columns + gate * H + u] : 0);
            double[] before = [.. h];
            double[] reset = cell is "gru" or "gru-before" ? [.. Enumerable.Range(0, H).Select(u => Sigmoid(X(1, u) + R(1, u, before)))] : [];
            for (int u = 0; u < H; u++)
            {
                switch (cell)
                {
                    case "lstm": // i, f, c, o
                        state[u] = Sigmoid(X(1, u) + R(1, u, before)) * state[u] + Sigmoid(X(0, u) + R(0, u, before)) * Math.Tanh(X(2, u) + R(2, u, before));
                        h[u] = Sigmoid(X(3, u) + R(3, u, before)) * Math.Tanh(state[u]);
                        break;
                    case "rnn":
                        h[u] = Math.Tanh(X(0, u) + R(0, u, before));
                        break;
                    default: // z, r, h
                        double z = Sigmoid(X(0, u) + R(0, u, before));
                        double inner = cell == "gru" ? reset[u] * R(2, u, before) : R(2, u, [.. before.Select((v, k) => v * reset[k])]);
                        h[u] = z * before[u] + (1 - z) * Math.Tanh(X(2, u) + inner);
                        break;
                }
            }

            for (int u = 0; u < H; u++) Assert.Equal(h[u], y[t, u], 1e-5);
        }
    }

    /// <summary>Out and in again.</summary>
    [Theory]
    [InlineData("lstm", true)]
    [InlineData("gru", true)]
    [InlineData("rnn", false)]
    public void WhatIsWrittenForPyTorchIsRecognised(string cell, bool both)
    {
        var net = new Net(new StackOptions(cell, 3, 4, 2, both));
        string path = Path.GetTempFileName();
        net.ExportWeights(path, "pytorch");
        var again = RecurrentStack.From(path, "rnn");
        File.Delete(path);
        var x = new Tensor(4, 1, 3);
        for (int t = 0; t < 4; t++) for (int c = 0; c < 3; c++) x[t, c] = MathF.Sin(t + c);
        float[] Run(RecurrentStack stack) => stack.Run(new Tape(recording: false), x, out _).ToArray();
        float[] right = Run(net.Stack), got = Run(again);
        for (int i = 0; i < right.Length; i++) Assert.Equal(right[i], got[i], 1e-6f);
    }

    [Theory]
    [InlineData("ugrnn", "pytorch", "ugrnn")]
    [InlineData("gru-before", "pytorch", "gru-before")]
    [InlineData("lstm+zoneout", "keras", "lstm+zoneout")]
    [InlineData("lstm-projected", "keras", "lstm-projected")]
    [InlineData("lstm", "torch", "torch")]
    public void WhatOthersDoNotHaveIsRefused(string cell, string layout, string named)
    {
        var net = new Net(new StackOptions(cell, 3, 4));
        Assert.Contains($"'{named}'", Assert.Throws<SluiceException>(() => net.ExportWeights("never.safetensors", layout)).Message);
        Assert.False(File.Exists("never.safetensors"));
    }

    /// <summary>What a program prints that is run with a script; null where it fails.</summary>
    private static string? Run(string program, string script, string input)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, ["-c", script])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>A test that asks PyTorch; skipped where it is not there.</summary>
    private sealed class PyTorchFactAttribute : FactAttribute
    {
        public PyTorchFactAttribute()
        {
            if (Python is null) Skip = "PyTorch is not here: Debian has it as python3-torch.";
        }
    }

    /// <summary>A stack alone.</summary>
    private sealed class Net(StackOptions options) : INetworkModel
    {
        public RecurrentStack Stack { get; } = new("rnn", options, 5);

        public IEnumerable<Parameter> Parameters => Stack.Parameters;

        public ExportedNetwork ToNetwork(bool stream = false)
        {
            var net = new NetworkBuilder();
            string x = net.Input("x", ElementType.Float, "time", "batch", $"{Stack.Options.Input}");
            net.Output("y", net.Stack(Stack, x).Output, ElementType.Float, "time", "batch", $"{Stack.Output}");
            return net.ToExported("none", new Dictionary<string, string>());
        }
    }
}
