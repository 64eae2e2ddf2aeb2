using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Serving.Models;
using Sluice.Serving.Protocol;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Sessions;

/// <summary>
/// A live sequence over a WebSocket: rows in, answers out, in their order. A message of text is a row as JSON; one of bytes is sound, 16-bit
/// little-endian samples, for a model that hears. The sequence ends with the connection, and its memory is always that of this server.
/// </summary>
internal sealed class StreamApi(ModelShelf shelf, Front front, LocalSessions sessions, TimeProvider time)
{
    private const int Buffer = 1 << 14;

    public void Map(IEndpointRouteBuilder routes)
        => routes.MapGet("/v1/models/{name}/stream", (HttpContext context, string name) => front.Answer(context, "stream", name, _ => Run(context, name)))
            .WithSummary("A live sequence over a WebSocket");

    private async Task Run(HttpContext context, string name)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            throw new ServingException(StatusCodes.Status426UpgradeRequired, "expected a WebSocket, got a plain request.");
        var model = shelf.Find(name);
        shelf.RefuseWhenDraining();
        var session = model.Sessions.Start(null, model.Find(null));
        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await Talk(socket, model, session, context.RequestAborted);
        }
        catch (WebSocketException)
        {
            // The client went away.
        }
        finally
        {
            End(model, session);
        }
    }

    private async Task Talk(WebSocket socket, ServedModel model, ServedSession session, CancellationToken gone)
    {
        byte[] buffer = new byte[Buffer];
        using var idle = new CancellationTokenSource(shelf.Options.SessionIdle, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(gone, idle.Token, shelf.Stopped);
        while (true)
        {
            ReadOnlyMemory<byte> message;
            bool isText;
            try
            {
                idle.CancelAfter(shelf.Options.SessionIdle);
                (message, isText) = await Receive(socket, buffer, stop.Token);
                idle.CancelAfter(Timeout.InfiniteTimeSpan);
            }
            catch (OperationCanceledException)
            {
                await Close(socket, WebSocketCloseStatus.EndpointUnavailable, "nothing came for too long, or the server is about to stop.");
                return;
            }
            catch (ServingException e)
            {
                await Close(socket, WebSocketCloseStatus.MessageTooBig, e.Message);
                return;
            }

            if (socket.State != WebSocketState.Open)
            {
                await Close(socket, WebSocketCloseStatus.NormalClosure, "");
                return;
            }

            ReadOnlyMemory<byte> answer;
            try
            {
                using var document = isText ? InferRequest.Parse(message) : null;
                using var late = new CancellationTokenSource(shelf.Options.RequestTimeout, time);
                using var step = CancellationTokenSource.CreateLinkedTokenSource(gone, late.Token);
                var told = await sessions.Take(
                    model, null, new LiveAsk(session.Id, false, false, null),
                    form => document is null ? [Sound(form, message.Span)] : LiveRows.Of(form, document.RootElement, []), step.Token);
                answer = SessionApi.Told(document?.RootElement ?? default, told);
            }
            catch (Exception e) when (!gone.IsCancellationRequested)
            {
                // A row that does not fit changes nothing, and the stream goes on, unless its session is gone.
                var (status, sentence) = front.Told(e);
                answer = Encoding.UTF8.GetBytes(AnswerJson.Of(new { Error = sentence, Status = status }));
                if (status is 404 or 412)
                {
                    await Close(socket, WebSocketCloseStatus.EndpointUnavailable, sentence);
                    return;
                }
            }

            await socket.SendAsync(answer, WebSocketMessageType.Text, endOfMessage: true, gone);
        }
    }

    /// <summary>A message; one that fits into the buffer stays there.</summary>
    private async Task<(ReadOnlyMemory<byte> Message, bool IsText)> Receive(WebSocket socket, byte[] buffer, CancellationToken stop)
    {
        MemoryStream? whole = null;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), stop);
            if (part.MessageType == WebSocketMessageType.Close) return (default, false);
            if (part.EndOfMessage && whole is null) return (buffer.AsMemory(0, part.Count), part.MessageType == WebSocketMessageType.Text);
            whole ??= new MemoryStream();
            whole.Write(buffer, 0, part.Count);
            if (whole.Length > shelf.Options.LargestBody)
                throw new ServingException(413, $"expected messages of at most {shelf.Options.LargestBody} bytes, got a larger one.");
            if (part.EndOfMessage) return (whole.ToArray(), part.MessageType == WebSocketMessageType.Text);
        }
    }

    private static LiveRow Sound(LiveForm form, ReadOnlySpan<byte> bytes)
    {
        if (form.Inputs is not [{ Name: "samples" }]) throw ServingException.Bad("expected a row as JSON in a message of text, got bytes.");
        if (bytes.Length % 2 != 0) throw ServingException.Bad($"expected samples of 2 bytes each, got {bytes.Length} bytes.");
        double[] samples = new double[bytes.Length / 2];
        for (int i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) / 32768.0;
        return new LiveRow(samples);
    }

    private static async Task Close(WebSocket socket, WebSocketCloseStatus status, string why)
    {
        // At most 123 bytes may say why.
        while (Encoding.UTF8.GetByteCount(why) > 123) why = why[..^1];
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(status, why, CancellationToken.None);
    }

    private static void End(ServedModel model, ServedSession session)
    {
        try
        {
            model.Sessions.Return(model.Sessions.Use(session.Id, end: true));
        }
        catch (ServingException)
        {
            // It was ended, or its time was over.
        }
    }
}
