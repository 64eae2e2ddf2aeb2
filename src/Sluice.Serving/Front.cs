using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Sluice.Serving.Operations;
using Sluice.Serving.Protocol;

namespace Sluice.Serving;

/// <summary>What every request passes through: keys, deadlines, errors that become sentences, counts and the log.</summary>
internal sealed partial class Front(ServingOptions options, ServingMeter meter, TimeProvider time, ILogger<Front> logger)
{
    // Where a request keeps when its answer was written.
    private static readonly object s_sent = new();

    private readonly byte[][] _keys = [.. options.ApiKeys.Select(k => SHA256.HashData(Encoding.UTF8.GetBytes(k)))];

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="endpoint">What is asked, for counts and the log.</param>
    /// <param name="model">Of which model, or null.</param>
    /// <param name="answer">Answers it; the token is set when nobody waits any longer.</param>
    /// <param name="isOpen">Whether it needs no key.</param>
    public async Task Answer(HttpContext context, string endpoint, string? model, Func<CancellationToken, Task> answer, bool isOpen = false)
    {
        long began = Stopwatch.GetTimestamp();
        var aborted = context.RequestAborted;
        using var span = Traced(context, endpoint, model);
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            if (!isOpen) NeedKey(context.Request);
            using var late = new CancellationTokenSource(Timeout(context.Request), time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted, late.Token);
            await answer(stop.Token);
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // Nobody listens any longer.
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            await Complain(context, e);
        }

