using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Cli;

/// <summary>Results for machines: one object on one line, names in snake_case, null for what is no number.</summary>
internal static class JsonLine
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new FiniteNumber<double>(), new FiniteNumber<float>() },
    };

    /// <summary>The option that asks for it.</summary>
    public static System.CommandLine.Option<bool> Option() => new("--json") { Description = "the results as one JSON object, for machines" };

    /// <summary>The line.</summary>
    public static string Of(object result) => JsonSerializer.Serialize(result, s_options);

    private sealed class FiniteNumber<T> : JsonConverter<T> where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            if (!T.IsFinite(value)) writer.WriteNullValue();
            else if (value is float single) writer.WriteNumberValue(single);
            else writer.WriteNumberValue(double.CreateChecked(value));
        }
    }
}
