using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Formats;
using Sluice.Formats.Foreign;
using Sluice.Fuzz;
using Sluice.Layers;
using Sluice.Models;
using Sluice.Networks;
using Sluice.Onnx;
using ElementType = Sluice.Networks.ElementType;
using Tensor = Sluice.Autodiff.Tensor;

namespace Sluice.Bench;

/// <summary>
/// Nets that came in as ONNX files: beside the layer they were made of, beside ONNX Runtime in the same process, and how fast weights are
/// read. Everything in turns; medians of the ratios, least times.
/// </summary>
internal static class ForeignNets
{
    /// <summary>Prints the tables.</summary>
    /// <param name="rounds">Turns of each.</param>
    /// <param name="silero">The speech detector's file (<c>silero_vad_16k_op15.onnx</c>), whose window is then timed, or null.</param>
    public static int Print(int rounds, string? silero)
    {
        string folder = Directory.CreateTempSubdirectory("sluice-bench").FullName;
        try
        {
            Console.WriteLine($"{Machine.Processor}, {Machine.Runtime}, {DateTime.UtcNow:yyyy-MM-dd}. Least times of {rounds} turns; ratios are medians over the turns.");
            Console.WriteLine();
            Console.WriteLine("| net | threads | built in | read from ONNX | ONNX Runtime | built in / read | ONNX Runtime / read |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
            foreach (var (cell, steps, batch, units) in new[]
            {
                ("lstm", 100, 32, 128), ("lstm", 100, 64, 256), ("gru", 100, 32, 128), ("lstm", 100, 1, 128), ("lstm(hard-sigmoid,relu)", 100, 32, 128),
                ("lstm(hard-sigmoid,relu)", 100, 1, 128), ("gru(hard-sigmoid,relu)", 100, 1, 128)
            })
                Layer(Path.Combine(folder, "layer.onnx"), rounds, cell, steps, batch, units);
            if (silero is not null) Window(silero, rounds);
            Console.WriteLine();
            Console.WriteLine("| 100 MB of weights | milliseconds | GB/s | processors' ms | allocated / file |");
            Console.WriteLine("|---|---|---|---|---|");
            Loading(folder, rounds);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static void Layer(string path, int rounds, string cell, int steps, int batch, int units)
    {
        var stack = new RecurrentStack("rnn", new StackOptions(cell, units, units), 1);
        var net = new NetworkBuilder();
        string input = net.Input("x", ElementType.Float, "time", "batch", $"{units}");
        net.Output("y", net.Stack(stack, input).Output, ElementType.Float, "time", "batch", $"{units}");
        OnnxFile.Write(net.ToGraph(), path);
        var network = OnnxFile.Read(path).Network;
        string got = network.Nodes.SelectMany(n => n.Layers).Single().Cell;
        if (got != cell) throw new InvalidOperationException($"{cell} came back as {got}: the two are not the same work.");
        int threads = batch == 1 ? 1 : Machine.Cores;
        using var session = Session(path, threads);
        var x = new Tensor(steps, batch, units);
        long n = 0;
        for (int r = 0; r < x.Rows; r++) Problem.Fill(x.Row(r), ref n, 1);
        float[] numbers = x.ToArray();
        var given = new Dictionary<string, Value> { ["x"] = Value.From(numbers, steps, batch, units) };
        var tape = new Tape(recording: false);
        Device.UseThreads(threads);
        Row(
            $"{cell} of {units}, {steps} steps, batch {batch}", threads, rounds,
            () =>
            {
                tape.Reset();
                stack.Run(tape, x, out _);
            },
            () => network.Run(given),
            () => session.Run([NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(numbers, new[] { steps, batch, units }))]).Dispose());
    }

    /// <summary>One window of speech after another, the state kept: as a live recording comes in.</summary>
    private static void Window(string path, int rounds)
    {
        Device.UseThreads(1);
        var network = OnnxFile.Read(path).Network;
        if (network.Inputs.Any(p => p.Name == "sr")) network = network.With("sr", Value.From([16000L]));
        var live = new NetworkSession(
            network, new Dictionary<string, string> { ["state"] = "stateN" },
            new Dictionary<string, Value> { ["state"] = Value.From(new float[256], 2, 1, 128) });
        using var session = Session(path, 1);
        float[] window = [.. Enumerable.Range(0, 576).Select(i => MathF.Sin(0.1f * i))], state = new float[256];
        var rate = new DenseTensor<long>(new long[] { 16000 }, Array.Empty<int>());
        var given = new Dictionary<string, Value> { ["input"] = Value.From(window, 1, 576) };
        Row(
            "silero, a window of 32 ms", 1, rounds, null,
            () => live.Step(given),
            () =>
            {
                List<NamedOnnxValue> inputs =
                [
                    NamedOnnxValue.CreateFromTensor("input", new DenseTensor<float>(window, new[] { 1, 576 })),
                    NamedOnnxValue.CreateFromTensor("state", new DenseTensor<float>(state, new[] { 2, 1, 128 })),
                ];
                if (session.InputMetadata.ContainsKey("sr")) inputs.Add(NamedOnnxValue.CreateFromTensor("sr", rate));
                using var outputs = session.Run(inputs);
                state = [.. outputs.First(o => o.Name == "stateN").AsEnumerable<float>()];
            });
    }

    private static InferenceSession Session(string path, int threads)
        => new(path, new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 });

    private static void Row(string what, int threads, int rounds, Action? builtIn, Action read, Action runtime)
    {
        Action[] all = [builtIn ?? (() => { }), read, runtime];
        foreach (var action in all) for (int i = 0; i < 20; i++) action();
        var times = new double[3][];
        for (int s = 0; s < 3; s++) times[s] = new double[rounds];
        for (int round = 0; round < rounds; round++)
            for (int s = 0; s < 3; s++) times[s][round] = Least(all[s]);
        string Time(int s) => $"{times[s].Min() * 1e6:F0} µs";
        string Ratio(int s) => $"{times[s].Zip(times[1], (a, b) => a / b).Order().ElementAt(rounds / 2):F2}";
        Console.WriteLine(
            $"| {what} | {threads} | {(builtIn is null ? "" : Time(0))} | {Time(1)} | {Time(2)} | {(builtIn is null ? "" : Ratio(0))} | {Ratio(2)} |");
    }

    /// <summary>The least time of a call within a tenth of a second, in seconds.</summary>
    internal static double Least(Action action)
    {
        double least = double.MaxValue;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed.TotalSeconds < 0.1;)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return least;
    }

