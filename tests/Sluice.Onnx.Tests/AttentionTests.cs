using Google.Protobuf;
using Sluice.Autodiff;
using Sluice.Networks;
using Sluice.Onnx.Protocol;
using AttributeKind = Sluice.Onnx.Protocol.AttributeProto.Types.AttributeType;

namespace Sluice.Onnx.Tests;

/// <summary>Attention of ONNX and of ONNX Runtime's own domain, beside ONNX Runtime.</summary>
public class AttentionTests
{
    private const string Microsoft = "com.microsoft";

    public static TheoryData<string> Names => [.. Cases().Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_are_those_of_ONNX_Runtime(string name)
    {
        var example = Cases().Single(c => c.Name == name);
        string path = Path.Combine(Directory.CreateTempSubdirectory("sluice-").FullName, "attention.onnx");
        try
        {
            File.WriteAllBytes(path, Model(example).ToByteArray());
            var given = example.Inputs.Where(i => i.Value is not null).ToDictionary(i => i.Name, i => i.Value!);
            var read = OnnxFile.Read(path).Network.Run(given);
            using var runtime = new Runtime(path);
            var right = runtime.Run(given);
            Assert.Equal(example.Outputs, right.Count);
            foreach (var (output, numbers) in right)
            {
                float[] own = read[output].ToFloats();
                Assert.Equal(numbers.Length, own.Length);
                for (int i = 0; i < own.Length; i++) Assert.True(Math.Abs(numbers[i] - own[i]) < 1e-5, $"{output}[{i}]: {numbers[i]} of ONNX Runtime, {own[i]}");
            }
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    [Theory]
    [InlineData("MultiHeadAttention", "", "not one of those that run here")]
    [InlineData("MultiHeadAttention", Microsoft, "packed ones are not read here")]
    [InlineData("LongformerAttention", Microsoft, "not one of those that run here")]
    public void What_is_not_read_is_refused_by_name(string kind, string domain, string part)
    {
        var example = new Example(kind, kind, domain, [("num_heads", 2L)], [("q", Numbers(1, 2, 4))], 1);
        var refused = Assert.Throws<SluiceFormatException>(() =>
        {
            using var file = new MemoryStream(Model(example).ToByteArray());
            try
            {
                OnnxFile.Read(file, "attention.onnx").Network.Run(example.Inputs.ToDictionary(i => i.Name, i => i.Value!));
            }
            catch (SluiceException e) when (e is not SluiceFormatException)
            {
                throw new SluiceFormatException(e.Message, "attention.onnx");
            }
        });
        Assert.Contains(part, refused.Message);
        Assert.Contains(kind, refused.Message);
    }

    private static IEnumerable<Example> Cases()
    {
        Value q = Numbers(2, 3, 4, 8), k = Numbers(2, 3, 6, 8), v = Numbers(2, 3, 6, 5);
        yield return new("by heads", "Attention", "", [], [("Q", q), ("K", k), ("V", v)], 1);
        yield return new("scaled", "Attention", "", [("scale", 0.1f)], [("Q", q), ("K", k), ("V", v)], 1);
        yield return new("causal", "Attention", "", [("is_causal", 1L)], [("Q", q), ("K", Numbers(2, 3, 4, 8)), ("V", Numbers(2, 3, 4, 8))], 1);
        yield return new("soft cap", "Attention", "", [("softcap", 0.5f)], [("Q", q), ("K", k), ("V", v)], 1);
        yield return new("masked", "Attention", "", [], [("Q", q), ("K", k), ("V", v), ("mask", Numbers(4, 6))], 1);
        yield return new("masked by truths", "Attention", "", [], [("Q", q), ("K", k), ("V", v), ("mask", Truths(2, 1, 4, 6))], 1);
        yield return new("groups", "Attention", "", [], [("Q", Numbers(2, 9, 4, 8)), ("K", k), ("V", v)], 1);
        yield return new(
            "side by side", "Attention", "", [("q_num_heads", 4L), ("kv_num_heads", 2L)], [("Q", Numbers(2, 3, 24)), ("K", Numbers(2, 5, 12)), ("V", Numbers(2, 5, 12))], 1);
        yield return new(
            "behind others", "Attention", "", [],
            [("Q", q), ("K", k), ("V", v), ("mask", null), ("past_key", Numbers(2, 3, 2, 8)), ("past_value", Numbers(2, 3, 2, 5))], 3);
        Value wide = Numbers(2, 4, 12), other = Numbers(2, 6, 12);
        yield return new("of Microsoft", "MultiHeadAttention", Microsoft, [("num_heads", 3L)], [("query", wide), ("key", other), ("value", other)], 1);
        yield return new(
            "with a bias and lengths", "MultiHeadAttention", Microsoft, [("num_heads", 3L)],
            [("query", wide), ("key", other), ("value", other), ("bias", Numbers(36)), ("padding", Value.From([4, 6], 2))], 1);
        yield return new(
            "with a mask and numbers", "MultiHeadAttention", Microsoft, [("num_heads", 3L), ("scale", 0.3f)],
            [
                ("query", wide), ("key", other), ("value", other), ("bias", null), ("padding", Value.From([1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1], 2, 6)),
                ("attention_bias", Numbers(1, 3, 4, 6)),
            ], 1);
        yield return new(
            "in one direction", "MultiHeadAttention", Microsoft, [("num_heads", 3L), ("unidirectional", 1L)],
            [("query", wide), ("key", wide), ("value", wide)], 1);
        yield return new(
            "fused", "Attention", Microsoft, [("num_heads", 2L)],
            [("input", Numbers(2, 4, 6)), ("weights", Numbers(6, 24)), ("bias", Numbers(24)), ("mask_index", Value.From([3, 4], 2))], 1);
        yield return new(
            "fused, of other sizes, in one direction", "Attention", Microsoft, [("num_heads", 2L), ("unidirectional", 1L), ("qkv_hidden_sizes", new[] { 8L, 8, 4 })],
            [("input", Numbers(2, 4, 6)), ("weights", Numbers(6, 20)), ("bias", Numbers(20))], 1);
    }

    private static Value Numbers(params int[] shape)
    {
        int count = shape.Aggregate((a, b) => a * b);
        return Value.From([.. Enumerable.Range(0, count).Select(i => MathF.Sin(1.7f * i + 0.3f * shape.Length + shape[^1]))], shape);
    }

    // The first key of each row is seen, so that no row is without any.
    private static Value Truths(params int[] shape)
        => Value.From([.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(i => i % shape[^1] == 0 || i * i % 3 == 1)], shape);

    private static ModelProto Model(Example example)
    {
        string[] outputs = [.. new[] { "Y", "present_key", "present_value" }.Take(example.Outputs)];
        var node = new NodeProto { OpType = example.Kind, Name = example.Kind, Domain = example.Domain };
        node.Input.AddRange(example.Inputs.Select(i => i.Value is null ? "" : i.Name));
        node.Output.AddRange(outputs);
        foreach (var (name, value) in example.Attributes)
        {
            var attribute = new AttributeProto { Name = name };
            if (value is long whole) (attribute.Type, attribute.I) = (AttributeKind.Int, whole);
            else if (value is float number) (attribute.Type, attribute.F) = (AttributeKind.Float, number);
            else
            {
                attribute.Type = AttributeKind.Ints;
                attribute.Ints.AddRange((long[])value);
            }

            node.Attribute.Add(attribute);
        }

        var graph = new GraphProto { Name = "attention", Node = { node } };
        foreach (var (name, value) in example.Inputs)
        {
            if (value is null) continue;
            var tensor = new TypeProto.Types.Tensor { ElemType = (int)value.Type, Shape = new() };
            foreach (int n in value.Shape) tensor.Shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = n });
            graph.Input.Add(new ValueInfoProto { Name = name, Type = new() { TensorType = tensor } });
        }

        foreach (string output in outputs)
            graph.Output.Add(new ValueInfoProto { Name = output, Type = new() { TensorType = new() { ElemType = 1 } } });
        return new ModelProto
        {
            IrVersion = 10,
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 23 }, new OperatorSetIdProto { Domain = Microsoft, Version = 1 } },
        };
    }

    private sealed record Example(
        string Name, string Kind, string Domain, (string Name, object Value)[] Attributes, (string Name, Value? Value)[] Inputs, int Outputs);
}
