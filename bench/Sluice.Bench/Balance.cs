using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Layers;

namespace Sluice.Bench;

/// <summary>Recurrent layers there and back on any number of threads: what they compute, and who computes how much.</summary>
internal sealed class Balance
{
    private readonly RecurrentStack _stack;
    private readonly Tensor _x;
    private readonly int[]? _lengths;

    /// <summary>Layers, and sequences for them.</summary>
    public Balance(StackOptions options, int steps, int batch, int[]? lengths = null)
    {
        _stack = new RecurrentStack("rnn", options, 1);
        _x = new Tensor(steps, batch, options.Input) { NeedsGradient = true };
        var random = new Random(1);
        for (int r = 0; r < _x.Rows; r++)
            foreach (ref float value in _x.Row(r)) value = 2 * random.NextSingle() - 1;
        _lengths = lengths;
    }

    /// <summary>A fingerprint of all outputs and gradients, computed by the widest vectors.</summary>
    public string Bits(int threads)
    {
        using var device = Device.Create(threads);
        return Run(device);
    }

    /// <summary>The same with counted multiply-adds: the fingerprint, the threads that worked, and the most of one by the mean of all.</summary>
    public (string Bits, int Working, double MostByMean) Count(int threads)
    {
        using var device = new CpuDevice<Counted>(threads, 32);
        Counted.Take();
        string bits = Run(device);
        long[] counts = Counted.Take();
        return (bits, counts.Length, counts.Max() / ((double)counts.Sum() / threads));
    }

    private string Run(Device device)
    {
        var tape = new Tape(device: device);
        _x.Gradient = null;
        Parameter[] parameters = [.. _stack.Parameters];
        foreach (var parameter in parameters) parameter.Gradient.Clear();
        var y = _stack.Run(tape, _x, out _, lengths: _lengths);
        var dy = tape.GradientOf(y);
        for (int r = 0; r < y.Rows; r++)
            for (int c = 0; c < y.Columns; c++) dy[r, c] = y[r, c] / y.Count;
        tape.Backward();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in (Tensor[])[y, _x.Gradient!, .. parameters.Select(p => p.Gradient)])
            hash.AppendData(MemoryMarshal.AsBytes(tensor.ToArray().AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
