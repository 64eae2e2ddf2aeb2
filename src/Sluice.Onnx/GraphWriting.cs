using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Sluice.Networks;
using Sluice.Onnx.Protocol;
using Kind = Sluice.Onnx.Protocol.AttributeProto.Types.AttributeType;

namespace Sluice.Onnx;

/// <summary>Writes a graph of ONNX's own operators as the messages of a file.</summary>
internal sealed class GraphWriting(int opset)
{
    /// <summary>The graph.</summary>
    /// <exception cref="SluiceException">An attribute that has no form in the file, or an operator that the version does not have.</exception>
    public GraphProto Write(NetworkGraph graph, string name)
    {
        var made = new GraphProto { Name = name };
        made.Input.Add(graph.Inputs.Select(PortOf));
        made.Output.Add(graph.Outputs.Select(PortOf));
        made.Initializer.Add(graph.Constants.Select(c => Tensor(c.Key, c.Value)));
        foreach (var node in graph.Nodes) made.Node.Add(NodeOf(AsOf(node, graph)));
        return made;
    }

    /// <summary>An array.</summary>
    public static TensorProto Tensor(string name, Value value)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)value.Type };
        foreach (int n in value.Shape) tensor.Dims.Add(n);
        switch (value.Type)
        {
            case ElementType.String: tensor.StringData.Add(value.ToTexts().Select(ByteString.CopyFromUtf8)); break;
            case ElementType.Double: tensor.DoubleData.Add(value.ToFloats().Select(v => (double)v)); break;
            case ElementType.Int64: tensor.RawData = Bytes<long>(value.ToIntegers()); break;
            case ElementType.Half: tensor.Int32Data.Add(value.ToFloats().Select(v => (int)BitConverter.HalfToUInt16Bits((Half)v))); break;
            case ElementType.BFloat16: tensor.Int32Data.Add(value.ToFloats().Select(v => (int)(BitConverter.SingleToUInt32Bits(v) >> 16))); break;
            case ElementType.UInt32 or ElementType.UInt64: tensor.Uint64Data.Add(value.ToIntegers().Select(v => (ulong)v)); break;
            case ElementType.Float: tensor.RawData = Bytes<float>(value.ToFloats()); break;
            default: tensor.Int32Data.Add(value.ToIntegers().Select(v => (int)v)); break;
        }

        return tensor;
    }

    private static ByteString Bytes<T>(T[] values) where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("ONNX files are written on little-endian machines alone.");
        return ByteString.CopyFrom(MemoryMarshal.AsBytes<T>(values));
    }

    /// <summary>A node as the version's operators have it: axes of means and the like are an attribute until opset 17.</summary>
    private Node AsOf(Node node, NetworkGraph graph)
    {
        if (opset >= 18 || node.Operator is not ("ReduceMean" or "ReduceMax" or "ReduceMin" or "ReduceL2" or "ReduceSumSquare") || node.Inputs.Count < 2)
            return node;
        if (!graph.Constants.TryGetValue(node.Inputs[1], out var axes)) throw new SluiceException($"{node.Operator}: expected fixed axes below opset 18, got others");
        return node with
        {
            Inputs = [node.Inputs[0]],
            Attributes = node.Attributes.Append(new("axes", axes.ToIntegers())).ToDictionary(),
        };
    }

    private NodeProto NodeOf(Node node)
    {
        if (node.Layers.Count > 0) throw new SluiceException($"node {node}: expected an operator of ONNX, got a recurrent layer");
        var made = new NodeProto { OpType = node.Operator, Name = node.Name, Domain = node.Domain };
        made.Input.Add(node.Inputs);
        made.Output.Add(node.Outputs);
        foreach (var (name, value) in node.Attributes) made.Attribute.Add(AttributeOf(name, value));
        return made;
    }

    private AttributeProto AttributeOf(string name, object value)
    {
        var made = new AttributeProto { Name = name };
        switch (value)
        {
            case long number: (made.I, made.Type) = (number, Kind.Int); break;
            case float number: (made.F, made.Type) = (number, Kind.Float); break;
            case string text: (made.S, made.Type) = (ByteString.CopyFromUtf8(text), Kind.String); break;
            case long[] numbers: (made.Type, _) = (Kind.Ints, Added(made.Ints, numbers)); break;
            case float[] numbers: (made.Type, _) = (Kind.Floats, Added(made.Floats, numbers)); break;
            case string[] texts: (made.Type, _) = (Kind.Strings, Added(made.Strings, texts.Select(ByteString.CopyFromUtf8))); break;
            case Value tensor: (made.T, made.Type) = (Tensor("", tensor), Kind.Tensor); break;
            case NetworkGraph graph: (made.G, made.Type) = (Write(graph, name), Kind.Graph); break;
            default: throw new SluiceException($"attribute '{name}': expected a number, a text, an array or a graph, got {value.GetType().Name}");
        }

        return made;
    }

    private static bool Added<T>(Google.Protobuf.Collections.RepeatedField<T> field, IEnumerable<T> values)
    {
        field.Add(values);
        return true;
    }

    private static ValueInfoProto PortOf(Port port)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)port.Type };
        if (port.Shape is { Count: > 0 } shape)
        {
            tensor.Shape = new TensorShapeProto();
            foreach (string size in shape)
            {
                var dimension = new TensorShapeProto.Types.Dimension();
                if (long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long n)) dimension.DimValue = n;
                else if (size != "") dimension.DimParam = size;
                tensor.Shape.Dim.Add(dimension);
            }
        }

        return new ValueInfoProto { Name = port.Name, Type = new TypeProto { TensorType = tensor } };
    }
}
