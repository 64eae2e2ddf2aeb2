using System.Globalization;
using System.Text.Json;
using Sluice.Formats;

namespace Sluice.Learn.Tuning;

/// <summary>
/// Work in a folder that all workers see. Work waits in <c>queue/open</c>; who renames its file into <c>queue/taken</c> has it, and renews the time
/// of the file while it goes on; its result is written to <c>queue/done</c> under another name and renamed. Clocks of machines are not compared:
/// work is free again when a worker has seen no change of its file for the time of a lease by its own clock.
/// </summary>
public sealed class FolderQueue : ITrialQueue
{
    private readonly string _folder, _open, _taken, _done, _closed;
    private readonly TimeSpan _lease;
    private readonly Dictionary<string, (DateTime Time, long Seen)> _seen = [];
    private readonly Lock _looking = new();

    /// <summary>The queue of a folder.</summary>
    /// <param name="folder">The folder of the search.</param>
    /// <param name="lease">The time after which work without a sign is free again.</param>
    public FolderQueue(string folder, TimeSpan lease)
    {
        (_folder, _lease) = (folder, lease);
        string queue = Path.Combine(folder, "queue");
        (_open, _taken, _done, _closed) = (Path.Combine(queue, "open"), Path.Combine(queue, "taken"), Path.Combine(queue, "done"), Path.Combine(queue, "closed"));
    }

    /// <summary>Whether there is a search in the folder.</summary>
    public bool Exists => Directory.Exists(_done);

    /// <inheritdoc/>
    public bool? IsClosed => Exists ? File.Exists(_closed) : null;

    /// <inheritdoc/>
    public TimeSpan Pause => TimeSpan.FromMilliseconds(100);

    /// <summary>Makes the folders.</summary>
    public void Create()
    {
        foreach (string folder in new[] { _open, _taken, _done }) Directory.CreateDirectory(FileScope.Check(folder));
    }

    /// <inheritdoc/>
    public void Post(TrialWork work)
    {
        // Work goes from open to taken to done: looked for in this order it is not missed.
        if (File.Exists(In(_open, work.Name)) || TakenOf(work.Name).Any() || File.Exists(In(_done, work.Name))) return;
        AtomicFile.Write(In(_open, work.Name), JsonSerializer.SerializeToUtf8Bytes(work, TuningJson.Default.TrialWork));
    }

    /// <inheritdoc/>
    public bool Withdraw(string name)
    {
        string away = Path.Combine(_open, $".{name}.withdrawn");
        if (!Rename(In(_open, name), away)) return false;
        File.Delete(FileScope.Check(away));
        return true;
    }

    /// <inheritdoc/>
    public IReadOnlyList<TrialResult> Finished(IReadOnlyDictionary<string, TrialResult> known)
        => [.. Names(_done).Where(n => !known.ContainsKey(n)).Select(n => Result(n))];

    /// <inheritdoc/>
    public void Close(bool closed)
    {
        if (closed) AtomicFile.Write(_closed, "");
        else File.Delete(FileScope.Check(_closed));
    }

