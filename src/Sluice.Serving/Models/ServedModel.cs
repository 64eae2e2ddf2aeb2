using Sluice.Serving.Sessions;

namespace Sluice.Serving.Models;

/// <summary>A model by its name: its versions, and the sessions on them. For any number of threads.</summary>
/// <param name="name">The name.</param>
/// <param name="path">The file that it is read from.</param>
/// <param name="options">Limits.</param>
/// <param name="time">The clock.</param>
internal sealed class ServedModel(string name, string path, ServingOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<ModelVersion> _versions = [];
    private double _share = 1, _owed;

    public string Name => name;

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Why its file could not be read the last time, or null.</summary>
    public string? Failure { get; private set; }

    public SessionTable Sessions { get; } = new(name, options, time);

    /// <summary>Whether sessions that live on other servers, and may come here, are on a version.</summary>
    public Func<ModelVersion, bool> IsUsedElsewhere { get; set; } = _ => false;

    public bool IsReady
    {
        get
        {
            lock (_lock) return _versions.Count > 0 && !IsUnloaded;
        }
    }

    /// <summary>Whether it takes nothing new.</summary>
    public bool IsUnloaded { get; private set; }

    /// <summary>The versions that requests may name: the current ones, and former ones that sessions are still on.</summary>
    public IReadOnlyList<ModelVersion> Versions
    {
        get
        {
            lock (_lock)
            {
                Forget();
                return [.. _versions];
            }
        }
    }

    /// <summary>Reads the file again; where it is another than before, that version takes a share of the requests that name none.</summary>
    /// <param name="load">Reads it.</param>
    /// <param name="share">From above 0 to 1: all.</param>
    public void Load(Func<ModelVersion> load, double share)
    {
        if (share is not (> 0 and <= 1)) throw ServingException.Bad($"model '{name}': expected a share above 0 and at most 1, got {share}.");
        ModelVersion read;
        try
        {
            read = load();
        }
        catch (Exception e) when (e is SluiceException or IOException or UnauthorizedAccessException)
        {
            // What was read before goes on.
            lock (_lock) Failure = e.Message;
            throw;
        }

        lock (_lock)
        {
            (Failure, IsUnloaded) = (null, false);
            if (_versions.FirstOrDefault(v => v.Version == read.Version) is { } known)
            {
                // The same file again keeps what is loaded, and may change its share.
                _versions.Remove(known);
                read = known;
            }

            read.Used = time.GetTimestamp();
            _versions.Insert(0, read);
            _share = _versions.Count > 1 ? share : 1;
            Forget();
        }
    }

    /// <summary>Takes nothing new; sessions go on to their ends.</summary>
    public void Unload()
    {
        lock (_lock)
        {
            IsUnloaded = true;
            Forget();
        }
    }

    /// <summary>The version for a request.</summary>
    /// <param name="version">The one that is asked for, or null.</param>
    /// <exception cref="ServingException">There is none.</exception>
    public ModelVersion Find(string? version)
    {
        lock (_lock)
        {
            if (version is not null)
                return Take(_versions.FirstOrDefault(v => v.Version == version))
                    ?? throw ServingException.Unknown($"model '{name}' has no version '{version}'; it has {Told()}.");
            if (IsUnloaded || _versions.Count == 0)
                throw new ServingException(503, $"model '{name}' is not loaded{(Failure is null ? "" : $": {Failure}")}");
            if (_share == 1 || _versions.Count == 1) return Take(_versions[0])!;

            // Of n requests, n times the share go to the newest, spread evenly.
            _owed += _share;
            if (_owed < 1) return Take(_versions[1])!;
            _owed -= 1;
            return Take(_versions[0])!;
        }
    }

    private ModelVersion? Take(ModelVersion? version)
    {
        if (version is not null) version.Used = time.GetTimestamp();
        return version;
    }

    private string Told() => _versions.Count == 0 ? "none" : string.Join(", ", _versions.Select(v => v.Version));

    /// <summary>Lets go of versions that nothing new comes to, no session is on, and no state in the hands of a client was lately for.</summary>
    private void Forget()
    {
        int kept = IsUnloaded ? 0 : _share < 1 ? 2 : 1;
        for (int i = _versions.Count - 1; i >= kept; i--)
        {
            bool isOld = IsUnloaded || time.GetElapsedTime(_versions[i].Used) >= options.SessionIdle;
            if (isOld && !Sessions.Uses(_versions[i]) && !IsUsedElsewhere(_versions[i])) _versions.RemoveAt(i);
        }
    }
}
