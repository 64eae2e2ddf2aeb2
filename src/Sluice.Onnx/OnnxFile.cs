using Google.Protobuf;
using Sluice.Networks;
using Sluice.Onnx.Protocol;

namespace Sluice.Onnx;

/// <summary>
/// An ONNX file as it was read: who made it, and its graph as a <see cref="Networks.Network"/> whose constants are folded, whose branches of known
/// condition are resolved and whose recurrences are layers.
/// </summary>
/// <remarks>Nothing in it changes, so any number of threads may use one. Files are data: nothing of them is executed but the operators listed.</remarks>
public sealed class OnnxFile
{
    private OnnxFile(ModelProto model, NetworkGraph graph, int opset)
    {
        (Producer, Opset) = ($"{model.ProducerName} {model.ProducerVersion}".Trim(), opset);
        Metadata = model.MetadataProps.GroupBy(p => p.Key).ToDictionary(p => p.Key, p => p.Last().Value);
        Description = model.DocString;
        Network = new Network(graph) { Metadata = Metadata };
    }

    /// <summary>What wrote the file, with its version.</summary>
    public string Producer { get; }

    /// <summary>The version of ONNX's operators that it uses.</summary>
    public int Opset { get; }

    /// <summary>What its author says of it.</summary>
    public string Description { get; }

    /// <summary>Entries that its author added: labels and the like.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The net.</summary>
    public Network Network { get; }

    /// <summary>Reads a file; data that it keeps in other files is read from its folder.</summary>
    /// <exception cref="SluiceFormatException">It is no ONNX file, not whole, or has something that is not read here; the message names the place.</exception>
    public static OnnxFile Read(string path)
    {
        using var stream = File.OpenRead(path);
        return Read(stream, path, Path.GetDirectoryName(Path.GetFullPath(path)));
    }

    /// <summary>Reads a file out of a stream; it must hold all of its data itself.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="SluiceFormatException">As <see cref="Read(string)"/>.</exception>
    public static OnnxFile Read(Stream stream, string name) => Read(stream, name, null);

    private static OnnxFile Read(Stream stream, string name, string? folder)
    {
        try
        {
            var model = ModelProto.Parser.ParseFrom(stream);
            if (model.Graph is null || model.OpsetImport.Count == 0)
                throw new SluiceFormatException("expected an ONNX file with a graph and the version of its operators, got none.", name);
            var reading = new GraphReading(model, folder);
            return new OnnxFile(model, reading.Read(model.Graph), reading.Opset);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new SluiceFormatException($"expected an ONNX file, got bytes that are none, or a part of one ({e.Message.TrimEnd('.')}).", name, inner: e);
        }
        catch (SluiceException e) when (e is not SluiceFormatException)
        {
            throw new SluiceFormatException(e.Message.TrimEnd('.') + ".", name, inner: e);
        }
    }
}
