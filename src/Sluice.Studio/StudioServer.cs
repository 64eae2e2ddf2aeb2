using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sluice.Files;
using Sluice.Formats;
using Sluice.Studio.Views;

namespace Sluice.Studio;

/// <summary>The studio as a local web server.</summary>
public sealed class StudioServer : IAsyncDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    // A browser has six for a page of the studio.
    private const int LeastThreads = 24, OfOneAddress = 200;

    private readonly WebApplication _app;
    private readonly StudioContext _studio;

    private StudioServer(WebApplication app, StudioContext studio, string address) => (_app, _studio, Address) = (app, studio, address);

    /// <summary>Where it is, with the token where one is needed.</summary>
    public string Address { get; }

    /// <summary>Returns when Ctrl-C, the system, or the end of the terminal asks the studio to close.</summary>
    public async Task Closing()
    {
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            _app.Lifetime.StopApplication();
        });
        await _app.WaitForShutdownAsync();
    }

    /// <summary>
    /// Asks for the first page and what it reads, as a browser on this machine would: the first who comes need not wait until the endpoints of all
    /// views are made and their code is compiled.
    /// </summary>
    public async Task MakeReady()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(Address) };
        try
        {
            await Task.WhenAll(client.GetByteArrayAsync("/"), client.GetByteArrayAsync("/api/home/read?language=en&country=fr&gap=2"));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // Whoever asks next is told.
        }
    }

    /// <summary>Starts it.</summary>
    /// <exception cref="SluiceException">The page was not built, the folder is not there, or the address is wrong or taken.</exception>
    public static async Task<StudioServer> Start(StudioOptions options)
    {
        if (!IPAddress.TryParse(options.Bind == "localhost" ? "127.0.0.1" : options.Bind, out var bind))
            throw new SluiceException($"studio: expected an address to bind to, such as 127.0.0.1 or 0.0.0.0, got '{options.Bind}'.");
        TableFiles.Register();
        // Requests that compute hold a thread each; others must not wait until the pool has grown.
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMinThreads(Math.Max(workers, LeastThreads), ports);
        var page = new PageFiles();
        var safety = new Safety(bind);
        var studio = new StudioContext(options);

        var connections = new Connections(OfOneAddress);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.LargestUpload;
            kestrel.Limits.MaxConcurrentConnections = 1000;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Listen(bind, options.Port, listen => listen.Use(next => connection => connections.Count(connection, next)));
        });
        builder.Services.AddRoutingCore().AddLogging().AddRateLimiter(Safety.Limit)
            .AddRequestTimeouts(o => o.DefaultPolicy = new RequestTimeoutPolicy { Timeout = s_longest })
            .Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true)
            .ConfigureHttpJsonOptions(o =>
            {
                o.SerializerOptions.NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals;
                o.SerializerOptions.RespectNullableAnnotations = o.SerializerOptions.RespectRequiredConstructorParameters = true;
            });
        var app = builder.Build();
        safety.Use(app);
        // The page sees by it that another studio has come in the place of the one that it knew.
        string self = Guid.NewGuid().ToString("n");
        app.Use((context, next) =>
        {
            context.Response.Headers["Sluice-Studio"] = self;
            return next(context);
        });
        app.UseRateLimiter();
        Complain(app, studio.Shelf);
        app.Use(async (context, next) =>
        {
            // Whatever a request leads to, and a training that it begins, opens no file outside of the folder.
            using (FileScope.Within(studio.Shelf.Find)) await next(context);
        });
        app.UseRouting();
        app.UseRequestTimeouts();
        var api = app.MapGroup("/api");
        RouteGroupBuilder InTurn(int atOnce)
        {
            var group = api.MapGroup("");
            group.AddEndpointFilter(new Turns(atOnce).Take);
            return group;
        }

        HomeApi.Map(InTurn(2), studio);
        DinnerApi.Map(api, studio);
        UnrollApi.Map(api, studio);
        MemoryApi.Map(InTurn(2), studio);
        LstmApi.Map(api, studio);
        BookApi.Map(api, studio);
        GateApi.Map(api, studio);
        AtlasApi.Map(api, studio);
        TrainApi.Map(api, InTurn(2), studio);
        InsideApi.Map(InTurn(3), studio);
        FlowApi.Map(InTurn(2), studio);
        PlayApi.Map(InTurn(2), studio);
        GenerateApi.Map(InTurn(2), studio);
        api.MapFallback("{**path}", (HttpContext context) =>
            throw new SluiceException($"studio: expected something to ask for, got {context.Request.Path}, which is unknown."));
        page.Map(app);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw new SluiceException($"studio: cannot listen at {options.Bind}:{options.Port}: {e.Message} Choose another port with --port.", e);
        }

        var bound = new UriBuilder(app.Urls.First()) { Query = safety.Token is null ? "" : $"token={safety.Token}" };
        return new StudioServer(app, studio, bound.Uri.ToString());
    }

    /// <summary>Stops it; training in it is interrupted, and can be gone on with.</summary>
    public async ValueTask DisposeAsync()
    {
        _studio.Runs.StopAll();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    /// <summary>What goes wrong becomes a sentence.</summary>
    private static void Complain(WebApplication app, Shelf shelf) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any longer.
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = e switch
            {
                SluiceFormatException => StatusCodes.Status422UnprocessableEntity,
                BadHttpRequestException bad => bad.StatusCode,
                SluiceException => StatusCodes.Status400BadRequest,
                _ => StatusCodes.Status500InternalServerError,
            };
            await context.Response.WriteAsJsonAsync(e switch
            {
                SluiceException told => Complaint.Of(told, shelf),
                BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Complaint.Plain("The upload is too large."),
                BadHttpRequestException => Complaint.Of($"studio: the request is not as expected: {e.Message}"),
                _ => Complaint.Of($"The studio made a mistake ({e.GetType().Name}). Please tell its makers what you did."),
            });
        }
    });
}
