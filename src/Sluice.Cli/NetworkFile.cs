using Sluice.Formats;
using Sluice.Formats.Foreign;
using Sluice.Interop;
using Sluice.Models;
using Sluice.Onnx;
using Sluice.Tasks.Registry;

namespace Sluice.Cli;

/// <summary>A net that others trained: an ONNX file, or a whole model of Keras.</summary>
/// <param name="Network">The net.</param>
/// <param name="Kind">What the file is.</param>
/// <param name="Metadata">What the file says beside the net.</param>
/// <param name="Opset">Of an ONNX file: the version of the operators.</param>
/// <param name="Producer">Of an ONNX file: what wrote it.</param>
internal sealed record NetworkFile(
    Network Network, string Kind, IReadOnlyDictionary<string, string> Metadata, int? Opset = null, string Producer = "")
{
    private static readonly string[] s_keras = [".keras", ".h5", ".hdf5"];

    /// <summary>Whether a file holds a net: an ONNX file, or a file of Keras.</summary>
    public static bool IsFor(string path) => IsOnnx(path) || IsKeras(path);

    /// <summary>Whether a file is an ONNX file, by its first bytes: the version of the format, then a field that follows it.</summary>
    public static bool IsOnnx(string path)
        => File.Exists(path) && (path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) || OtherFile.IsOnnx(path));

    /// <summary>Whether a file is one of Keras, by its name and its first bytes.</summary>
    public static bool IsKeras(string path)
        => File.Exists(path) && s_keras.Contains(Path.GetExtension(path).ToLowerInvariant()) && WeightFile.Is(path);

    /// <summary>Reads it.</summary>
    /// <exception cref="SluiceFormatException">It is damaged, has weights alone, or something that is not read; the place is named.</exception>
    public static NetworkFile Read(string path)
    {
        if (IsKeras(path))
        {
            var network = KerasFiles.ReadNetwork(path);
            return new(network, $"a model of Keras, version {network.Metadata["keras_version"]}", new Dictionary<string, string>());
        }

        var file = OnnxFile.Read(path);
        string by = file.Producer == "" ? "" : $", by {file.Producer}";
        return new(file.Network, $"an ONNX file, opset {file.Opset}{by}", file.Metadata, file.Opset, file.Producer);
    }
}
