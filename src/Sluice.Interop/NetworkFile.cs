using Sluice.Formats;
using Sluice.Formats.Foreign;
using Sluice.Models;
using Sluice.Onnx;

namespace Sluice.Interop;

/// <summary>A net that others trained, out of its file: ONNX, or a whole model of Keras.</summary>
/// <remarks>Nothing in it changes, so any number of threads may use one. Nothing of a file is executed.</remarks>
public sealed class NetworkFile
{
    private static readonly string[] s_keras = [".keras", ".h5", ".hdf5"];

    private NetworkFile(Network network, string kind, IReadOnlyDictionary<string, string> metadata, int? opset = null, string producer = "")
        => (Network, Kind, Metadata, Opset, Producer) = (network, kind, metadata, opset, producer);

    /// <summary>The endings of such files, with their dots.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".onnx", .. s_keras];

    /// <summary>The net.</summary>
    public Network Network { get; }

    /// <summary>What the file is, in words.</summary>
    public string Kind { get; }

    /// <summary>What the file says beside the net.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Of an ONNX file: the version of the operators; null for others.</summary>
    public int? Opset { get; }

    /// <summary>Of an ONNX file: what wrote it; empty for others.</summary>
    public string Producer { get; }

    /// <summary>Whether a file is called like one of these.</summary>
    /// <param name="path">The file.</param>
    public static bool IsNamedSo(string path) => Endings.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Whether a file is one of Keras, by its name and its first bytes.</summary>
    /// <param name="path">The file.</param>
    public static bool IsKeras(string path)
    {
        KerasFiles.Register();
        return File.Exists(path) && s_keras.Contains(Path.GetExtension(path).ToLowerInvariant()) && WeightFile.Is(path);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file: one of Keras by its name and first bytes, otherwise ONNX, whatever its name.</param>
    /// <exception cref="SluiceFormatException">It is damaged, has weights alone, or something that is not read; the place is named.</exception>
    public static NetworkFile Read(string path)
    {
        if (IsKeras(path))
        {
            using var weights = WeightFile.Open(path);
            return Of(weights);
        }

        var file = OnnxFile.Read(path);
        string by = file.Producer == "" ? "" : $", by {file.Producer}";
        return new(file.Network, $"an ONNX file, opset {file.Opset}{by}", file.Metadata, file.Opset, file.Producer);
    }

    /// <summary>A whole model of Keras, out of a file that is open.</summary>
    /// <param name="weights">The file; the net does not need it any more.</param>
    /// <exception cref="SluiceFormatException">It has weights alone, or something that is not read; the place is named.</exception>
    public static NetworkFile Of(WeightFile weights)
    {
        var network = KerasFiles.ReadNetwork(weights);
        return new(network, $"a model of Keras, version {network.Metadata["keras_version"]}", new Dictionary<string, string>());
    }
}
