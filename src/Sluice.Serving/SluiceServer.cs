using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Sluice.Serving.Models;
using Sluice.Serving.Operations;
using Sluice.Serving.Protocol;

namespace Sluice.Serving;

/// <summary>A server of its own, as <c>sluice serve</c> starts it.</summary>
public sealed class SluiceServer : IAsyncDisposable
{
    private static readonly string[] s_local = ["localhost", "127.0.0.1", "[::1]"];

    private readonly WebApplication _app;

    private SluiceServer(WebApplication app, IReadOnlyList<string> lines)
        => (_app, Models, Address, GrpcAddress) = (app, lines, app.Urls.First(), app.Urls.Skip(1).FirstOrDefault());

    /// <summary>Where it is.</summary>
    public string Address { get; }

    /// <summary>Where it is for gRPC, or null.</summary>
    public string? GrpcAddress { get; }

    /// <summary>A line for each model: what it is, or why it is not served.</summary>
    public IReadOnlyList<string> Models { get; }

    /// <summary>The models.</summary>
    internal ModelShelf Shelf => _app.Services.GetRequiredService<ModelShelf>();

    /// <summary>Returns when it has stopped, as Ctrl-C or the system asks for it (SIGTERM), its sessions having been waited for.</summary>
    public Task Closing() => _app.WaitForShutdownAsync();

    /// <summary>Reads the models and starts.</summary>
    /// <param name="serving">The models, and the limits.</param>
    /// <param name="listening">The address and who may ask.</param>
    /// <param name="time">The clock; null for that of the machine.</param>
    /// <param name="more">Adds to the host what else it does, such as a cluster; null for nothing.</param>
    /// <exception cref="SluiceException">What is to be served is not there, or the address is wrong or taken.</exception>
    public static async Task<SluiceServer> Start(
        ServingOptions serving, ListenOptions listening, TimeProvider? time = null, Action<IHostApplicationBuilder>? more = null)
    {
        if (!IPAddress.TryParse(listening.Bind == "localhost" ? "127.0.0.1" : listening.Bind, out var bind))
            throw new SluiceException($"serve: expected an address to listen at, such as 127.0.0.1 or 0.0.0.0, got '{listening.Bind}'.");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = serving.LargestBody;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
            kestrel.Limits.MaxConcurrentConnections = kestrel.Limits.MaxConcurrentUpgradedConnections = 20_000;
            kestrel.Listen(bind, listening.Port);
            if (listening.GrpcPort is { } port) kestrel.Listen(bind, port, at => at.Protocols = HttpProtocols.Http2);
        });
        if (time is not null) builder.Services.AddSingleton(time);
        if (listening.Log)
        {
            builder.Logging.AddJsonConsole(o => o.UseUtcTimestamp = true).SetMinimumLevel(LogLevel.Information).AddFilter("Microsoft", LogLevel.Warning);
            builder.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        }

        builder.Services.AddSluice(serving).AddCors().AddOpenApi()
            .Configure<HostOptions>(o => o.ShutdownTimeout = serving.DrainTime + TimeSpan.FromSeconds(10))
            .AddRateLimiter(limits => Limit(limits, listening.RequestsPerSecond));
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(ServingMeter.Name).AddPrometheusExporter());
        if (listening.Traces is { } collector)
        {
            telemetry.ConfigureResource(resource => resource.AddService("sluice", serviceVersion: Inference.Version))
                .WithTracing(traces => traces.AddSource(ServingMeter.Name)
                    .AddOtlpExporter(o => (o.Endpoint, o.Protocol) = (new Uri(collector, "v1/traces"), OtlpExportProtocol.HttpProtobuf)));
        }

        more?.Invoke(builder);
        var app = builder.Build();
        try
        {
            if (listening.Origins.Count > 0) app.UseCors(cors => cors.WithOrigins([.. listening.Origins]).AllowAnyHeader().AllowAnyMethod());
            if (IPAddress.IsLoopback(bind) && serving.ApiKeys.Count == 0) app.Use((context, next) => Local(context, next, listening.Origins));
            if (listening.RequestsPerSecond > 0) app.UseRateLimiter();
            var lines = app.MapSluice();
            if (listening.GrpcPort is not null) app.MapSluiceGrpc();
            app.MapOpenApi("/openapi.json");
            var front = app.Services.GetRequiredService<Front>();
            app.UseWhen(context => context.Request.Path == "/metrics", metrics =>
            {
                metrics.Use((context, next) => front.Answer(context, "metrics", null, _ => next(context)));
                metrics.UseOpenTelemetryPrometheusScrapingEndpoint();
            });
            app.MapFallback((HttpContext context) => front.Answer(
                context, "unknown", null, _ => throw ServingException.Unknown($"there is nothing at {context.Request.Path}; /openapi.json says what there is.")));
            await app.StartAsync();
            return new SluiceServer(app, lines);
        }
        catch (Exception e)
        {
            await app.DisposeAsync();
            throw e is IOException or SocketException
                ? new SluiceException($"serve: cannot listen at {listening.Bind}:{listening.Port}: {e.Message} Choose another port with --port or --grpc-port.", e)
                : e;
        }
    }

    /// <summary>Stops it at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    /// <summary>Lets it wait for no sessions when it stops.</summary>
    internal void Hurry() => Shelf.Stop();

    /// <summary>Stops it, its sessions being waited for.</summary>
    internal Task Stop() => _app.StopAsync();

    /// <summary>
    /// Without keys, the server of this machine answers to this machine alone: a name of another site that leads here is not this machine, and
    /// pages of other sites may not ask.
    /// </summary>
    private static Task Local(HttpContext context, RequestDelegate next, IReadOnlyList<string> origins)
    {
        var request = context.Request;
        string origin = request.Headers.Origin.ToString();
        bool isOther = origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}" && !origins.Contains(origin) && !origins.Contains("*");
        if (s_local.Contains(request.Host.Host) && !isOther) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Front.Json(
            context, new { Error = "the server answers to this machine alone; --bind, keys and --origin let others ask." });
    }

    /// <summary>Twice as many at once as in a second in the long run.</summary>
    private static void Limit(RateLimiterOptions limits, int perSecond)
    {
        if (perSecond == 0) return;
        limits.OnRejected = (rejected, _) =>
        {
            rejected.HttpContext.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            rejected.HttpContext.Response.Headers.RetryAfter = "1";
            return new(Front.Json(rejected.HttpContext, new { Error = $"expected at most {perSecond} requests a second of one address, got more." }));
        };
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = 2 * perSecond,
                TokensPerPeriod = perSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            }));
    }
}
