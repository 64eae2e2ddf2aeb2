using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Data.Tables;

/// <summary>How vocabularies and encoders are kept in the metadata of a model file.</summary>
internal static class DataJson
{
    /// <summary>Letters of every language stay letters.</summary>
    internal static string Write(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json =
            new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) node.WriteTo(json);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads one document; whatever is wrong with it becomes one message.</summary>
    internal static T Read<T>(string what, string json, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        // Wrong syntax; a missing property; a value of another kind; a number out of range; parts that do not fit.
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException
            or SluiceException and not SluiceFormatException)
        {
            throw new SluiceFormatException($"{what} cannot be read: {e.Message}", inner: e);
        }
    }

    internal static string Text(JsonElement element) => element.GetString() ?? throw new JsonException("expected a text, got null.");
}
