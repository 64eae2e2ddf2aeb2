using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Grpc.Core;
using Sluice.Serving.Answers;
using Sluice.Serving.Models;
using Sluice.Serving.Protocol.Grpc;
using Sluice.Serving.Sessions;

namespace Sluice.Serving.Protocol;

/// <summary>The Open Inference Protocol, version 2, over gRPC; the same answers as over REST.</summary>
internal sealed class GrpcApi(ModelShelf shelf, Front front, Inference inference, ISessionKeeper sessions)
    : GRPCInferenceService.GRPCInferenceServiceBase
{
    public override Task<ServerLiveResponse> ServerLive(ServerLiveRequest request, ServerCallContext context)
        => Call(context, "live", null, _ => Task.FromResult(new ServerLiveResponse { Live = true }), isOpen: true);

    public override Task<ServerReadyResponse> ServerReady(ServerReadyRequest request, ServerCallContext context)
        => Call(context, "ready", null, _ => Task.FromResult(new ServerReadyResponse { Ready = shelf.IsReady && sessions.IsReady }), isOpen: true);

    public override Task<ModelReadyResponse> ModelReady(ModelReadyRequest request, ServerCallContext context) => Call(context, "model_ready", request.Name, _ =>
    {
        var model = shelf.Find(request.Name);
        return Task.FromResult(new ModelReadyResponse
        {
            Ready = request.Version.Length == 0 ? model.IsReady : model.Versions.Any(v => v.Version == request.Version),
        });
    });

    public override Task<ServerMetadataResponse> ServerMetadata(ServerMetadataRequest request, ServerCallContext context)
        => Call(context, "server", null, _ => Task.FromResult(new ServerMetadataResponse
        {
            Name = "sluice",
            Version = Inference.Version ?? "",
            Extensions = { Inference.Extensions },
        }));

    public override Task<ModelMetadataResponse> ModelMetadata(ModelMetadataRequest request, ServerCallContext context)
        => Call(context, "metadata", request.Name, _ =>
        {
            var model = shelf.Find(request.Name);
            var now = model.Find(Given(request.Version));
            return Task.FromResult(new ModelMetadataResponse
            {
                Name = model.Name,
                Versions = { model.Versions.Select(v => v.Version) },
                Platform = now.Platform,
                Inputs = { TensorQuestions.Inputs(now).Select(Described) },
                Outputs = { TensorQuestions.Outputs(now).Select(Described) },
            });
        });

    public override Task<ModelInferResponse> ModelInfer(ModelInferRequest request, ServerCallContext context)
        => Call(context, "infer", request.ModelName, stop => Infer(request, stop));

    public override async Task ModelStreamInfer(
        IAsyncStreamReader<ModelInferRequest> requests, IServerStreamWriter<ModelStreamInferResponse> answers, ServerCallContext context)
    {
        await foreach (var request in requests.ReadAllAsync(context.CancellationToken))
        {
            ModelStreamInferResponse answer;
            try
            {
                answer = new() { InferResponse = await ModelInfer(request, context) };
            }
            catch (RpcException e) when (e.StatusCode is not (StatusCode.Cancelled or StatusCode.Unauthenticated))
            {
                // What one request did wrong is its own answer; the stream goes on.
                answer = new() { ErrorMessage = e.Status.Detail, InferResponse = new() { Id = request.Id } };
            }

            await answers.WriteAsync(answer, context.CancellationToken);
        }
    }

    private Task<T> Call<T>(ServerCallContext context, string endpoint, string? model, Func<CancellationToken, Task<T>> answer, bool isOpen = false)
        => front.Call(context.GetHttpContext(), endpoint, model, answer, context.CancellationToken, isOpen);

    private async Task<ModelInferResponse> Infer(ModelInferRequest request, CancellationToken stop)
    {
        bool raw = request.RawInputContents.Count > 0;
        if (raw && request.RawInputContents.Count != request.Inputs.Count)
            throw ServingException.Bad($"expected raw contents for each of {request.Inputs.Count} inputs, got {request.RawInputContents.Count}.");
        var inputs = request.Inputs.Select((input, i) => raw
            ? WireTensor.OfBytes(input.Name, input.Datatype, input.Shape, request.RawInputContents[i].Span)
            : WireTensor.OfElements(input.Name, input.Datatype, input.Shape, Elements(input))).ToList();
        if (inputs.GroupBy(t => t.Name).FirstOrDefault(g => g.Count() > 1) is { } doubled)
            throw ServingException.Bad($"expected each input once, got '{doubled.Key}' {doubled.Count()} times.");
        var asked = new InferRequest(
            request.Id, inputs, request.Outputs.Count == 0 ? null : [.. request.Outputs.Select(o => (o.Name, (bool?)null))], raw,
            request.Parameters.ToDictionary(p => p.Key, p => Value(p.Value)));
        var inferred = await inference.Of(request.ModelName, Given(request.ModelVersion), asked, stop);
        var answer = new ModelInferResponse { ModelName = inferred.Model, ModelVersion = inferred.Version, Id = request.Id };
        foreach (var (name, value) in inferred.Parameters)
            answer.Parameters[name] = value is long number ? new() { Int64Param = number } : new() { StringParam = (string)value };
        foreach (var (tensor, _) in inferred.Wanted(asked))
        {
            var output = new ModelInferResponse.Types.InferOutputTensor
            {
                Name = tensor.Name,
                Datatype = tensor.Datatype,
                Shape = { tensor.Shape.Select(n => (long)n) },
            };
            if (raw) answer.RawOutputContents.Add(ByteString.CopyFrom(tensor.ToBytes()));
            else output.Contents = Contents(tensor);
            answer.Outputs.Add(output);
        }

        return answer;
    }

    private static string? Given(string version) => version.Length == 0 ? null : version;

    private static ModelMetadataResponse.Types.TensorMetadata Described(TensorQuestions.Described tensor)
        => new() { Name = tensor.Name, Datatype = tensor.Datatype, Shape = { tensor.Shape.Select(n => (long)n) } };

    private static JsonElement Value(InferParameter parameter) => JsonSerializer.SerializeToElement<object?>(parameter.ParameterChoiceCase switch
    {
        InferParameter.ParameterChoiceOneofCase.BoolParam => parameter.BoolParam,
        InferParameter.ParameterChoiceOneofCase.Int64Param => parameter.Int64Param,
        InferParameter.ParameterChoiceOneofCase.StringParam => parameter.StringParam,
        InferParameter.ParameterChoiceOneofCase.DoubleParam => parameter.DoubleParam,
        InferParameter.ParameterChoiceOneofCase.Uint64Param => parameter.Uint64Param,
        _ => null,
    });

    /// <summary>The elements that stand in the field of the tensor's type.</summary>
    private static Array Elements(ModelInferRequest.Types.InferInputTensor input)
    {
        var contents = input.Contents ?? new();
        return input.Datatype switch
        {
            "BOOL" => Numbers(contents.BoolContents, v => v ? 1 : 0),
            "INT8" or "INT16" or "INT32" => Numbers(contents.IntContents, v => v),
            "INT64" => Numbers(contents.Int64Contents, v => v),
            "UINT8" or "UINT16" or "UINT32" => Numbers(contents.UintContents, v => v),
            "UINT64" => Numbers(contents.Uint64Contents, v => v),
            "FP32" => Numbers(contents.Fp32Contents, v => v),
            "FP64" => Numbers(contents.Fp64Contents, v => v),
            DataTypes.Bytes => contents.BytesContents.Select(b => b.ToStringUtf8()).ToArray(),
            var other => throw ServingException.Bad($"input '{input.Name}': {other} goes as raw contents."),
        };
    }

    private static double[] Numbers<T>(RepeatedField<T> values, Func<T, double> of) => [.. values.Select(of)];

    private static InferTensorContents Contents(WireTensor tensor)
    {
        var contents = new InferTensorContents();
        switch (tensor.Values)
        {
            case string[] texts: contents.BytesContents.AddRange(texts.Select(ByteString.CopyFromUtf8)); break;
            case float[] numbers: contents.Fp32Contents.AddRange(numbers); break;
            case long[] numbers: contents.Int64Contents.AddRange(numbers); break;
            case int[] numbers: contents.IntContents.AddRange(numbers); break;
            case bool[] truths: contents.BoolContents.AddRange(truths); break;
            default: contents.Fp64Contents.AddRange((double[])tensor.Values); break;
        }

        return contents;
    }
}
