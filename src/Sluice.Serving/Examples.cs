using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Sluice.Serving;

/// <summary>Examples of requests, for the description of the service (OpenAPI).</summary>
internal static class Examples
{
    public const string Infer =
        """{"id": "42", "inputs": [{"name": "readings", "shape": [1, 2], "datatype": "FP64", "data": [0.5, 21.3]}], "parameters": {"sequence_start": true}}""";

    public const string Rows = """{"rows": [{"date": "2024-04-01", "price": 12.5}, {"date": "2024-04-02", "price": 12.5}], "options": {"best": 1}}""";

    public const string Generate = """{"text_input": "once upon", "parameters": {"length": 40, "temperature": 0.8, "seed": 1}}""";

    public const string Start = """{"id": "pump-7"}""";

    public const string Step = """{"readings": [0.5, 21.3]}""";

    public const string StateStep = """{"state": "", "readings": [0.5, 21.3]}""";

    /// <summary>Says of an operation what its body is, by an example.</summary>
    public static void Of(this IEnumerable<RouteHandlerBuilder> operations, string example)
    {
        foreach (var operation in operations) operation.Of(example);
    }

    /// <summary>Says of an operation what its body is, by an example.</summary>
    public static void Of(this RouteHandlerBuilder operation, string example) => operation.AddOpenApiOperationTransformer((told, _, _) =>
    {
        told.RequestBody = new OpenApiRequestBody
        {
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object }, Example = JsonNode.Parse(example) },
            },
        };
        return Task.CompletedTask;
    });
}
