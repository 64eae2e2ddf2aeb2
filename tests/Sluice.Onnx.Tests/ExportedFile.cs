using System.Text.Json;
using Sluice.Models;
using Sluice.Networks;

namespace Sluice.Onnx.Tests;

/// <summary>A model as an ONNX file, read again here and by ONNX Runtime.</summary>
internal sealed class ExportedFile : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly Runtime _runtime;

    public ExportedFile(INetworkModel model, bool stream = false)
        : this(model.ToNetwork(stream))
    {
    }

    public ExportedFile(ExportedNetwork network, int opset = 17)
    {
        OnnxFile.Write(network.Graph, _path, new OnnxOptions { Opset = opset, Metadata = network.Metadata });
        (Network, _runtime) = (OnnxFile.Read(_path).Network, new Runtime(_path));
    }

    public Network Network { get; }

    /// <summary>Both give what the model gives.</summary>
    /// <param name="inputs">What goes in.</param>
    /// <param name="outputs">What must come out; NaN where nothing is said.</param>
    /// <returns>All outputs of ONNX Runtime.</returns>
    public Dictionary<string, float[]> Equal(Dictionary<string, Value> inputs, params (string Name, float[] Right)[] outputs)
    {
        var (theirs, ours) = (_runtime.Run(inputs), Network.Run(inputs));
        foreach (var (name, right) in outputs)
        {
            Close($"{name}, ONNX Runtime", right, theirs[name]);
            Close($"{name}, read again", right, ours[name].ToFloats());
        }

        return theirs;
    }

    /// <summary>Both give what the model gives at the end of each output, such as its last step.</summary>
    public Dictionary<string, float[]> EndsWith(Dictionary<string, Value> inputs, params (string Name, float[] Right)[] outputs)
    {
        var (theirs, ours) = (_runtime.Run(inputs), Network.Run(inputs));
        foreach (var (name, right) in outputs)
        {
            Close($"{name}, ONNX Runtime", right, theirs[name][^right.Length..]);
            Close($"{name}, read again", right, ours[name].ToFloats()[^right.Length..]);
        }

        return theirs;
    }

    /// <summary>
    /// A stream, piece by piece, gives what the whole gave: of outputs of each step the steps of each piece, of others the same after the last.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">The whole; time is the first dimension of each.</param>
    /// <param name="whole">What came out of the whole.</param>
    /// <param name="pieces">The steps of each piece.</param>
    /// <param name="each">Rows that come out for a row that goes in, as a share; 0 where outputs are of the whole.</param>
    public static void Streams(INetworkModel model, Dictionary<string, Value> inputs, Dictionary<string, float[]> whole, int[] pieces, double each = 1)
    {
        using var file = new ExportedFile(model, stream: true);
        int batch = inputs.First().Value.Shape[1], all = pieces.Sum(), at = 0;
        var first = file.Network.Metadata.TryGetValue("states", out string? json)
            ? JsonSerializer.Deserialize<Dictionary<string, float[]>>(json)!
            : [];
        var states = new Dictionary<string, Value>();
        foreach (var port in file.Network.Inputs.Where(p => !inputs.ContainsKey(p.Name)))
        {
            int units = int.Parse(port.Shape![1]);
            float[] row = first.TryGetValue(port.Name, out float[]? known) ? known : new float[units];
            states[port.Name] = Value.From([.. Enumerable.Repeat(row, batch).SelectMany(r => r)], batch, units);
        }

        foreach (int steps in pieces)
        {
            var given = states.ToDictionary();
            foreach (var (name, value) in inputs) given[name] = Steps(value, at, steps);
            var right = file.Network.Outputs.Where(o => !o.Name.EndsWith("_next", StringComparison.Ordinal) && whole.ContainsKey(o.Name)).Select(o =>
            {
                float[] values = whole[o.Name];
                if (each == 0) return (o.Name, at + steps < all ? [.. values.Select(_ => float.NaN)] : values);
                int row = (int)(values.Length / (all * each));
                return (o.Name, values[((int)(at * each) * row)..((int)((at + steps) * each) * row)]);
            });
            var made = file.Equal(given, [.. right]);
            foreach (string name in states.Keys.ToList()) states[name] = Value.From(made[name + "_next"], states[name].Shape.ToArray());
            at += steps;
        }
    }

    private static Value Steps(Value value, int from, int steps)
    {
        int[] shape = [steps, .. value.Shape[1..]];
        int row = (int)(value.Count / Math.Max(1, value.Shape[0]));
        return value.Type == ElementType.Int64
            ? Value.From(value.ToIntegers()[(from * row)..((from + steps) * row)], shape)
            : Value.From(value.ToFloats()[(from * row)..((from + steps) * row)], shape);
    }

    public void Dispose()
    {
        _runtime.Dispose();
        File.Delete(_path);
    }

    private static void Close(string what, float[] right, float[] got)
    {
        Assert.Equal(right.Length, got.Length);
        for (int i = 0; i < right.Length; i++)
            Assert.True(float.IsNaN(right[i]) || Math.Abs(right[i] - got[i]) <= 1e-5 * (1 + Math.Abs(right[i])), $"{what}[{i}]: {got[i]}, the model {right[i]}");
    }
}
