using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Layers;

namespace Sluice.Tests.Devices;

public class DeviceTests
{
    private static readonly RecurrentStack s_stack = new("rnn", new StackOptions("lstm", 24, 40, Layers: 2), 3);
    private static readonly Linear s_output = new("output", 40, 300, 3);
    private static readonly Tensor s_x = Random(64 * 9, 24);

    public static TheoryData<int, int> Devices()
    {
        var all = new TheoryData<int, int>();
        foreach (int bits in new[] { 512, 256, 128, 32 })
            foreach (int threads in new[] { 1, 2, 5 }) all.Add(threads, bits);
        return all;
    }

    [Theory, MemberData(nameof(Devices))]
    public void Outputs_and_gradients_have_the_same_bits_on_every_device(int threads, int bits)
    {
        if (bits > Sluice.Vectors.VectorWidth.Bits) return; // this processor, or this run, has none so wide
        using var device = Device.Create(threads, bits);
        Assert.Equal((threads, bits), (device.Threads, device.VectorBits));
        Assert.Equal(Train(Device.Default), Train(device));
    }

    [Fact]
    public void A_device_of_ones_own_runs_whatever_the_layers_run()
    {
        using var device = new DoubleDevice();
        foreach (var (expected, y) in Train(Device.Default).Zip(Train(device)))
            for (int i = 0; i < y.Length; i++) Assert.Equal(expected[i], y[i], 1e-4f * Math.Max(1, Math.Abs(expected[i])));
        Assert.True(device.Runs > 0);
    }

    [Fact]
    public async Task Two_devices_work_side_by_side_in_one_process()
    {
        var expected = Run(new Tape(false));
        using Device narrow = Device.Create(2, 32), wide = Device.Create(3);
        var tasks = new[] { narrow, wide, narrow, wide }.Select(device => Task.Run(() =>
        {
            using var scope = device.Use();
            Assert.Same(device, Device.Current);
            for (int i = 0; i < 20; i++) Assert.Equal(expected, Run(new Tape(false)));
        }));
        await Task.WhenAll(tasks);
        Assert.NotSame(narrow, Device.Current);
    }

    [Fact]
    public void A_disposed_device_gives_its_threads_back_and_computes_on()
    {
        var device = Device.Create(4);
        var tape = new Tape(false, device);
        var expected = Run(tape);
        device.Dispose();
        device.Dispose();
        tape.Reset();
        Assert.Equal(expected, Run(tape));
        Assert.Throws<ObjectDisposedException>(device.Use);
    }

    [Theory, InlineData(-1, 0), InlineData(1, 64)]
    public void A_device_that_cannot_be_is_refused(int threads, int bits)
        => Assert.Contains(threads < 0 ? "got -1" : "got 64", Assert.Throws<SluiceException>(() => Device.Create(threads, bits)).Message);

    private static float[] Run(Tape tape) => s_output.Run(tape, s_stack.Run(tape, s_x.View(0, 64, 9, 24), out _)).ToArray();

    /// <summary>The outputs, and the gradients of all weights for the sum of their squares.</summary>
    private static float[][] Train(Device device)
    {
        var stack = new RecurrentStack("rnn", s_stack.Options, 3);
        var output = new Linear("output", 40, 300, 3);
        var tape = new Tape(true, device);
        var y = output.Run(tape, stack.Run(tape, s_x.View(0, 64, 9, 24), out _));
        tape.GradientOf(y).CopyFrom(y);
        tape.Backward();
        return [y.ToArray(), .. stack.Parameters.Concat(output.Parameters).Select(p => p.Gradient.ToArray())];
    }

    private static Tensor Random(int rows, int columns)
    {
        var (x, random) = (new Tensor(rows, columns), new Random(1));
        for (int r = 0; r < rows; r++)
            foreach (ref float value in x.Row(r)) value = random.NextSingle() - 0.5f;
        return x;
    }
}
