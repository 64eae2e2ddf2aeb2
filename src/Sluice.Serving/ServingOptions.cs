using Sluice.Tasks.Live;

namespace Sluice.Serving;

/// <summary>How models are served. It never changes: threads may share it.</summary>
public sealed record ServingOptions
{
    /// <summary>
    /// What is served: model files, run folders, and folders of these; each may have a name before it, as in <c>pump=runs/one</c>. A model is
    /// otherwise called by its run folder, or by its file.
    /// </summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>
    /// Inputs of nets that others trained that are states, each with the output that is its next value, as <c>NAME=OUTPUT</c>; of a net of which none
    /// is named, those that seem to be by their names.
    /// </summary>
    public IReadOnlyList<string> Carried { get; init; } = [];

    /// <summary>The largest body of a request in bytes.</summary>
    public long LargestBody { get; init; } = 64L << 20;

    /// <summary>The most rows of live steps in one request.</summary>
    public int MostRows { get; init; } = 10_000;

    /// <summary>How long a session may do nothing before it ends.</summary>
    public TimeSpan SessionIdle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a session may last.</summary>
    public TimeSpan SessionAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The most sessions of one model at a time.</summary>
    public int MostSessions { get; init; } = 10_000;

    /// <summary>The most requests of one model that wait for their steps; further ones are asked to come again later (429).</summary>
    public int MostQueued { get; init; } = 1_000;

    /// <summary>How many requests that are no live steps are computed at once; all models together.</summary>
    public int ComputedAtOnce { get; init; } = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>The longest that a request may take; one that says less in the header <c>Request-Timeout</c> (seconds) takes less.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long live sessions are waited for when the server is asked to stop; new ones are refused meanwhile.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The secret that states in the hands of clients are authenticated with, 32 bytes or more; null for one of this process. Replicas that take
    /// each other's states share it.
    /// </summary>
    public ReadOnlyMemory<byte>? StateKey { get; init; }

    /// <summary>Keys of which a request must show one (<c>Authorization: Bearer KEY</c> or <c>X-API-Key: KEY</c>); none for no such rule.</summary>
    public IReadOnlyList<string> ApiKeys { get; init; } = [];

    /// <summary>Whether requests may load newer files of the models that are served, and unload them.</summary>
    public bool AllowLoading { get; init; }

    /// <summary>Whether the server is ready only when every model is; else when one is.</summary>
    public bool StrictReadiness { get; init; }

    /// <summary>Reads the rows of a request, of which there are not too many.</summary>
    internal IReadOnlyList<LiveRow> Read(LiveForm form, Func<LiveForm, IReadOnlyList<LiveRow>> read)
    {
        var rows = read(form);
        return rows.Count <= MostRows ? rows : throw ServingException.Bad($"expected at most {MostRows} rows in a request, got {rows.Count}.");
    }
}

/// <summary>How <c>sluice serve</c> listens. It never changes: threads may share it.</summary>
public sealed record ListenOptions
{
    /// <summary>The address to listen at.</summary>
    public string Bind { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>The port for gRPC, which is HTTP/2 without TLS; 0 for any that is free, null for none.</summary>
    public int? GrpcPort { get; init; }

    /// <summary>Sites whose pages may ask; none by habit.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>The most requests a second of one address, in the long run; 0 for no limit.</summary>
    public int RequestsPerSecond { get; init; }

    /// <summary>Where traces are sent (OpenTelemetry's protocol over HTTP, such as <c>http://127.0.0.1:4318</c>); null for none.</summary>
    public Uri? Traces { get; init; }

    /// <summary>
    /// Whether each request is logged, a JSON object a line on standard error: what was asked, of which model, the status and the time.
    /// </summary>
    public bool Log { get; init; }
}
