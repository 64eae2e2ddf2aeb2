using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Sluice.Serving.Operations;

/// <summary>
/// What is counted and traced: the meter and the activity source <c>Sluice.Serving</c>. They see names, numbers and times, and nothing of what users
/// send. A request is an activity, its stages (input, queue, compute, output) are activities below it.
/// </summary>
internal sealed class ServingMeter
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Sluice.Serving";

    /// <summary>Where traces come from.</summary>
    public static ActivitySource Traces { get; } = new(Name);

    // From 50 microseconds, which a step takes, to the minute after which nobody waits.
    private static readonly double[] s_seconds = [5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

    private readonly Counter<long> _requests, _bytesIn, _bytesOut;
    private readonly Histogram<double> _duration, _queue, _input, _compute, _output;
    private readonly Histogram<int> _batch;

    public ServingMeter(IMeterFactory factory)
    {
        Meter = factory.Create(Name);
        _requests = Meter.CreateCounter<long>("sluice.requests", "{request}", "requests, by model, endpoint and status");
        _duration = Seconds("sluice.request.duration", "from the head of a request to the end of its answer");
        _queue = Seconds("sluice.queue.duration", "how long a request waited for its first batch or its turn");
        _input = Seconds("sluice.input.duration", "how long a request took to be received and read");
        _compute = Seconds("sluice.compute.duration", "how long a batch of steps, or another request, was computed");
        _output = Seconds("sluice.output.duration", "how long an answer took to be written");
        _batch = Meter.CreateHistogram<int>(
            "sluice.batch.size", "{step}", "steps of different sequences that were computed together", null,
            new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64] });
        _bytesIn = Meter.CreateCounter<long>("sluice.bytes.received", "By", "bytes of bodies of requests");
        _bytesOut = Meter.CreateCounter<long>("sluice.bytes.sent", "By", "bytes of bodies of answers");
    }

    public Meter Meter { get; }

    private Histogram<double> Seconds(string name, string about)
        => Meter.CreateHistogram(name, "s", about, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = s_seconds });

    public void Request(string model, string endpoint, int status, double seconds, long received, long sent)
    {
        KeyValuePair<string, object?> m = new("model", model), e = new("endpoint", endpoint);
        _requests.Add(1, m, e, new("status", status));
        _duration.Record(seconds, m, e);
        _bytesIn.Add(received, m);
        _bytesOut.Add(sent, m);
    }

    /// <summary>Counts a batch of steps; the requests in it are traced by themselves (<see cref="Steps"/>).</summary>
    public void Batch(string model, int size, double seconds)
    {
        _batch.Record(size, new KeyValuePair<string, object?>("model", model));
        _compute.Record(seconds, new KeyValuePair<string, object?>("model", model));
    }

    /// <summary>A request of live steps: it came, its first batch began, its last one ended.</summary>
    public void Steps(string model, long came, long began, long ended, ActivityContext of)
    {
        Stage(_queue, "queue", model, came, began, of);
        Trace("compute", model, began, ended, of);
    }

    /// <summary>A request that was computed in turn.</summary>
    /// <param name="model">The model.</param>
    /// <param name="came">When it came.</param>
    /// <param name="began">When its turn began.</param>
    /// <param name="ended">When it ended.</param>
    /// <param name="of">The activity of the request; null where it is one of many pieces of its answer, which are not traced each.</param>
    public void Turn(string model, long came, long began, long ended, ActivityContext? of)
    {
        Stage(_queue, "queue", model, came, began, of);
        Stage(_compute, "compute", model, began, ended, of);
    }

    public void Received(string model, long began, long ended) => Stage(_input, "input", model, began, ended, Activity.Current?.Context ?? default);

    public void Sent(string model, long began, long ended) => Stage(_output, "output", model, began, ended, Activity.Current?.Context ?? default);

    private static void Stage(Histogram<double> seconds, string name, string model, long began, long ended, ActivityContext? of)
    {
        seconds.Record(Stopwatch.GetElapsedTime(began, ended).TotalSeconds, new KeyValuePair<string, object?>("model", model));
        if (of is { } request) Trace(name, model, began, ended, request);
    }

    private static void Trace(string name, string model, long began, long ended, ActivityContext of)
    {
        if (!Traces.HasListeners()) return;
        var now = DateTimeOffset.UtcNow;
        using var span = Traces.StartActivity(
            name, ActivityKind.Internal, of, [new("sluice.model", model)], startTime: now - Stopwatch.GetElapsedTime(began));
        span?.SetEndTime((now - Stopwatch.GetElapsedTime(ended)).UtcDateTime);
    }
}
