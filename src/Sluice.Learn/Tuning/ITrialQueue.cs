namespace Sluice.Learn.Tuning;

/// <summary>
/// Where work waits for workers: a folder or a database. Workers may come, go and die at any time. Posting work twice and finishing it twice are
/// harmless, since both come to the same bits. Any number of threads and processes may use one queue.
/// </summary>
public interface ITrialQueue : IDisposable
{
    /// <summary>Puts work there, unless it is there already or done.</summary>
    void Post(TrialWork work);

    /// <summary>Takes back work that nobody has begun; whether that was so.</summary>
    bool Withdraw(string name);

    /// <summary>What was finished and is not among the known.</summary>
    /// <exception cref="SluiceFormatException">A result is damaged: with its file.</exception>
    IReadOnlyList<TrialResult> Finished(IReadOnlyDictionary<string, TrialResult> known);

    /// <summary>Says that there will be no more work, or that there will be again.</summary>
    void Close(bool closed);

    /// <summary>Whether there will be no more work; null where there is no search yet.</summary>
    bool? IsClosed { get; }

    /// <summary>How long to wait before looking again.</summary>
    TimeSpan Pause { get; }

    /// <summary>Takes the first work that waits, or that whoever had it no longer renews; null where there is none.</summary>
    /// <param name="worker">Who takes it.</param>
    IClaim? Claim(string worker);
}

/// <summary>Work that somebody has. It is used by one thread, but <see cref="Renew"/>, which another may call.</summary>
public interface IClaim
{
    /// <summary>The work.</summary>
    TrialWork Work { get; }

    /// <summary>Where the runs of the search are kept: its own folder, or one of the worker.</summary>
    string Folder { get; }

    /// <summary>Says that the work goes on; false where another has it now.</summary>
    bool Renew();

    /// <summary>Hands in the result.</summary>
    void Finish(TrialResult result);

    /// <summary>Gives the work back, as if it had not been taken.</summary>
    void Release();
}

/// <summary>How long work may go without a sign of its worker.</summary>
public static class Lease
{
    /// <summary>The time after which another may take it.</summary>
    public static TimeSpan Usual => TimeSpan.FromSeconds(60);

    /// <summary>How often the work may be taken: after a worker that died, once again.</summary>
    public const int Attempts = 2;

    /// <summary>What the result says of work that was lost more often.</summary>
    public const string Lost = "the workers that had it died, two in a row";
}
