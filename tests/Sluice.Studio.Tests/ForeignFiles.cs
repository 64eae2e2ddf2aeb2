using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Sluice.Studio.Tests;

/// <summary>Files of weights as others write them.</summary>
internal static class ForeignFiles
{
    /// <summary>A net of three inputs as PyTorch saves it: an LSTM of six units, and an embedding of five symbols.</summary>
    public static void Write(string path)
    {
        var random = new Random(1);
        Save(path, new()
        {
            ["rnn.weight_ih_l0"] = [24, 3],
            ["rnn.weight_hh_l0"] = [24, 6],
            ["rnn.bias_ih_l0"] = [24],
            ["rnn.bias_hh_l0"] = [24],
            ["embedding.weight"] = [5, 3],
        }, () => random.NextSingle() - 0.5f);
    }

    private static void Save(string path, Dictionary<string, int[]> shapes, Func<float> value)
    {
        var heads = new Dictionary<string, object>();
        var data = new MemoryStream();
        foreach (var (name, shape) in shapes)
        {
            long from = data.Length;
            float[] numbers = [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(_ => value())];
            data.Write(MemoryMarshal.AsBytes(numbers.AsSpan()));
            heads[name] = new Dictionary<string, object> { ["dtype"] = "F32", ["shape"] = shape, ["data_offsets"] = new[] { from, data.Length } };
        }

        byte[] head = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(heads));
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)head.Length), .. head, .. data.ToArray()]);
    }
}
