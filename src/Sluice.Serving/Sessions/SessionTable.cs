using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Sluice.Serving.Models;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Sessions;

/// <summary>A live sequence that the server keeps.</summary>
internal sealed class ServedSession(string id, ModelVersion version, LiveSession memory, long now)
{
    public string Id => id;

    public ModelVersion Version => version;

    public LiveSlot Slot { get; } = new(memory);

    public long Began { get; } = now;

    public long Used { get; set; } = now;

    /// <summary>Requests on their way.</summary>
    public int Busy { get; set; }

    public bool IsEnding { get; set; }

    /// <summary>Set when it is gone.</summary>
    public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>The live sequences of one model. For any number of threads.</summary>
/// <param name="model">The name of the model.</param>
/// <param name="options">Limits.</param>
/// <param name="time">The clock.</param>
internal sealed class SessionTable(string model, ServingOptions options, TimeProvider time)
{
    /// <summary>The most characters of an id.</summary>
    public const int LongestId = 128;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServedSession> _sessions = [];

    /// <summary>An id that nobody guesses.</summary>
    public static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public static ServingException WrongId(string id) => ServingException.Bad($"expected an id of 1 to {LongestId} characters for a session, got {id.Length}.");

    public static ServingException Unknown(string model)
        => ServingException.Unknown($"model '{model}' has no session of this id; it never began, has ended, or was left alone too long.");

    public static ServingException Exists(string model, string id)
        => new(StatusCodes.Status409Conflict, $"model '{model}' has a session '{id}' already.");

    public static ServingException Ending(string model)
        => new(StatusCodes.Status412PreconditionFailed, $"the session of model '{model}' is ending already.");

    public static ServingException Full(string model, int count)
        => new(StatusCodes.Status503ServiceUnavailable, $"model '{model}' has {count} sessions, which is all that it may have.");

    public int Count
    {
        get
        {
            lock (_lock) return _sessions.Count;
        }
    }

    /// <summary>Begins a session.</summary>
    /// <param name="id">The client's own, or null for one that the server makes.</param>
    /// <param name="version">The version that it stays on.</param>
    /// <exception cref="ServingException">There is one of this id (409), or there are too many (503).</exception>
    public ServedSession Start(string? id, ModelVersion version)
    {
        var (net, _) = version.NeedLive();
        if (id is { Length: 0 or > LongestId }) throw WrongId(id);
        lock (_lock)
        {
            if (id is not null && _sessions.TryGetValue(id, out var there) && !Expire(there))
                throw Exists(model, id);
            if (_sessions.Count >= options.MostSessions) Sweep();
            if (_sessions.Count >= options.MostSessions)
                throw Full(model, _sessions.Count);
            id ??= NewId();
            return _sessions[id] = new ServedSession(id, version, net.Begin(), time.GetTimestamp());
        }
    }

    /// <summary>Takes a session for a request; <see cref="Return"/> gives it back.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="end">Whether it ends with this request.</param>
    /// <exception cref="ServingException">There is none (404), or it is ending (412).</exception>
    public ServedSession Use(string id, bool end = false)
    {
        lock (_lock)
        {
            if (!_sessions.TryGetValue(id, out var session) || Expire(session))
                throw Unknown(model);
            if (session.IsEnding) throw Ending(model);
            session.Busy++;
            session.IsEnding = end;
            return session;
        }
    }

    /// <summary>A session that is not used by being looked at.</summary>
    /// <exception cref="ServingException">There is none (404).</exception>
    public ServedSession Look(string id)
    {
        lock (_lock) return _sessions.TryGetValue(id, out var session) && !Expire(session) ? session : throw Unknown(model);
    }

    /// <summary>Gives a session back after a request.</summary>
    /// <param name="session">The session.</param>
    /// <param name="keep">Whether it goes on although it was to end, because the last request came to nothing.</param>
    /// <param name="end">Whether it ends although it was to go on, because the first request came to nothing.</param>
    public void Return(ServedSession session, bool keep = false, bool end = false)
    {
        lock (_lock)
        {
            session.Busy--;
            session.Used = time.GetTimestamp();
            session.IsEnding = (session.IsEnding && !keep) || end;
            if (session is { IsEnding: true, Busy: 0 }) Remove(session);
        }
    }

    /// <summary>Whether a session is on a version.</summary>
    public bool Uses(ModelVersion version)
    {
        lock (_lock) return _sessions.Values.Any(s => s.Version == version);
    }

    /// <summary>Ends the sessions that were left alone too long, or have lasted too long.</summary>
    public void Sweep()
    {
        lock (_lock)
        {
            foreach (var session in _sessions.Values.ToList()) Expire(session);
        }
    }

    /// <summary>Ends a session whose time is over, unless a request is on its way.</summary>
    private bool Expire(ServedSession session)
    {
        if (session.Busy > 0) return false;
        if (time.GetElapsedTime(session.Used) < options.SessionIdle && time.GetElapsedTime(session.Began) < options.SessionAge) return false;
        Remove(session);
        return true;
    }

    private void Remove(ServedSession session)
    {
        if (_sessions.Remove(session.Id)) session.Gone.TrySetResult();
    }
}
