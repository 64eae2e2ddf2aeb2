using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Sluice.Serving.Operations;

namespace Sluice.Serving.Models;

/// <summary>All models that are served. For any number of threads.</summary>
internal sealed class ModelShelf : IDisposable
{
    private static readonly TimeSpan s_sweep = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, ServedModel> _models = new(StringComparer.Ordinal);
    private readonly ServingMeter _meter;
    private readonly ITimer _sweeping;
    private readonly CancellationTokenSource _stopped = new();

    public ModelShelf(ServingOptions options, ServingMeter meter, TimeProvider time)
    {
        (Options, _meter) = (options, meter);
        foreach (var (name, path) in ModelPaths.Find(options.Models)) _models[name] = new ServedModel(name, path, options, time);
        _sweeping = time.CreateTimer(_ => Sweep(), null, s_sweep, s_sweep);
        meter.Meter.CreateObservableGauge(
            "sluice.sessions", () => Each(m => m.Sessions.Count), "{session}", "live sequences that the server keeps");
        meter.Meter.CreateObservableGauge(
            "sluice.queue.requests", () => Each(m => m.Versions.Sum(v => v.Steps?.Count ?? 0)), "{request}", "requests that wait for steps or take them");
        meter.Meter.CreateObservableGauge("sluice.drift", Drift, null, "how what comes in lately differs from what a model learned from");
    }

    public ServingOptions Options { get; }

    public IEnumerable<ServedModel> All => _models.Values.OrderBy(m => m.Name, StringComparer.Ordinal);

    /// <summary>Whether requests are answered: models are there, and the server is not about to stop.</summary>
    public bool IsReady => !IsDraining && (Options.StrictReadiness ? _models.Values.All(m => m.IsReady) : _models.Values.Any(m => m.IsReady));

    /// <summary>Set when the server is about to stop: no session begins any longer.</summary>
    public bool IsDraining { get; set; }

    /// <summary>Set when sessions are waited for no longer.</summary>
    public CancellationToken Stopped => _stopped.Token;

    /// <summary>Lets sessions be waited for no longer.</summary>
    public void Stop() => _stopped.Cancel();

    public int Sessions => _models.Values.Sum(m => m.Sessions.Count);

    /// <summary>Reads every model; one that cannot be read keeps none of the others from being served.</summary>
    /// <returns>A line for each.</returns>
    public IReadOnlyList<string> LoadAll()
    {
        List<string> lines = [];
        foreach (var model in All)
        {
            try
            {
                Load(model.Name);
                var version = model.Versions[0];
                lines.Add($"{model.Name}: {version.TaskName}, version {version.Version}{(version.Live is null ? "" : $", live{States(version)}")}");
            }
            catch (Exception e) when (e is SluiceException or IOException or UnauthorizedAccessException)
            {
                lines.Add($"{model.Name}: not served: {e.Message}");
            }
        }

        return lines;
    }

    private static string States(ModelVersion version) => version.Live is NetworkLive net ? $" with the states {string.Join(", ", net.States)}" : "";

    /// <summary>Reads the file of a model, for the first time or again.</summary>
    /// <param name="name">The model.</param>
    /// <param name="share">The share of requests that a newer version takes.</param>
    /// <exception cref="SluiceException">There is no such model, or its file cannot be read: the version before goes on.</exception>
    public void Load(string name, double share = 1)
    {
        var model = Find(name);
        model.Load(() => ModelVersion.Load(name, model.Path, Options, _meter), share);
    }

    /// <summary>The model of a name.</summary>
    /// <exception cref="ServingException">There is none.</exception>
    public ServedModel Find(string name) => _models.TryGetValue(name, out var model)
        ? model
        : throw ServingException.Unknown(
            $"there is no model '{name}'; those that are served: {string.Join(", ", All.Take(20).Select(m => m.Name))}{(_models.Count > 20 ? " ..." : "")}.");

    /// <summary>Refuses what begins when the server is about to stop.</summary>
    public void RefuseWhenDraining()
    {
        if (IsDraining) throw new ServingException(503, "the server is about to stop, and no session begins any longer.");
    }

    public void Sweep()
    {
        foreach (var model in _models.Values)
        {
            model.Sessions.Sweep();
            _ = model.Versions;
        }
    }

    public void Dispose()
    {
        _sweeping.Dispose();
        _stopped.Dispose();
    }

    /// <summary>
    /// Of the newest version of each model: by column the shares of missing values, of numbers outside and of texts never seen, and the stability
    /// index.
    /// </summary>
    private IEnumerable<Measurement<double>> Drift()
    {
        foreach (var (model, drift) in _models.Values.Select(m => (m.Name, m.Versions.FirstOrDefault()?.Drift)))
        {
            foreach (var column in drift?.Columns ?? [])
            {
                (string Measure, double Value)[] measures =
                    [("missing", column.Missing), ("outside", column.Outside), ("unknown", column.Unknown), ("index", column.Index)];
                foreach (var (measure, value) in measures.Where(m => !double.IsNaN(m.Value)))
                    yield return new(value, new("model", model), new("column", column.Column), new("measure", measure));
            }

            if (drift?.Symbols is { Count: > 0 } symbols)
                yield return new((double)symbols.Unknown / symbols.Count, new("model", model), new("column", ""), new("measure", "unknown"));
        }
    }

    private IEnumerable<Measurement<int>> Each(Func<ServedModel, int> of)
        => _models.Values.Select(m => new Measurement<int>(of(m), new KeyValuePair<string, object?>("model", m.Name)));
}
