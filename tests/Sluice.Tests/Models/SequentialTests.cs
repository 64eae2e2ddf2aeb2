using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Models;
using Sluice.Training;

namespace Sluice.Tests.Models;

public class SequentialTests
{
    private static readonly float[][,] s_inputs = [.. Enumerable.Range(0, 60).Select(i => Bits(i, 4 + i % 5))];

    // Whether the number of ones so far is odd.
    private static readonly float[][,] s_targets = [.. s_inputs.Select(Parity)];

    [Fact]
    public void A_net_learns_what_needs_a_memory_and_keeps_the_best_weights()
    {
        var net = Net();
        double before = Error(net);
        int steps = 0, validations = 0, told = 0;
        var options = new FitOptions
        {
            Epochs = 60,
            Rate = 0.02,
            Batch = 10,
            Validation = 0.2,
            Callbacks = [e => steps += e is StepEvent ? 1 : 0, e => validations += e is ValidationEvent ? 1 : 0]
        };
        var result = net.Fit(s_inputs, s_targets, options, new Told(() => told++));
        Assert.Equal((60 * 5, 60, 60 * 6), (steps, validations, told));
        Assert.True(Error(net) < before / 20, $"{Error(net)} and {before} before");
        Assert.StartsWith($"Completed after 300 steps in ", result.ToString());
        Assert.Contains($"best at step {result.BestStep}: loss ", result.ToString());
    }

    [Fact]
    public void Two_trainings_give_the_same_bits_and_layers_alike_start_differently()
    {
        var (one, other) = (Net(), Net());
        foreach (var net in new[] { one, other }) net.Fit(s_inputs, s_targets, new FitOptions { Epochs = 2 });
        Assert.Equal(one.Parameters.Select(p => p.Value.ToArray()), other.Parameters.Select(p => p.Value.ToArray()));
        var two = new Sequential { new Linear(3, 3), new Linear(3, 3) };
        Assert.Equal(["0.linear.weight", "0.linear.bias", "1.linear.weight", "1.linear.bias"], two.Parameters.Select(p => p.Name));
        Assert.NotEqual(two.Parameters.First().Value.ToArray(), two.Parameters.ElementAt(2).Value.ToArray());
    }

    [Fact]
    public void Weights_are_saved_and_loaded_and_those_of_another_net_are_refused()
    {
        using var folder = new TemporaryFolder();
        var (one, other) = (Net(), new Sequential { new RecurrentStack("gru", 1, 10, seed: 9), Relu.Run, new Linear(10, 1, seed: 9) });
        one.Save(folder.File("net.safetensors"));
        Assert.NotEqual(one.Predict(s_inputs[0]), other.Predict(s_inputs[0]));
        other.Load(folder.File("net.safetensors"));
        Assert.Equal(one.Predict(s_inputs[0]), other.Predict(s_inputs[0]));
        Assert.Contains(
            "net.safetensors",
            Assert.Throws<SluiceFormatException>(() => new Sequential { new Linear(1, 1) }.Load(folder.File("net.safetensors"))).Message);
    }

    [Fact]
    public void Symbols_and_classes_must_be_whole_numbers()
    {
        var net = new Sequential { new Embedding("symbols", 4, 3, 1), new Linear(3, 4) };
        Assert.Contains(
            "expected the number of a symbol, got 1.5 at row 1",
            Assert.Throws<SluiceException>(() => net.Predict(new float[,] { { 1 }, { 1.5f } })).Message);
        var options = new FitOptions { Epochs = 1, Loss = FitOptions.CrossEntropy };
        foreach (float odd in new[] { -1, 0.5f, float.PositiveInfinity, 4 })
        {
            var thrown = Assert.Throws<SluiceException>(() => net.Fit([new float[,] { { 1 } }], [new[,] { { odd } }], options));
            Assert.Contains("class", thrown.Message);
        }
    }

    [Fact]
    public void A_layer_of_ones_own_may_stand_first()
    {
        var net = new Sequential { new Halves(), new Linear(2, 1) };
        Assert.Equal(2, net.Inputs);
        Assert.Contains("linear", net.ToString());
    }

