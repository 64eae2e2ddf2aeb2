using System.Diagnostics.Metrics;

namespace Sluice.Serving.Operations;

/// <summary>What is counted: the meter <c>Sluice.Serving</c>. It sees names, numbers and times, and nothing of what users send.</summary>
internal sealed class ServingMeter
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "Sluice.Serving";

    private readonly Counter<long> _requests, _bytesIn, _bytesOut;
    private readonly Histogram<double> _duration, _queue, _input, _compute, _output;
    private readonly Histogram<int> _batch;

    public ServingMeter(IMeterFactory factory)
    {
        Meter = factory.Create(Name);
        _requests = Meter.CreateCounter<long>("sluice.requests", "{request}", "requests, by model, endpoint and status");
        _duration = Meter.CreateHistogram<double>("sluice.request.duration", "s", "from the head of a request to the end of its answer");
        _queue = Meter.CreateHistogram<double>("sluice.queue.duration", "s", "how long a request waited for its first batch or its turn");
        _input = Meter.CreateHistogram<double>("sluice.input.duration", "s", "how long a request took to be received and read");
        _compute = Meter.CreateHistogram<double>("sluice.compute.duration", "s", "how long a batch of steps, or another request, was computed");
        _output = Meter.CreateHistogram<double>("sluice.output.duration", "s", "how long an answer took to be written");
        _batch = Meter.CreateHistogram<int>("sluice.batch.size", "{step}", "steps of different sequences that were computed together");
        _bytesIn = Meter.CreateCounter<long>("sluice.bytes.received", "By", "bytes of bodies of requests");
        _bytesOut = Meter.CreateCounter<long>("sluice.bytes.sent", "By", "bytes of bodies of answers");
    }

    public Meter Meter { get; }

    public void Request(string model, string endpoint, int status, double seconds, long received, long sent)
    {
        KeyValuePair<string, object?> m = new("model", model), e = new("endpoint", endpoint);
        _requests.Add(1, m, e, new("status", status));
        _duration.Record(seconds, m, e);
        _bytesIn.Add(received, m);
        _bytesOut.Add(sent, m);
    }

    public void Batch(string model, int size, double seconds)
    {
        _batch.Record(size, new KeyValuePair<string, object?>("model", model));
        Computed(model, seconds);
    }

    public void Queued(string model, double seconds) => _queue.Record(seconds, new KeyValuePair<string, object?>("model", model));

    public void Computed(string model, double seconds) => _compute.Record(seconds, new KeyValuePair<string, object?>("model", model));

    public void Received(string model, double seconds) => _input.Record(seconds, new KeyValuePair<string, object?>("model", model));

    public void Sent(string model, double seconds) => _output.Record(seconds, new KeyValuePair<string, object?>("model", model));
}
