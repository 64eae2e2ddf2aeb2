using Google.Protobuf;
using Sluice.Formats;
using Sluice.Networks;

namespace Sluice.Onnx;

/// <summary>Models as ONNX files.</summary>
public static class OnnxExport
{
    /// <summary>
    /// Writes a model as an ONNX file that runs elsewhere, batch and length free; of a model in parts each beside it, such as <c>m-encoder.onnx</c>
    /// beside <c>m.onnx</c>. Former files stay until all is known to be right and the new ones are complete.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="stream">Whether states go in and come out, so that a sequence can be given piece by piece.</param>
    /// <param name="options">The version of the operators, and what else the file says beside what the model says of itself.</param>
    /// <returns>The files.</returns>
    /// <exception cref="SluiceException">The model can not be given pieces, or has no form as a graph; or a version that is not written
    /// here.</exception>
    public static IReadOnlyList<string> ExportOnnx(this INetworkModel model, string path, bool stream = false, OnnxOptions? options = null)
    {
        options ??= new();
        (string Path, byte[] Bytes)[] files = [.. model.ToNetworks(stream).Select(part =>
        {
            var metadata = part.Network.Metadata.ToDictionary();
            foreach (var (name, value) in options.Metadata) metadata[name] = value;
            return (PathOf(path, part.Part), OnnxFile.ToModel(part.Network.Graph, options with { Metadata = metadata }).ToByteArray());
        })];
        foreach (var (file, bytes) in files) AtomicFile.Write(file, bytes);
        return [.. files.Select(f => f.Path)];
    }

    private static string PathOf(string path, string part)
        => part == "" ? path
            : Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}-{part}{Path.GetExtension(path)}");
}