        Ended(span, context.Response.StatusCode);
        if (context.Items[s_sent] is ValueTuple<long, long> sent) meter.Sent(model ?? "", sent.Item1, sent.Item2);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        meter.Request(
            model ?? "", endpoint, context.Response.StatusCode, seconds, context.Request.ContentLength ?? 0, context.Response.ContentLength ?? 0);
        Answered(endpoint, model ?? "", context.Response.StatusCode, Math.Round(1000 * seconds, 3));
    }

    /// <summary>Answers a call over gRPC.</summary>
    /// <param name="context">The request.</param>
    /// <param name="endpoint">What is asked, for counts and the log.</param>
    /// <param name="model">Of which model, or null.</param>
    /// <param name="answer">Answers it; the token is set when nobody waits any longer.</param>
    /// <param name="stopped">Set when the client waits no longer.</param>
    /// <param name="isOpen">Whether it needs no key.</param>
    /// <exception cref="RpcException">It can not be answered: a status, and a sentence.</exception>
    public async Task<T> Call<T>(
        HttpContext context, string endpoint, string? model, Func<CancellationToken, Task<T>> answer, CancellationToken stopped, bool isOpen = false)
    {
        long began = Stopwatch.GetTimestamp();
        int status = StatusCodes.Status200OK;
        using var span = Traced(context, "grpc_" + endpoint, model);
        try
        {
            if (!isOpen) NeedKey(context.Request);
            using var late = new CancellationTokenSource(options.RequestTimeout, time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopped, late.Token);
            return await answer(stop.Token);
        }
        catch (Exception e)
        {
            (status, string message) = stopped.IsCancellationRequested ? (StatusCodes.Status499ClientClosedRequest, "the call was cancelled.") : Told(e);
            throw new RpcException(new Status(GrpcStatus.Of(status), message));
        }
        finally
        {
            Ended(span, status);
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            meter.Request(model ?? "", "grpc_" + endpoint, status, seconds, 0, 0);
            Answered("grpc_" + endpoint, model ?? "", status, Math.Round(1000 * seconds, 3));
        }
    }

    /// <summary>The body of a request.</summary>
    /// <exception cref="ServingException">It is larger than may be.</exception>
    public async Task<ReadOnlyMemory<byte>> Body(HttpContext context, string model, CancellationToken stop)
    {
        long began = Stopwatch.GetTimestamp();
        // The limit is kept here: the server would cut the connection, and the client would not read why.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
        if (context.Request.ContentLength > options.LargestBody) throw TooLarge();

        // A large length that is only said takes no memory before its bytes come.
        using var memory = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, 1 << 16));
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(1 << 14);
        try
        {
            for (int read; (read = await context.Request.Body.ReadAsync(buffer, stop)) > 0;)
            {
                if (memory.Length + read > options.LargestBody) throw TooLarge();
                memory.Write(buffer, 0, read);
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }

        meter.Received(model, began, Stopwatch.GetTimestamp());
        return memory.GetBuffer().AsMemory(0, (int)memory.Length);
    }

    /// <summary>Writes an answer as JSON.</summary>
    public static Task Json(HttpContext context, object answer) => Text(context, AnswerJson.Of(answer), "application/json");

    /// <summary>Writes an answer.</summary>
    public static Task Text(HttpContext context, string answer, string contentType) => Bytes(context, Encoding.UTF8.GetBytes(answer), contentType);

    /// <summary>Writes an answer.</summary>
    public static async Task Bytes(HttpContext context, ReadOnlyMemory<byte> bytes, string contentType)
    {
        (context.Response.ContentType, context.Response.ContentLength) = (contentType, bytes.Length);
        long began = Stopwatch.GetTimestamp();
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        context.Items[s_sent] = (began, Stopwatch.GetTimestamp());
    }

    /// <summary>The sentence for what went wrong, and the status.</summary>
    public (int Status, string Message) Told(Exception e)
    {
        switch (e)
        {
            case ServingException refused: return (refused.Status, refused.Message);
            case BadHttpRequestException { StatusCode: 413 }: return (413, TooLarge().Message);
            case BadHttpRequestException bad: return (bad.StatusCode, $"the request is not as expected: {bad.Message}");
            case OperationCanceledException: return (StatusCodes.Status504GatewayTimeout, "the answer was not there in time; the request has lost its place.");
            case SluiceException wrong: return (400, wrong.Message);
            case InvalidOperationException { Source: "System.Text.Json" }: return (400, "a text of the request is no valid Unicode.");
            case IOException full when IsFull(full): return (StatusCodes.Status507InsufficientStorage, "the disk of the server is full.");
            default:
                // The message of what was not foreseen may hold what a user sent: it is not logged.
                Failed(e.GetType().Name, e.StackTrace);
                return (500, $"the server made a mistake ({e.GetType().Name}), which its log describes.");
        }

        static bool IsFull(IOException e) => (e.HResult & 0xFFFF) is 28 or 112;
    }

    /// <summary>The activity of a request: below that of whoever asked, where he says (W3C trace context).</summary>
    private static Activity? Traced(HttpContext context, string endpoint, string? model)
    {
        if (!ServingMeter.Traces.HasListeners()) return null;
        var headers = context.Request.Headers;
        bool isAsked = ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out var asked);
        var of = Activity.Current?.Context ?? (isAsked ? asked : default);
        return ServingMeter.Traces.StartActivity(endpoint, ActivityKind.Server, of, model is null ? null : [new("sluice.model", model)]);
    }

    private static void Ended(Activity? span, int status)
    {
        span?.SetTag("http.response.status_code", status);
        if (status >= 500) span?.SetStatus(ActivityStatusCode.Error);
    }

    private async Task Complain(HttpContext context, Exception e)
    {
        var (status, message) = Told(e);
        context.Response.Clear();
        context.Response.StatusCode = status;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (e is ServingException { RetryAfter: > 0 } busy)
            context.Response.Headers.RetryAfter = busy.RetryAfter.ToString(CultureInfo.InvariantCulture);
        try
        {
            await Json(context, new { Error = message });
        }
        catch (OperationCanceledException)
        {
            // Nobody listens any longer.
        }
    }

    private ServingException TooLarge() => new(413, $"expected a body of at most {options.LargestBody} bytes, got a larger one.");

    private TimeSpan Timeout(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Request-Timeout", out var given)) return options.RequestTimeout;
        if (!double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) || !(seconds > 0))
            throw ServingException.Bad($"Request-Timeout: expected seconds above 0, got '{given}'.");
        return seconds < options.RequestTimeout.TotalSeconds ? TimeSpan.FromSeconds(seconds) : options.RequestTimeout;
    }

    private void NeedKey(HttpRequest request)
    {
        if (!IsKnown(request)) throw new ServingException(401, "expected a key: Authorization: Bearer KEY, or X-API-Key: KEY.");
    }

    private bool IsKnown(HttpRequest request)
    {
        if (_keys.Length == 0) return true;
        string shown = request.Headers.Authorization.ToString() is { } bearer && bearer.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? bearer[7..].Trim() : request.Headers["X-API-Key"].ToString();
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(shown));
        bool known = false;
        foreach (byte[] key in _keys) known |= CryptographicOperations.FixedTimeEquals(hash, key);
        return known;
    }

    [LoggerMessage(LogLevel.Information, "{Endpoint} {Model} {Status} {Milliseconds}")]
    private partial void Answered(string endpoint, string model, int status, double milliseconds);

    [LoggerMessage(LogLevel.Error, "a request failed: {Kind} {Where}")]
    private partial void Failed(string kind, string? where);
}
