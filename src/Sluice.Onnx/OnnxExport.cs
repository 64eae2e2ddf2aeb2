using Sluice.Networks;

namespace Sluice.Onnx;

/// <summary>Models as ONNX files.</summary>
public static class OnnxExport
{
    /// <summary>Writes a model as an ONNX file that runs elsewhere, batch and length free; the former file stays until the new one is complete.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="stream">Whether states go in and come out, so that a sequence can be given piece by piece.</param>
    /// <param name="options">The version of the operators, and what else the file says beside what the model says of itself.</param>
    /// <exception cref="SluiceException">The model can not be given pieces, or a version that is not written here.</exception>
    public static void ExportOnnx(this INetworkModel model, string path, bool stream = false, OnnxOptions? options = null)
    {
        var exported = model.ToNetwork(stream);
        options ??= new();
        var metadata = exported.Metadata.ToDictionary();
        foreach (var (name, value) in options.Metadata) metadata[name] = value;
        OnnxFile.Write(exported.Graph, path, options with { Metadata = metadata });
    }
}
