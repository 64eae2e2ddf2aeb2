using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Sluice.Serving.Answers;
using Sluice.Serving.Models;
using Sluice.Serving.Operations;
using Sluice.Serving.Protocol;
using Sluice.Serving.Sessions;

namespace Sluice.Serving;

/// <summary>Serves models from an ASP.NET Core host of one's own.</summary>
/// <example><code>
/// builder.Services.AddSluice(new ServingOptions { Models = ["pump=pump.safetensors"] });
/// var app = builder.Build();
/// app.MapSluice();
/// </code></example>
public static class SluiceServing
{
    /// <summary>
    /// Adds the models and what serves them. The clock is the <see cref="TimeProvider"/> of the host, the meter is called <c>Sluice.Serving</c>.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="options">The models, and the limits.</param>
    public static IServiceCollection AddSluice(this IServiceCollection services, ServingOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddLogging();
        services.AddRouting();

        // Whoever asks reads what is wrong with the request; what is wrong with the server is in its log.
        services.AddGrpc(grpc => (grpc.MaxReceiveMessageSize, grpc.EnableDetailedErrors) = ((int)Math.Min(int.MaxValue, options.LargestBody), false));
        return services.AddSingleton(options)
            .AddSingleton<ServingMeter>().AddSingleton<ModelShelf>().AddSingleton<Front>()
            .AddSingleton<StateToken>().AddSingleton<LocalSessions>().AddSingleton<ISessionKeeper>(s => s.GetRequiredService<LocalSessions>())
            .AddSingleton<LiveSteps>().AddSingleton<ComputeTurns>()
            .AddSingleton<TaskAnswers>().AddSingleton<NetworkAnswers>()
            .AddSingleton<Inference>().AddSingleton<ProtocolApi>().AddSingleton<GrpcApi>().AddSingleton<TaskApi>().AddSingleton<GenerateApi>()
            .AddSingleton<SessionApi>().AddSingleton<StreamApi>().AddSingleton<RepositoryApi>()
            .AddSingleton<IHostedService, Draining>();
    }

    /// <summary>
    /// Reads the models, and maps all that may be asked of them: below <c>/v2</c> by the Open Inference Protocol, below <c>/v1</c> as people speak.
    /// </summary>
    /// <param name="routes">The host, or a group of its routes.</param>
    /// <returns>A line for each model: what it is, or why it is not served.</returns>
    /// <exception cref="SluiceException">What is to be served is not there.</exception>
    public static IReadOnlyList<string> MapSluice(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var shelf = services.GetRequiredService<ModelShelf>();
        var lines = shelf.LoadAll();
        if (routes is IApplicationBuilder app) app.UseWebSockets();
        services.GetRequiredService<ProtocolApi>().Map(routes);
        services.GetRequiredService<TaskApi>().Map(routes);
        services.GetRequiredService<GenerateApi>().Map(routes);
        services.GetRequiredService<SessionApi>().Map(routes);
        services.GetRequiredService<StreamApi>().Map(routes);
        services.GetRequiredService<RepositoryApi>().Map(routes);
        return lines;
    }

    /// <summary>
    /// Maps the Open Inference Protocol over gRPC, beside <see cref="MapSluice"/>, which reads the models: the host has to listen for HTTP/2.
    /// </summary>
    /// <param name="routes">The host.</param>
    public static void MapSluiceGrpc(this IEndpointRouteBuilder routes) => routes.MapGrpcService<GrpcApi>();
}
