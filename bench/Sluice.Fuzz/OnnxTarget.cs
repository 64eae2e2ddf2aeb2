using Sluice.Formats;
using Sluice.Layers;
using Sluice.Networks;
using Sluice.Onnx;
using ElementType = Sluice.Networks.ElementType;

namespace Sluice.Fuzz;

/// <summary>ONNX files: read, folded, looked through for cells, and run once where their inputs are small.</summary>
internal static class OnnxTarget
{
    private const int MostElements = 1 << 12;

    /// <summary>The target.</summary>
    public static Target Make() => new(
        "onnx", [Sample("lstm"), Sample("mingru"), Sample("gru+layernorm")],
        [
            "LSTM", "GRU", "Scan", "Loop", "If", "Conv", "Reshape", "Tile", "Expand", "Range", "ConstantOfShape", "Pad", "Gather", "MatMul", "Split", "Slice",
            "\u0008\u0001", "\u0010\u0007", "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u0001", "location", "../x", "direction", "bidirectional",
        ],
        "OnnxFile.Read", Read);

    private static void Read(byte[] bytes)
    {
        // The walk through a file whose constants stay there; what it does not understand is read whole.
        LargeConstants.Read(new ByteSource(bytes, "x"));
        var network = OnnxFile.Read(new MemoryStream(bytes), "x").Network;
        var inputs = new Dictionary<string, Value>();
        foreach (var port in network.Inputs)
        {
            int[] shape = [.. (port.Shape ?? []).Select(d => int.TryParse(d, out int n) && n is >= 0 and < 64 ? n : 2)];
            if (shape.Aggregate(1L, (product, n) => product * n) > MostElements) return;
            int count = shape.Aggregate(1, (product, n) => product * n);
            inputs[port.Name] = port.Type == ElementType.String ? Value.From(Enumerable.Repeat("", count).ToArray(), shape)
                : port.Type is ElementType.Float or ElementType.Double or ElementType.Half or ElementType.BFloat16
                ? Value.From(new float[count], shape).As(port.Type)
                : Value.From(Enumerable.Repeat(1L, count).ToArray(), shape).As(port.Type);
        }

        try
        {
            network.Run(inputs);
        }
        catch (SluiceException e) when (e is not SluiceFormatException)
        {
            // A node that can not compute with what it is given says so; it is the fault of the inputs, or of the file.
        }
    }

    /// <summary>A layer with lengths as a file.</summary>
    private static byte[] Sample(string cell)
    {
        var net = new NetworkBuilder();
        var (y, _, _) = net.Recurrent(
            new Recurrent("rnn", "l0", cell, 2, 2, 1), net.Input("x", ElementType.Float, "time", "batch", "2"), net.Input("lengths", ElementType.Int64, "batch"));
        net.Output("y", net.Linear(new Linear(2, 1), y), ElementType.Float, "time", "batch", "1");
        string path = Path.GetTempFileName();
        try
        {
            OnnxFile.Write(net.ToGraph(), path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
