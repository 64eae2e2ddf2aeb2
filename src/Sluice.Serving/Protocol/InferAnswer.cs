using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Sluice.Serving.Protocol;

/// <summary>Writes the answer to a request to infer.</summary>
internal static class InferAnswer
{
    /// <summary>The header that says how much of a body is JSON.</summary>
    public const string JsonLength = "Inference-Header-Content-Length";

    private static readonly JsonWriterOptions s_writing = new() { Encoder = AnswerJson.Options.Encoder };

    /// <summary>Writes the outputs that were asked for.</summary>
    public static async Task Write(HttpContext context, InferRequest request, Inferred inferred)
    {
        var parameters = inferred.Parameters;
        var wanted = inferred.Wanted(request);
        var buffer = new ArrayBufferWriter<byte>();
        List<byte[]> behind = [];
        using (var json = new Utf8JsonWriter(buffer, s_writing))
        {
            json.WriteStartObject();
            json.WriteString("model_name", inferred.Model);
            json.WriteString("model_version", inferred.Version);
            if (request.Id is not null) json.WriteString("id", request.Id);
            if (parameters.Count > 0)
            {
                json.WriteStartObject("parameters");
                foreach (var (name, value) in parameters)
                {
                    if (value is long number) json.WriteNumber(name, number);
                    else json.WriteString(name, (string)value);
                }

                json.WriteEndObject();
            }

            json.WriteStartArray("outputs");
            foreach (var (tensor, isBinary) in wanted)
                if (tensor.Write(json, isBinary ?? request.IsBinary) is { } bytes) behind.Add(bytes);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        if (behind.Count == 0)
        {
            context.Response.ContentType = "application/json";
        }
        else
        {
            context.Response.ContentType = "application/octet-stream";
            context.Response.Headers[JsonLength] = buffer.WrittenCount.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        context.Response.ContentLength = buffer.WrittenCount + behind.Sum(b => (long)b.Length);
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
        foreach (byte[] bytes in behind) await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
