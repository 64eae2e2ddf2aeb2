using Sluice.Audio;
using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Models;
using Sluice.Networks;
using Sluice.Tasks.Imported;
using Sluice.Tasks.Settings;
using Recording = Sluice.Layers.Recording;

namespace Sluice.Onnx.Tests;

/// <summary>What is seen inside nets that others trained: every gate as the layer itself says, whole, step by step and from files.</summary>
public sealed class WatchedNetworkTests : IDisposable
{
    private const int Steps = 6, Batch = 2, Size = 3, Units = 5;

    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-watched").FullName;
    private readonly float[] _x = [.. Enumerable.Range(0, Steps * Batch * Size).Select(i => MathF.Sin(1.3f * i))];

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("rnn")]
    [InlineData("lstm-peephole")]
    [InlineData("janet")]
    public void A_run_says_what_the_layers_computed(string cell)
    {
        var stack = new RecurrentStack("rnn", new StackOptions(cell, Size, Units, 2), 3);
        var network = new Network(Graph(stack, carried: false));
        var outputs = network.Run(new Dictionary<string, Value> { ["x"] = Value.From(_x, Steps, Batch, Size) }, out var layers);
        Assert.Equal([cell, cell], layers.Select(l => l.Cell));
        var x = new Tensor(Steps, Batch, Size);
        x.Set(_x);
        var tape = new Tape(false);
        foreach (var (layer, recorded) in stack.Layers.Zip(layers))
        {
            var own = new Recording();
            x = layer.Run(tape, x, out _, recording: own);
            Assert.Equal(own.Blocks, recorded.Blocks);
            foreach (string name in own.Blocks.Concat(own.States)) Assert.Equal(own.Value(name).ToArray(), recorded.Value(name).ToArray());
            foreach (string name in own.Blocks) Assert.Equal(own.Preactivation(name).ToArray(), recorded.Preactivation(name).ToArray());
        }

        Assert.Equal(x.ToArray(), outputs["y"].ToFloats());
    }

    [Fact]
    public void A_session_that_is_watched_says_it_of_all_its_steps()
    {
        var stack = new RecurrentStack("rnn", new StackOptions("lstm", Size, Units), 3);
        var network = new Network(Graph(stack, carried: true));
        var zero = new[] { "h", "c" }.ToDictionary(n => n, _ => Value.From(new float[Units], 1, Units));
        var states = new Dictionary<string, string> { ["h"] = "h_next", ["c"] = "c_next" };
        var session = new NetworkSession(network, states, zero, watched: true);
        Assert.Empty(session.Layers);
        for (int t = 0; t < Steps; t++) session.Step(new Dictionary<string, Value> { ["x"] = Value.From(_x.AsSpan(t * Size, Size), 1, 1, Size) });
        network.Run(zero.Append(new("x", Value.From(_x.AsSpan(0, Steps * Size), Steps, 1, Size))).ToDictionary(), out var whole);
        foreach (string name in new[] { "i", "f", "g", "o", "h", "c" })
            Assert.Equal(whole[0].Value(name).ToArray(), session.Layers[0].Value(name).ToArray());
        Assert.Empty(new NetworkSession(network, states, zero).Layers);
    }

    [Fact]
    public void Rows_of_a_file_are_steps_and_states_go_from_one_to_the_next()
    {
        var run = new NetworkRun(new Network(Graph(new RecurrentStack("rnn", new StackOptions("lstm", Size, Units), 3), carried: true)),
            [], ["h=h_next", "c=c_next"], null);
        string file = Path.Combine(_folder, "x.csv");
        File.WriteAllLines(file, Enumerable.Range(0, Steps).Select(t => $"{t},{0.5 * t},{1 - t}").Prepend("a,b,c"));
        var (inspected, layer) = run.Inspect(file, 0, 0);
        Assert.Equal(0, layer);
        Assert.Equal(["step", "x 1", "x 2", "x 3"], inspected.Names);
        Assert.Equal(["3", "2", "1", "-1"], inspected.Steps[2]);
        Assert.Equal(run.Run(file)["y"].ToFloats(), inspected.Recordings[0].Value("h").ToArray());
        Assert.Contains("--layer: expected 0 to 0", Assert.Throws<UsageException>(() => run.Inspect(file, 0, 1)).Message);
        Assert.Contains("--index: expected 1 to 1", Assert.Throws<UsageException>(() => run.Inspect(file, 1, 0)).Message);
    }

    [Fact]
    public void Of_two_layers_of_one_name_the_one_asked_for_is_shown()
    {
        var net = new NetworkBuilder();
        foreach (string input in new[] { "x", "z" })
        {
            string given = net.Input(input, ElementType.Float, "", "1", $"{Size}");
            var (y, _) = net.Stack(new RecurrentStack("rnn", new StackOptions("gru", Size, Units), 3), given);
            net.Output($"{input}_out", y, ElementType.Float, "", "1", $"{Units}");
        }

        string file = Path.Combine(_folder, "two.json");
        File.WriteAllText(file, """{"x":[[[1,2,3]]],"z":[[[1,2,3]],[[4,5,6]]]}""");
        var (inspected, layer) = new NetworkRun(new Network(net.ToGraph()), [], [], null).Inspect(file, 0, 1);
        Assert.Equal((0, 2), (layer, Assert.Single(inspected.Recordings).Value("h").Shape[0]));
    }

    [Fact]
    public void Sound_is_cut_into_windows_that_hold_what_came_before()
    {
        var net = new NetworkBuilder();
        net.Output("y", net.Input("x", ElementType.Float, "batch", "5"), ElementType.Float, "batch", "5");
        string file = Path.Combine(_folder, "x.wav");
        WavFile.Write(file, new Sound(8000, [.. Enumerable.Range(1, 8).Select(i => i / 16f)]));
        float[] rows = new NetworkRun(new Network(net.ToGraph()), [], [], "5:3").Run(file)["y"].ToFloats();
        int[] right = [0, 0, 1, 2, 3, 2, 3, 4, 5, 6];
        Assert.Equal(right.Length, rows.Length);
        Assert.All(right.Zip(rows), p => Assert.Equal(p.First / 16.0, p.Second, 1e-3));
    }

    [Theory]
    [InlineData("h", null, null, "--set: expected NAME=NUMBER, got 'h'")]
    [InlineData("q=1", null, null, "--set: expected one of x, h, c, got 'q'")]
    [InlineData("h=one", null, null, "--set: expected NAME=NUMBER, got 'h=one'")]
    [InlineData(null, "h=z", null, "--carry: expected one of y, h_next, c_next, got 'z'")]
    [InlineData(null, "z=h_next", null, "--carry: expected one of x, h, c, got 'z'")]
    [InlineData(null, null, "5:6", "--window: expected SIZE:NEW")]
    [InlineData(null, null, "many", "--window: expected SIZE:NEW")]
    public void Options_that_are_none_are_named(string? set, string? carry, string? window, string message)
    {
        var network = new Network(Graph(new RecurrentStack("rnn", new StackOptions("lstm", Size, Units), 3), carried: true));
        string[] List(string? one) => one is null ? [] : [one];
        Assert.Contains(message, Assert.Throws<UsageException>(() => new NetworkRun(network, List(set), List(carry), window)).Message);
    }

    [Fact]
    public void A_net_without_recurrent_layers_is_refused_when_gates_are_asked_for()
    {
        var net = new NetworkBuilder();
        net.Output("y", net.Input("x", ElementType.Float, "batch", "2"), ElementType.Float, "batch", "2");
        string file = Path.Combine(_folder, "x.json");
        File.WriteAllText(file, """{"x":[[1,2]]}""");
        Assert.Contains("none is found", Assert.Throws<SluiceException>(() => new NetworkRun(new Network(net.ToGraph()), [], [], null).Inspect(file, 0, 0)).Message);
    }

    private static NetworkGraph Graph(RecurrentStack stack, bool carried)
    {
        var net = new NetworkBuilder();
        string x = net.Input("x", ElementType.Float, "time", "batch", $"{Size}");
        string[] before = carried ? [net.Input("h", ElementType.Float, "1", $"{Units}"), net.Input("c", ElementType.Float, "1", $"{Units}")] : [];
        var (y, final) = net.Stack(stack, x, "", carried ? [before] : null);
        net.Output("y", y, ElementType.Float, "time", "batch", $"{Units}");
        if (carried) foreach (var (state, name) in final[0].Zip(["h_next", "c_next"])) net.Output(name, state, ElementType.Float, "1", $"{Units}");
        return net.ToGraph();
    }
}
