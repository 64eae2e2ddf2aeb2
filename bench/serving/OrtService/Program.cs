using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.ML.OnnxRuntime;
using Sluice.Serving.Protocol.Grpc;

// OrtService MODEL.onnx PORT GRPC_PORT: live sessions of a model that was exported with --stream, computed by ONNX Runtime, at the addresses and with
// the messages of sluice serve. One thread a run: steps of one row are too short to be shared, and requests come on threads of their own.
using var options = new Microsoft.ML.OnnxRuntime.SessionOptions
{
    IntraOpNumThreads = 1,
    InterOpNumThreads = 1,
    GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
    LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
};
options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
using var model = new InferenceSession(args[0], options);
var sessions = new ConcurrentDictionary<string, Live>();
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.ListenLocalhost(int.Parse(args[1]));
    kestrel.ListenLocalhost(int.Parse(args[2]), at => at.Protocols = HttpProtocols.Http2);
});
builder.Services.AddGrpc();
builder.Services.AddSingleton(model).AddSingleton<LiveStreams>();
var app = builder.Build();
app.UseWebSockets();
app.MapPost("/v1/models/{name}/sessions", (Begin begin) =>
{
    if (!sessions.TryAdd(begin.Id, new Live(model))) return Results.Conflict();
    return Results.Ok(begin);
});
app.MapPost("/v1/models/{name}/sessions/{id}/steps", (string id, Row row) =>
    !sessions.TryGetValue(id, out var live) ? Results.NotFound() : row.Readings.Length != 4 ? Results.BadRequest() : Results.Ok(live.Step(row.Readings)));
app.Map("/v1/models/{name}/stream", async (HttpContext context) =>
{
    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    var live = new Live(model);
    byte[] buffer = new byte[4096];
    while (true)
    {
        var message = await socket.ReceiveAsync(buffer, default);
        if (message.MessageType == WebSocketMessageType.Close) break;
        var row = JsonSerializer.Deserialize<Row>(buffer.AsSpan(0, message.Count), JsonSerializerOptions.Web)!;
        byte[] answer = JsonSerializer.SerializeToUtf8Bytes(live.Step(row.Readings), JsonSerializerOptions.Web);
        await socket.SendAsync(answer, WebSocketMessageType.Text, true, default);
    }

    await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
});
app.MapGrpcService<LiveStreams>();
app.Run();

internal sealed record Begin(string Id);

internal sealed record Row(float[] Readings);

internal sealed record Told(float Life, float Low, float High);

/// <summary>Streams over gRPC, each a session.</summary>
internal sealed class LiveStreams(InferenceSession model) : GRPCInferenceService.GRPCInferenceServiceBase
{
    public override async Task ModelStreamInfer(
        IAsyncStreamReader<ModelInferRequest> requests, IServerStreamWriter<ModelStreamInferResponse> answers, ServerCallContext context)
    {
        var live = new Live(model);
        await foreach (var request in requests.ReadAllAsync(context.CancellationToken))
        {
            var told = live.Step([.. request.Inputs[0].Contents.Fp64Contents.Select(v => (float)v)]);
            var answer = new ModelInferResponse { ModelName = request.ModelName, Id = request.Id };
            foreach (var (name, value) in new[] { ("life", told.Life), ("low", told.Low), ("high", told.High) })
                answer.Outputs.Add(new ModelInferResponse.Types.InferOutputTensor
                {
                    Name = name,
                    Datatype = "FP64",
                    Shape = { 1, 1 },
                    Contents = new() { Fp64Contents = { value } },
                });
            await answers.WriteAsync(new() { InferResponse = answer }, context.CancellationToken);
        }
    }
}

/// <summary>One session: its states, and the tensors of its runs, made once.</summary>
internal sealed class Live
{
    private readonly InferenceSession _model;
    private readonly OrtIoBinding[] _ways;
    private readonly float[] _readings = new float[4];
    private readonly float[][] _answers = [new float[1], new float[1], new float[1]];
    private readonly RunOptions _run = new();
    private long _steps;

    public Live(InferenceSession model)
    {
        _model = model;
        string[] states = [.. model.InputNames.Where(n => n.StartsWith("state_"))];
        OrtValue[][] memory = [.. states.Select(s => model.InputMetadata[s].Dimensions[^1])
            .Select(units => Enumerable.Range(0, 2).Select(_ => OrtValue.CreateTensorValueFromMemory(new float[units], [1, units])).ToArray())];
        var readings = OrtValue.CreateTensorValueFromMemory(_readings, [1, 1, 4]);
        OrtValue[] answers = [.. _answers.Select(a => OrtValue.CreateTensorValueFromMemory(a, [1, 1]))];

        // States go to and fro between two tensors, so that none is copied.
        _ways = [.. Enumerable.Range(0, 2).Select(way =>
        {
            var binding = model.CreateIoBinding();
            binding.BindInput("readings", readings);
            for (int i = 0; i < states.Length; i++)
            {
                binding.BindInput(states[i], memory[i][way]);
                binding.BindOutput($"{states[i]}_next", memory[i][1 - way]);
            }

            foreach (var (name, answer) in new[] { "life", "low", "high" }.Zip(answers)) binding.BindOutput(name, answer);
            return binding;
        })];
    }

    public Told Step(float[] readings)
    {
        lock (_run)
        {
            readings.CopyTo(_readings, 0);
            _model.RunWithBinding(_run, _ways[_steps++ % 2]);
            return new Told(_answers[0][0], _answers[1][0], _answers[2][0]);
        }
    }
}
