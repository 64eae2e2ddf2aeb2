using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Vectors;

namespace Sluice.Tests.Golden;

/// <summary>
/// What every cell, alone and in each wrapper, makes of the same sequences, to the bit: cell-bits.txt holds a hash of its
/// output, final states, names of parameters and gradients, as an earlier version had them.
/// </summary>
/// <remarks>With SLUICE_WRITE_GOLDEN=1 names that are not in the file are added to it.</remarks>
public class CellBitsTests
{
    private const int Steps = 5, Batch = 3, Input = 8, Hidden = 8;

    private static readonly string[] s_wrappers = ["", "+clip:0.3", "+layernorm", "+zoneout:0.2"];

    [Fact]
    public void Every_cell_in_every_wrapper_gives_the_same_bits()
    {
        if (!VectorWidth.HasFma) return;
        string file = Path.Combine(Folder(), "cell-bits.txt");
        var expected = File.Exists(file) ? File.ReadAllLines(file).Select(l => l.Split(' ')).ToDictionary(p => p[0], p => p[1]) : [];
        string[] names = [.. Catalog.BuiltIn.SelectMany(c => s_wrappers.Select(w => c + w))];
        string[] fresh = [.. names.Where(n => !expected.ContainsKey(n))];
        if (Environment.GetEnvironmentVariable("SLUICE_WRITE_GOLDEN") == "1")
            File.WriteAllLines(file, names.Select(n => $"{n} {expected.GetValueOrDefault(n) ?? HashOf(n)}"));
        else Assert.True(fresh.Length == 0, $"No bits are on record of {string.Join(", ", fresh)}; the test adds them with SLUICE_WRITE_GOLDEN=1.");
        Assert.All(names.Except(fresh), n => Assert.Equal((n, expected[n]), (n, HashOf(n))));
    }

    private static string HashOf(string cell)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var layer = new Recurrent("rnn", "l0", cell, Input, Hidden, 3, learnedInitial: true);
        var tape = new Tape { Training = true, Seed = 1 };
        var below = layer.Shape.ReadsBelow ? Random(2, Steps, Batch, Hidden) : null;
        var states = layer.RunStates(tape, Random(1, Steps, Batch, Input), out var final, null, [5, 2, 4], 0.2, false, null, below, -1);
        for (int r = 0; r < states[0].Rows; r++) tape.GradientOf(states[0]).Row(r).Fill(1);
        tape.Backward();
        Add(states[0]);
        foreach (var value in final.Values) Add(value);
        foreach (var parameter in layer.Parameters)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(parameter.Name));
            Add(parameter.Value);
            Add(parameter.Gradient);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];

        void Add(Tensor tensor)
        {
            for (int r = 0; r < tensor.Rows; r++) hash.AppendData(MemoryMarshal.AsBytes(tensor.Row(r)));
        }
    }

    private static Tensor Random(uint step, params int[] shape)
    {
        var tensor = new Tensor(shape);
        var random = new RandomStream(5, Purpose.Data, 0, step);
        for (int r = 0; r < tensor.Rows; r++)
            for (int c = 0; c < tensor.Columns; c++) tensor[r, c] = 2 * random.Uniform((uint)(r * tensor.Columns + c)) - 1;
        return tensor;
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