    /// <inheritdoc/>
    public IClaim? Claim(string worker)
    {
        if (!Exists) return null;
        foreach (string name in Names(_open))
            if (Take(In(_open, name), name, 1, worker) is { } claim) return claim;
        return Expired().Select(free => Again(free.File, free.Name, free.Attempt, worker)).FirstOrDefault(c => c is not null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private TrialResult Result(string name)
    {
        string file = In(_done, name);
        var result = TuningJson.Read(
            File.ReadAllText(FileScope.Check(file)), TuningJson.Default.TrialResult, file, "the result of a trial; remove the file to train it again,");
        return result.Name == name && result.Figures is not null && (result.Loss is null || double.IsFinite(result.Loss.Value))
            ? result
            : throw new SluiceFormatException($"expected the result of {name}, got that of '{result.Name}'; remove the file to train it again.", file);
    }

    private FolderClaim? Take(string from, string name, int attempt, string worker)
    {
        string file = Path.Combine(_taken, $"{name}.{attempt.ToString(CultureInfo.InvariantCulture)}.{worker}.json");
        if (!Rename(from, file)) return null;
        if (File.Exists(In(_done, name)))
        {
            File.Delete(FileScope.Check(file));
            return null;
        }

        try
        {
            var work = TuningJson.Read(File.ReadAllText(FileScope.Check(file)), TuningJson.Default.TrialWork, file, "the work of a trial");
            return new FolderClaim(this, work, file);
        }
        catch (SluiceFormatException)
        {
            // The search asks for it anew when it is gone.
            File.Delete(FileScope.Check(file));
            return null;
        }
    }

    private FolderClaim? Again(string file, string name, int attempt, string worker)
    {
        if (attempt < Lease.Attempts) return Take(file, name, attempt + 1, worker);
        if (Take(file, name, attempt + 1, worker) is { } last)
            last.Finish(new TrialResult(name, null, new Dictionary<string, double>(), 0, Lease.Lost, 0, worker));
        return null;
    }

    /// <summary>Gives back what workers of this machine had that are no more, as if they had not begun.</summary>
    public void Recover()
    {
        foreach (string file in Directory.GetFiles(FileScope.Check(_taken), "*.json"))
            if (Path.GetFileName(file).Split('.') is [var name, _, var worker, _] && WorkerName.IsGone(worker)) Rename(file, In(_open, name));
    }

    /// <summary>
    /// Work whose worker was on this machine and is no more, or whose file has not changed for the time of a lease since it was first seen so.
    /// </summary>
    private List<(string File, string Name, int Attempt)> Expired()
    {
        lock (_looking)
        {
            long now = Environment.TickCount64;
            string[] files = Directory.GetFiles(FileScope.Check(_taken), "*.json");
            foreach (string gone in _seen.Keys.Except(files).ToArray()) _seen.Remove(gone);
            var expired = new List<(string, string, int)>();
            foreach (string file in files.Order(StringComparer.Ordinal))
            {
                if (Path.GetFileName(file).Split('.') is not [var name, var attempt, var worker, _]
                    || !int.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
                    continue;
                var time = File.GetLastWriteTimeUtc(file);
                bool known = _seen.TryGetValue(file, out var seen) && seen.Time == time;
                if (!known) _seen[file] = (time, now);
                if (WorkerName.IsGone(worker) || (known && now - seen.Seen > _lease.TotalMilliseconds)) expired.Add((file, name, count));
            }

            return expired;
        }
    }

    private IEnumerable<string> TakenOf(string name) => Directory.GetFiles(FileScope.Check(_taken), name + ".*.json");

    private static IEnumerable<string> Names(string folder)
        => Directory.GetFiles(FileScope.Check(folder), "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    private static string In(string folder, string name) => Path.Combine(folder, name + ".json");

    /// <summary>Renames a file; false where another was first. To overwrite is one call of the system, which one caller alone can win.</summary>
    private static bool Rename(string from, string to)
    {
        try
        {
            File.Move(FileScope.Check(from), FileScope.Check(to), overwrite: true);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or UnauthorizedAccessException && !File.Exists(from))
        {
            return false;
        }
    }

    private sealed class FolderClaim(FolderQueue queue, TrialWork work, string file) : IClaim
    {
        public TrialWork Work => work;

        public string Folder => queue._folder;

        public bool Renew()
        {
            try
            {
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
                return true;
            }
            catch (FileNotFoundException)
            {
                return false;
            }
        }

        public void Finish(TrialResult result)
        {
            AtomicFile.Write(In(queue._done, work.Name), JsonSerializer.SerializeToUtf8Bytes(result, TuningJson.Default.TrialResult));
            File.Delete(FileScope.Check(file));
        }

        public void Release() => Rename(file, In(queue._open, work.Name));
    }
}
