using Sluice.Layers;
using Sluice.Models;
using Sluice.Networks;

namespace Sluice.Onnx.Tests;

/// <summary>A net that came in as an ONNX file, trained further: all of it, or chosen parts.</summary>
public sealed class NetworkFitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void All_of_it_learns_and_goes_out_again()
    {
        var network = Read();
        double before = Loss(network);
        var result = network.Fit(Examples(), new FitOptions { Epochs = 40, Rate = 0.02 });
        double after = Loss(network);
        Assert.True(after < 0.2 * before, $"{before} before, {after} after");
        Assert.True(result.Steps > 0);
        string path = Path.Combine(_folder, "trained.onnx");
        OnnxFile.Write(network.Graph, path);
        Assert.Equal(after, Loss(OnnxFile.Read(path).Network), 1e-6);
        using var runtime = new Runtime(path);
        float[] own = network.Run(Examples()[0].Inputs)["y"].ToFloats(), other = runtime.Run(Examples()[0].Inputs)["y"];
        Assert.All(own.Zip(other), p => Assert.Equal(p.First, p.Second, 1e-5));
    }

    [Fact]
    public void Chosen_weights_learn_and_the_others_stay_as_they_are()
    {
        var network = Read();
        double before = Loss(network);
        var all = network.Parameters.ToList();
        var chosen = all.Except(network.Nodes.SelectMany(n => n.Layers).SelectMany(l => l.Parameters)).ToList();
        Assert.InRange(chosen.Count, 1, all.Count - 1);
        var was = all.ToDictionary(p => p, p => p.Value.ToArray());
        network.Fit(Examples(), new FitOptions { Epochs = 20, Rate = 0.02 }, chosen.Contains);
        Assert.True(Loss(network) < before);
        foreach (var parameter in all) Assert.Equal(!chosen.Contains(parameter), was[parameter].SequenceEqual(parameter.Value.ToArray()));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var network = Read();
        string Wrong(Action fit) => Assert.Throws<SluiceException>(fit).Message;
        Assert.Contains("expected examples", Wrong(() => network.Fit([])));
        Assert.Contains("got none of", Wrong(() => network.Fit(Examples(), trained: _ => false)));
        Assert.Contains("got 'z'", Wrong(() => network.Fit([new(Examples()[0].Inputs, new Dictionary<string, Value> { ["z"] = Value.From([1f]) })])));
        Assert.Contains("expected a target of [5, 1, 1]", Wrong(() => network.Fit([new(Examples()[0].Inputs, new Dictionary<string, Value> { ["y"] = Value.From([1f], 1) })])));
        Assert.Contains("share for validation", Wrong(() => network.Fit(Examples(), new FitOptions { Validation = 1 })));
    }

    /// <summary>The sum so far of numbers, scaled; each example is a sequence of five steps.</summary>
    private static List<NetworkExample> Examples() => [.. Enumerable.Range(0, 12).Select(n =>
    {
        float[] x = [.. Enumerable.Range(0, 5).Select(i => MathF.Sin(5 * n + i))], y = new float[5];
        for (int t = 0; t < 5; t++) y[t] = 0.3f * x[..(t + 1)].Sum();
        return new NetworkExample(
            new Dictionary<string, Value> { ["x"] = Value.From(x, 5, 1, 1) }, new Dictionary<string, Value> { ["y"] = Value.From(y, 5, 1, 1) });
    })];

    private static double Loss(Network network) => Examples().Average(e =>
        network.Run(e.Inputs)["y"].ToFloats().Zip(e.Targets["y"].ToFloats(), (a, b) => (a - b) * (a - b)).Average());

    private Network Read()
    {
        var stack = new RecurrentStack("rnn", new StackOptions("lstm", 1, 8), 1);
        var linear = new Linear("output", 8, 1, 2);
        var net = new NetworkBuilder();
        string x = net.Input("x", ElementType.Float, "time", "batch", "1");
        net.Output("y", net.Linear(linear, net.Stack(stack, x).Output), ElementType.Float, "time", "batch", "1");
        string path = Path.Combine(_folder, "net.onnx");
        OnnxFile.Write(net.ToGraph(), path);
        return OnnxFile.Read(path).Network;
    }
}
