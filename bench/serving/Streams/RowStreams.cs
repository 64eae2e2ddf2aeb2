using System.Net.WebSockets;
using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Sluice.Serving.Protocol.Grpc;

namespace Streams;

/// <summary>A live sequence on a connection of its own; the same row is sent again and again.</summary>
internal interface IRowStream
{
    Task Send();

    /// <summary>Waits for the next answer.</summary>
    Task Answer();

    /// <summary>The last answer, for people.</summary>
    string Last { get; }
}

/// <summary>Over a WebSocket: a message of JSON a row.</summary>
internal sealed class SocketStream : IRowStream
{
    private static readonly ReadOnlyMemory<byte> s_row = """{"readings":[0.10,0.20,0.30,0.40]}"""u8.ToArray();

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[4096];
    private int _length;

    public static async Task<SocketStream> Connect(string address)
    {
        var stream = new SocketStream();
        await stream._socket.ConnectAsync(new Uri($"{address.Replace("http:", "ws:")}/v1/models/run/stream"), default);
        return stream;
    }

    public string Last => Encoding.UTF8.GetString(_buffer, 0, _length);

    public Task Send() => _socket.SendAsync(s_row, WebSocketMessageType.Text, true, default).AsTask();

    public async Task Answer()
    {
        var answer = await _socket.ReceiveAsync(_buffer.AsMemory(), default);
        _length = answer.Count;
        if (!answer.EndOfMessage || answer.MessageType != WebSocketMessageType.Text || _buffer.AsSpan(0, _length).IndexOf("error"u8) >= 0)
            throw new InvalidOperationException($"no answer: {Last}");
    }
}

/// <summary>Over gRPC: the stream of the Open Inference Protocol, with a session that begins with the first row.</summary>
internal sealed class GrpcStream : IRowStream
{
    private readonly AsyncDuplexStreamingCall<ModelInferRequest, ModelStreamInferResponse> _call;
    private readonly ModelInferRequest _row = new()
    {
        ModelName = "run",
        Inputs =
        {
            new ModelInferRequest.Types.InferInputTensor
            {
                Name = "readings",
                Datatype = "FP64",
                Shape = { 1, 4 },
                Contents = new() { Fp64Contents = { 0.1, 0.2, 0.3, 0.4 } },
            },
        },
        Parameters = { ["sequence_id"] = new() { StringParam = $"{Guid.NewGuid()}" } },
    };
    private bool _begun;

    public GrpcStream(string address)
    {
        var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler() });
        _call = new GRPCInferenceService.GRPCInferenceServiceClient(channel).ModelStreamInfer();
    }

    public string Last => string.Join(" ", _call.ResponseStream.Current.InferResponse.Outputs.Select(o => $"{o.Name} {o.Contents.Fp64Contents}"));

    public Task Send()
    {
        if (_begun) return _call.RequestStream.WriteAsync(_row);
        _begun = true;
        var first = _row.Clone();
        first.Parameters["sequence_start"] = new() { BoolParam = true };
        return _call.RequestStream.WriteAsync(first);
    }

    public async Task Answer()
    {
        if (!await _call.ResponseStream.MoveNext(default) || _call.ResponseStream.Current.ErrorMessage.Length > 0)
            throw new InvalidOperationException($"no answer: {_call.ResponseStream.Current.ErrorMessage}");
    }
}