    /// <summary>Four layers of 1,250 units: 50 million bytes each in W and R.</summary>
    private static void Loading(string folder, int rounds)
    {
        const int Units = 1250;
        var stack = new RecurrentStack("rnn", new StackOptions("lstm", Units, Units, 2), 1);
        string tensors = Path.Combine(folder, "weights.safetensors"), onnx = Path.Combine(folder, "weights.onnx"), torch = Path.Combine(folder, "weights.pt");
        new SafeTensorsFile(stack.Parameters.Select(p => NamedTensor.Of<float>(p.Name, p.Value.Shape.ToArray(), p.Value.ToArray()))).Write(tensors);
        string plain = Path.Combine(folder, "plain.safetensors"), model = Path.Combine(folder, "model.safetensors");
        ModelFile.Save(model, "bench", stack.Parameters, new Dictionary<string, string>());
        WithoutHash(tensors, plain);
        File.WriteAllBytes(torch, new TorchFile().State(stack.Parameters.Select(p => (p.Name, p.Value.Shape.ToArray(), p.Value.ToArray()))).Bytes());
        var net = new NetworkBuilder();
        string x = net.Input("x", ElementType.Float, "time", "batch", $"{Units}");
        net.Output("y", net.Stack(stack, x).Output, ElementType.Float, "time", "batch", $"{Units}");
        OnnxFile.Write(net.ToGraph(), onnx);
        (string What, string Path, Action Read)[] readers =
        [
            ("safetensors by `WeightFile`, as others write it", plain, () => All(plain)),
            ("safetensors by `WeightFile`, its checksum computed", tensors, () => All(tensors)),
            ("PyTorch by `WeightFile`", torch, () => All(torch)),
            ("a file of Sluice's own read whole, checksum and finite numbers checked", tensors, () => Checked(SafeTensorsFile.Read(tensors).Tensors)),
            ("a model file of Sluice's own, ready to run", model, () => Loaded(model, Units)),
            ("ONNX, ready to run", onnx, () => OnnxFile.Read(onnx)),
        ];
        foreach (var (what, path, read) in readers)
        {
            read();
            double least = double.MaxValue;
            long before = GC.GetTotalAllocatedBytes(true);
            var used = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < rounds; i++)
            {
                long start = Stopwatch.GetTimestamp();
                read();
                least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            double processors = (Environment.CpuUsage.TotalTime - used).TotalMilliseconds / rounds;
            long size = new FileInfo(path).Length;
            double allocated = (GC.GetTotalAllocatedBytes(true) - before) / (double)rounds / size;
            Console.WriteLine($"| {what} | {least * 1e3:F0} | {size / least / 1e9:F2} | {processors:F0} | {allocated:F2} |");
        }
    }

    private static void Loaded(string path, int units)
    {
        var stack = new RecurrentStack("rnn", new StackOptions("lstm", units, units, 2), 1);
        ModelFile.Restore(ModelFile.Open(path), [.. stack.Parameters], path);
    }

    private static void All(string path)
    {
        using var file = WeightFile.Open(path);
        Checked(file.Tensors);
    }

    /// <summary>The same file without Sluice's own metadata.</summary>
    private static void WithoutHash(string from, string to)
    {
        byte[] bytes = File.ReadAllBytes(from);
        int length = (int)BitConverter.ToInt64(bytes);
        var header = JsonNode.Parse(bytes.AsSpan(8, length))!.AsObject();
        header.Remove("__metadata__");
        byte[] other = Encoding.UTF8.GetBytes(header.ToJsonString());
        using var file = File.Create(to);
        file.Write(BitConverter.GetBytes((long)other.Length));
        file.Write(other);
        file.Write(bytes.AsSpan(8 + length));
    }

    private static void Checked(IReadOnlyList<NamedTensor> tensors)
    {
        foreach (var tensor in tensors) if (tensor.ToFloats().Length == 0) throw new SluiceException($"{tensor.Name}: expected numbers.");
    }
}
