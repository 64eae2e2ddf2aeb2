using System.Runtime.InteropServices;
using System.Text.Json;

namespace Sluice.Formats.Foreign;

/// <summary>
/// The JSON files of RTNeural: a list of Keras layers with their weights, whose arrays are called <c>lstm_1/kernel</c> by the layer's type
/// and place; or the state of a PyTorch module, by its names.
/// </summary>
internal sealed class RtNeuralFormat : IWeightFormat
{
    private const int MostTensors = 16_384, MostDimensions = 8, LongestName = 256;

    public string Name => "a JSON file of weights (RTNeural)";

    // An object whose first name is "in_shape" or "layers", or holds an array within an array, as weights do.
    public bool Is(ByteSource source)
    {
        var first = source.First.Span;
        if (first.StartsWith([(byte)0xEF, (byte)0xBB, (byte)0xBF])) first = first[3..];
        var json = new Utf8JsonReader(first, isFinalBlock: false, default);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
            if (!json.Read() || json.TokenType != JsonTokenType.PropertyName) return false;
            string name = json.GetString()!;
            if (!json.Read() || json.TokenType != JsonTokenType.StartArray) return false;
            return name is "in_shape" or "layers"
                || (name.Contains("weight", StringComparison.Ordinal) || name.Contains("bias", StringComparison.Ordinal)) && json.Read()
                && json.TokenType is JsonTokenType.StartArray or JsonTokenType.Number;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    public WeightContent Read(ByteSource source)
    {
        if (source.Length > int.MaxValue / 2) throw source.Bad($"it has {source.Length} bytes of JSON, more than models of this kind have.");
        var bytes = source.Read(0, source.Length).Span;
        if (bytes.StartsWith([(byte)0xEF, (byte)0xBB, (byte)0xBF])) bytes = bytes[3..];
        var content = new Content(source);
        try
        {
            var json = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 16 });
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string name = json.GetString()!;
                json.Read();
                if (name == "layers") content.Layers(ref json);
                else if (json.TokenType == JsonTokenType.StartArray && name != "in_shape") content.Array(name, ref json);
                else json.Skip();
            }

            json.Read(); // nothing but white space may follow
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: half of a surrogate pair
        {
            throw new SluiceFormatException($"this is no valid JSON: {e.Message}", source.File, inner: e);
        }

        return new WeightContent(content.Tensors, content.Metadata);
    }

    private sealed class Content(ByteSource source)
    {
        private readonly HashSet<string> _names = new(StringComparer.Ordinal);

        public List<NamedTensor> Tensors { get; } = [];

        public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

        public void Layers(ref Utf8JsonReader json)
        {
            if (json.TokenType != JsonTokenType.StartArray) throw source.Bad("expected a list of layers.");
            for (int i = 0; json.Read() && json.TokenType == JsonTokenType.StartObject; i++) Layer(i, ref json);
        }

        private void Layer(int place, ref Utf8JsonReader json)
        {
            string type = "layer", activation = "";
            List<NamedTensor> weights = [];
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                string name = json.GetString()!;
                json.Read();
                if (name is "type" or "activation" && json.TokenType == JsonTokenType.String)
                {
                    string text = json.GetString()!;
                    if (text.Length > LongestName) throw source.Bad($"layer {place}: its {name} is a text of {text.Length} characters.");
                    if (name == "type") type = text;
                    else activation = text;
                }
                else if (name == "weights" && json.TokenType == JsonTokenType.StartArray)
                {
                    while (json.Read() && json.TokenType == JsonTokenType.StartArray) weights.Add(Numbers($"{weights.Count}", ref json));
                    if (json.TokenType != JsonTokenType.EndArray) throw source.Bad($"layer {place}: expected arrays as weights.");
                }
                else json.Skip();
            }

            string[] names = type switch
            {
                "lstm" or "gru" or "rnn" or "simple_rnn" => ["kernel", "recurrent_kernel", "bias"],
                "dense" or "time-distributed-dense" or "conv1d" or "conv2d" => ["kernel", "bias"],
                _ => [],
            };
            for (int k = 0; k < weights.Count; k++)
                Add($"{type}_{place}/{(k < names.Length ? names[k] : $"weights_{k}")}", weights[k]);
            if (activation.Length > 0) Metadata[$"{type}_{place}.activation"] = activation;
        }

        public void Array(string name, ref Utf8JsonReader json) => Add(name, Numbers(name, ref json));

        private void Add(string name, NamedTensor tensor)
        {
            if (Tensors.Count == MostTensors) throw source.Bad($"it has more than {MostTensors} arrays.");
            if (!SafeTensorsReader.IsName(name) || !_names.Add(name)) throw source.Bad($"the name of array {Tensors.Count + 1} appears twice, or is no text.");
            Tensors.Add(new NamedTensor(name, tensor.Type, [.. tensor.Shape], tensor.Bytes));
        }

        /// <summary>Arrays within arrays, all of a depth of one length.</summary>
        private NamedTensor Numbers(string name, ref Utf8JsonReader json)
        {
            List<float> values = [];
            var sizes = new int[MostDimensions];
            var at = new int[MostDimensions];
            sizes.AsSpan().Fill(-1);
            int depth = 1, deepest = -1;
            while (depth > 0 && json.Read())
            {
                switch (json.TokenType)
                {
                    case JsonTokenType.StartArray:
                        at[depth - 1]++;
                        if (depth == MostDimensions || depth == deepest) throw Uneven(name);
                        at[depth++] = 0;
                        break;
                    case JsonTokenType.EndArray:
                        depth--;
                        if (sizes[depth] >= 0 && sizes[depth] != at[depth]) throw Uneven(name);
                        sizes[depth] = at[depth];
                        break;
                    case JsonTokenType.Number when deepest < 0 || deepest == depth:
                        deepest = depth;
                        at[depth - 1]++;
                        values.Add((float)json.GetDouble());
                        break;
                    default: throw Uneven(name);
                }
            }

            int[] shape = [.. sizes.TakeWhile(s => s >= 0)];
            if (NamedTensor.ByteCount(ElementType.F32, shape) != 4L * values.Count) throw Uneven(name);
            return NamedTensor.Of<float>(name, shape, CollectionsMarshal.AsSpan(values));
        }

        private SluiceFormatException Uneven(string name)
            => source.Bad($"array '{(name.Length > 60 ? name[..60] + "…" : name)}': expected numbers in arrays of equal length.");
    }
}
