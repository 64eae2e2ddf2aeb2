using Sluice.Networks;

namespace Sluice.Onnx.Tests;

/// <summary>A model as an ONNX file, read again here and by ONNX Runtime.</summary>
internal sealed class ExportedFile : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly Runtime _runtime;

    public ExportedFile(INetworkModel model, bool stream = false)
    {
        model.ExportOnnx(_path, stream);
        (Network, _runtime) = (OnnxFile.Read(_path).Network, new Runtime(_path));
    }

    public Network Network { get; }

    /// <summary>Both give what the model gives.</summary>
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

    public void Dispose()
    {
        _runtime.Dispose();
        File.Delete(_path);
    }

    private static void Close(string what, float[] right, float[] got)
    {
        Assert.Equal(right.Length, got.Length);
        for (int i = 0; i < right.Length; i++)
            Assert.True(Math.Abs(right[i] - got[i]) <= 1e-5 * (1 + Math.Abs(right[i])), $"{what}[{i}]: {got[i]}, the model {right[i]}");
    }
}