    private sealed class Halves : ISequenceLayer
    {
        public int Inputs => 2;

        public IEnumerable<Parameter> Parameters => [];

        public Tensor Run(Tape tape, Tensor x, int[]? lengths) => Relu.Run(tape, x);
    }

    [Fact]
    public void Sequences_of_unequal_length_are_predicted_as_one_by_one()
    {
        var net = Net();
        var together = net.Predict(s_inputs);
        for (int i = 0; i < s_inputs.Length; i++) Assert.Equal(net.Predict(s_inputs[i]), together[i]);
        Assert.Empty(net.Predict([]));
    }

    [Fact]
    public void An_embedding_begins_a_net_of_symbols_and_classes_are_learned_by_cross_entropy()
    {
        var net = new Sequential { new Embedding(2, 3), new RecurrentStack("lstm", 3, 8), new Linear(8, 2) };
        net.Fit(s_inputs, s_targets, new FitOptions { Epochs = 60, Rate = 0.02, Batch = 10, Loss = FitOptions.CrossEntropy });
        int right = s_inputs.Zip(s_targets).Sum(p => Enumerable.Range(
            0, p.First.GetLength(0)).Count(t => net.Predict(p.First) is var y && (y[t, 1] > y[t, 0] ? 1 : 0) == (int)p.Second[t, 0]));
        Assert.Equal(s_inputs.Sum(s => s.GetLength(0)), right);
        Assert.Contains("Recurrent lstm  [T, B, 8]", net.ToString());
    }

    [Fact]
    public void A_token_ends_the_training()
    {
        using var stop = new CancellationTokenSource();
        var result = Net().Fit(s_inputs, s_targets, new FitOptions { Epochs = 1000, Callbacks = [_ => stop.Cancel()] }, stop: stop.Token);
        Assert.Equal(TrainingEnd.Interrupted, result.End);
    }

    [Theory]
    [InlineData(0, "expected as many targets as sequences, one or more, got 1 sequences and 0 targets")]
    [InlineData(1, "expected as many steps of targets as of inputs, one or more, got 2 and 3 in sequence 0")]
    public void Data_that_does_not_fit_is_named(int targets, string message)
        => Assert.Contains(message, Assert.Throws<SluiceException>(
            () => Net().Fit([new float[3, 1]], [.. Enumerable.Range(0, targets).Select(_ => new float[2, 1])])).Message);

    [Fact]
    public void What_cannot_be_in_a_list_is_refused()
    {
        var layer = new Linear(2, 2);
        var net = new Sequential { layer };
        Assert.Contains("layer 0 again", Assert.Throws<SluiceException>(() => net.Add(layer)).Message);
        var run = new Linear(2, 2);
        run.Run(new Tape(false), new Tensor(1, 2));
        Assert.Contains("has not run yet", Assert.Throws<SluiceException>(() => net.Add(run)).Message);
        Assert.Contains("expected rows of 2", Assert.Throws<SluiceException>(() => net.Predict(new float[4, 3])).Message);
    }

    private static Sequential Net() => new() { new RecurrentStack("gru", 1, 10), Relu.Run, new Linear(10, 1) };

    private static double Error(Sequential net) => s_inputs.Zip(s_targets).Average(p =>
    {
        var y = net.Predict(p.First);
        return Enumerable.Range(0, y.GetLength(0)).Average(t => Math.Pow(y[t, 0] - p.Second[t, 0], 2));
    });

    private static float[,] Bits(int seed, int steps)
    {
        var (bits, random) = (new float[steps, 1], new Random(seed));
        for (int t = 0; t < steps; t++) bits[t, 0] = random.Next(2);
        return bits;
    }

    private static float[,] Parity(float[,] bits)
    {
        var (parity, ones) = (new float[bits.GetLength(0), 1], 0);
        for (int t = 0; t < parity.GetLength(0); t++) parity[t, 0] = (ones += (int)bits[t, 0]) % 2;
        return parity;
    }

    private sealed class Told(Action told) : IProgress<TrainingEvent>
    {
        public void Report(TrainingEvent value) => told();
    }
}
