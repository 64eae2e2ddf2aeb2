using Google.Protobuf;
using Sluice.Formats;
using Sluice.Models;
using Sluice.Networks;
using Sluice.Onnx.Protocol;

namespace Sluice.Onnx;

/// <summary>
/// An ONNX file as it was read: who made it, and its graph as a <see cref="Models.Network"/> whose constants are folded, whose branches of known
/// condition are resolved and whose recurrences are layers.
/// </summary>
/// <remarks>Nothing in it changes, so any number of threads may use one. Files are data: nothing of them is executed but the operators
/// listed.</remarks>
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
    /// <exception cref="SluiceFormatException">It is no ONNX file, not whole, or has something that is not read here; the message names the
    /// place.</exception>
    public static OnnxFile Read(string path)
    {
        string? folder = Path.GetDirectoryName(Path.GetFullPath(path));
        using (var source = ByteSource.Open(path))
        {
            if (LargeConstants.Read(source) is var (model, places))
                return Read(() => ModelProto.Parser.ParseFrom(model), path, folder, source, places);
        }

        // What it is not is said by reading it whole.
        using var stream = File.OpenRead(FileScope.Check(path));
        return Read(() => ModelProto.Parser.ParseFrom(stream), path, folder);
    }

    /// <summary>Reads a file out of a stream; it must hold all of its data itself.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="SluiceFormatException">As <see cref="Read(string)"/>.</exception>
    public static OnnxFile Read(Stream stream, string name) => Read(() => ModelProto.Parser.ParseFrom(stream), name, null);

    /// <summary>
    /// Writes a graph as an ONNX file that runs elsewhere: recurrent layers become LSTM, GRU or RNN where the cell is one of them, and otherwise a
    /// Scan whose body is the cell's own recorded graph. The former file stays until the new one is complete.
    /// </summary>
    /// <param name="graph">The graph, such as a <see cref="NetworkBuilder"/> makes.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">The version of the operators, and what else the file says.</param>
    /// <exception cref="SluiceException">A version that is not written here, or an operator that it does not have.</exception>
    public static void Write(NetworkGraph graph, string path, OnnxOptions? options = null)
        => AtomicFile.Write(path, ToModel(graph, options ?? new()).ToByteArray());

    internal static ModelProto ToModel(NetworkGraph graph, OnnxOptions options)
    {
        if (options.Opset is < OnnxOptions.OldestOpset or > OnnxOptions.NewestOpset)
            throw new SluiceException($"ONNX: expected an opset from {OnnxOptions.OldestOpset} to {OnnxOptions.NewestOpset}, got {options.Opset}.");
        var model = new ModelProto
        {
            // The file format's version that came with the operators' version.
            IrVersion = options.Opset switch { < 15 => 7, < 19 => 8, < 21 => 9, < 23 => 10, _ => 11 },
            ProducerName = "sluice",
            DocString = options.Description,
            Graph = new GraphWriting(options.Opset).Write(Lowering.Of(graph), options.Name),
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = options.Opset });
        foreach (var (key, value) in options.Metadata) model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return model;
    }

    private static OnnxFile Read(
        Func<ModelProto> parse, string name, string? folder, ByteSource? source = null, IReadOnlyList<BytePlace?>? places = null)
    {
        try
        {
            var model = parse();
            if (model.Graph is null || model.OpsetImport.Count == 0)
                throw new SluiceFormatException("expected an ONNX file with a graph and the version of its operators, got none.", name);
            using var reading = new GraphReading(model, folder, source, places);
            var file = new OnnxFile(model, reading.Read(model.Graph), reading.Opset);

            // What went into no layer and no weight is read before the files are closed.
            foreach (var constant in file.Network.Constants.Values) _ = constant.Late?.Numbers;
            return file;
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
