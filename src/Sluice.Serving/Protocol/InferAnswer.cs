using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Serving.Models;

namespace Sluice.Serving.Protocol;

/// <summary>Writes the answer to a request to infer.</summary>
internal static class InferAnswer
{
    /// <summary>The header that says how much of a body is JSON.</summary>
    public const string JsonLength = "Inference-Header-Content-Length";

    private static readonly JsonWriterOptions s_writing = new() { Encoder = AnswerJson.Options.Encoder };

    /// <summary>Writes the outputs that were asked for.</summary>
    /// <param name="context">The request.</param>
    /// <param name="version">The model.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="all">All outputs that there are.</param>
    /// <param name="usual">How many of them come when none is named.</param>
    /// <param name="parameters">Parameters of the answer.</param>
    public static async Task Write(
        HttpContext context, ModelVersion version, InferRequest request, IReadOnlyList<WireTensor> all, int usual,
        IReadOnlyList<(string Name, object Value)> parameters)
    {
        var wanted = request.Outputs is { } named
            ? named.Select(o => (Tensor: all.FirstOrDefault(t => t.Name == o.Name) ?? throw ServingException.Bad(
                $"model '{version.Name}' has no output '{o.Name}'; it has {string.Join(", ", all.Select(t => t.Name))}."), o.IsBinary)).ToList()
            : [.. all.Take(usual).Select(t => (Tensor: t, IsBinary: (bool?)null))];
        var buffer = new ArrayBufferWriter<byte>();
        List<byte[]> behind = [];
        using (var json = new Utf8JsonWriter(buffer, s_writing))
        {
            json.WriteStartObject();
            json.WriteString("model_name", version.Name);
            json.WriteString("model_version", version.Version);
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
