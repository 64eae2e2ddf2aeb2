using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Sluice.Serving.Protocol.Grpc;
using Sluice.Tasks.Life;

namespace Sluice.Serving.Tests;

/// <summary>The Open Inference Protocol over gRPC: the answers of REST, typed and raw, streams, sequences, and statuses.</summary>
public sealed class GrpcTests : IAsyncLifetime
{
    private Host _host = null!;
    private GrpcChannel _channel = null!;
    private GRPCInferenceService.GRPCInferenceServiceClient _client = null!;

    public async Task InitializeAsync()
    {
        var models = new[] { "life", "classify" }.Select(m => $"{m}={Host.Golden(m)}");
        _host = await Host.Start(new ServingOptions { Models = [.. models] }, null, new ListenOptions { GrpcPort = 0 });
        _channel = GrpcChannel.ForAddress(_host.Server.GrpcAddress!);
        _client = new(_channel);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task The_server_and_its_models_say_what_they_are()
    {
        Assert.True((await _client.ServerLiveAsync(new())).Live);
        Assert.True((await _client.ServerReadyAsync(new())).Ready);
        Assert.Equal("sluice", (await _client.ServerMetadataAsync(new())).Name);
        Assert.True((await _client.ModelReadyAsync(new() { Name = "life" })).Ready);
        var model = await _client.ModelMetadataAsync(new() { Name = "life" });
        Assert.Equal(["readings FP64 -1,2"], model.Inputs.Select(i => $"{i.Name} {i.Datatype} {string.Join(",", i.Shape)}"));
        Assert.Equal(["life", "low", "high"], model.Outputs.Select(o => o.Name));
    }

    [Fact]
    public async Task Typed_and_raw_contents_give_the_bits_of_a_lone_run()
    {
        var lone = Lone([1, 2], [3, 4]);
        var typed = await _client.ModelInferAsync(Asked("life", new() { Fp64Contents = { 1.0, 2, 3, 4 } }));
        Assert.Equal(lone, typed.Outputs.Single(o => o.Name == "life").Contents.Fp64Contents);
        var raw = Asked("life", null);
        raw.RawInputContents.Add(ByteString.CopyFrom(new double[] { 1, 2, 3, 4 }.SelectMany(BitConverter.GetBytes).ToArray()));
        raw.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "life" });
        var answer = await _client.ModelInferAsync(raw);
        Assert.Equal(lone, Enumerable.Range(0, 2).Select(i => BitConverter.ToDouble(answer.RawOutputContents[0].Span[(8 * i)..])));
        Assert.Null(answer.Outputs[0].Contents);
        var text = await _client.ModelInferAsync(new()
        {
            ModelName = "classify",
            Id = "7",
            Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = "text", Datatype = "BYTES", Shape = { 1 }, Contents = new() { BytesContents = { ByteString.CopyFromUtf8("a b") } } } },
        });
        Assert.Equal(("7", "BYTES"), (text.Id, text.Outputs[0].Datatype));
    }

    [Fact]
    public async Task A_sequence_goes_on_over_a_stream_and_a_wrong_request_does_not_end_it()
    {
        double[] lone = Lone([1, 2], [3, 4]);
        using var call = _client.ModelStreamInfer();
        ModelInferRequest Row(double a, double b, bool start)
        {
            var row = Asked("life", new() { Fp64Contents = { a, b } }, 1);
            row.Parameters["sequence_id"] = new() { StringParam = "pump" };
            row.Parameters["sequence_start"] = new() { BoolParam = start };
            return row;
        }

        async Task<ModelStreamInferResponse> Next(ModelInferRequest request)
        {
            await call.RequestStream.WriteAsync(request);
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            return call.ResponseStream.Current;
        }

        Assert.Equal(lone[0], (await Next(Row(1, 2, true))).InferResponse.Outputs[0].Contents.Fp64Contents[0]);
        Assert.Contains("no model 'none'", (await Next(Asked("none", new() { Fp64Contents = { 1.0, 2, 3, 4 } }))).ErrorMessage);
        var second = (await Next(Row(3, 4, false))).InferResponse;
        Assert.Equal(lone[1], second.Outputs[0].Contents.Fp64Contents[0]);
        Assert.Equal(2, second.Parameters["sequence_rows"].Int64Param);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Theory]
    [InlineData("none", "FP64", 4, StatusCode.NotFound, "there is no model 'none'")]
    [InlineData("life", "FP64", 3, StatusCode.InvalidArgument, "expected 4 elements for the shape [2, 2], got 3")]
    [InlineData("life", "FP8", 4, StatusCode.InvalidArgument, "FP8")]
    [InlineData("life", "FP16", 4, StatusCode.InvalidArgument, "FP16 goes as raw contents")]
    public async Task What_is_wrong_has_its_status_and_a_sentence(string model, string datatype, int count, StatusCode status, string sentence)
    {
        var request = Asked(model, new() { Fp64Contents = { Enumerable.Range(0, count).Select(i => (double)i) } });
        request.Inputs[0].Datatype = datatype;
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await _client.ModelInferAsync(request));
        Assert.Equal(status, refused.StatusCode);
        Assert.Contains(sentence, refused.Status.Detail);
    }

    [Fact]
    public async Task A_key_is_asked_for()
    {
        await using var host = await Host.Start(
            new ServingOptions { Models = [$"life={Host.Golden("life")}"], ApiKeys = ["secret"] }, null, new ListenOptions { GrpcPort = 0 });
        using var channel = GrpcChannel.ForAddress(host.Server.GrpcAddress!);
        var client = new GRPCInferenceService.GRPCInferenceServiceClient(channel);
        Assert.True((await client.ServerLiveAsync(new())).Live);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await client.ModelReadyAsync(new() { Name = "life" }));
        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
        Assert.True((await client.ModelReadyAsync(new() { Name = "life" }, new Metadata { { "authorization", "Bearer secret" } })).Ready);
    }

    private static ModelInferRequest Asked(string model, InferTensorContents? contents, int rows = 2) => new()
    {
        ModelName = model,
        Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = "readings", Datatype = "FP64", Shape = { rows, 2 }, Contents = contents } },
    };

    private static double[] Lone(params double[][] rows)
    {
        var model = LifeModel.Load(Host.Golden("life"));
        var session = model.NewSession();
        return [.. rows.Select(r => model.Step(r, session).Life)];
    }
}
