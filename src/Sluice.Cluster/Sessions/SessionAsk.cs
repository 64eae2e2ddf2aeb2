using Orleans;

namespace Sluice.Cluster.Sessions;

/// <summary>A request to a session, wherever it lives.</summary>
[GenerateSerializer, Immutable, Alias("sluice.ask")]
internal sealed record SessionAsk
{
    /// <summary>Its number, which stays the same when it is sent once more: it is taken once.</summary>
    [Id(0)]
    public Guid Number { get; init; }

    /// <summary>Whether the session begins with it.</summary>
    [Id(1)]
    public bool Start { get; init; }

    /// <summary>Whether the session ends with it.</summary>
    [Id(2)]
    public bool End { get; init; }

    /// <summary>The version by whose form the rows were read, on which a session begins; empty where the form is asked for.</summary>
    [Id(3)]
    public string Version { get; init; } = "";

    /// <summary>The version that the client asks for, or null.</summary>
    [Id(4)]
    public string? Wanted { get; init; }

    /// <summary>The rows as bytes; null for none.</summary>
    [Id(5)]
    public byte[]? Rows { get; init; }

    /// <summary>The rows that were taken before, where the client says so.</summary>
    [Id(6)]
    public long? Taken { get; init; }

    /// <summary>Whether nothing is to be taken: what the session's rows hold is asked for.</summary>
    public bool IsLook => Rows is null && !Start && !End;
}

/// <summary>What a session says.</summary>
internal enum SessionOutcome
{
    /// <summary>The rows were taken.</summary>
    Taken,

    /// <summary>Refused, with a status and a sentence.</summary>
    Refused,

    /// <summary>The rows were read by another version than that of the session; its form is here.</summary>
    OtherForm,

    /// <summary>The server that the session would live on has not its version.</summary>
    Elsewhere,
}

/// <summary>The answer of a session.</summary>
[GenerateSerializer, Immutable, Alias("sluice.answer")]
internal sealed record SessionAnswer
{
    [Id(0)]
    public SessionOutcome Outcome { get; init; }

    /// <summary>The version of the session.</summary>
    [Id(1)]
    public string Version { get; init; } = "";

    /// <summary>The rows that it has taken.</summary>
    [Id(2)]
    public long Rows { get; init; }

    /// <summary>The answers as bytes.</summary>
    [Id(3)]
    public byte[] Answers { get; init; } = [];

    /// <summary>The form of the session's version as JSON, where it may not be known to whoever asks.</summary>
    [Id(4)]
    public string? Form { get; init; }

    [Id(5)]
    public int Status { get; init; }

    [Id(6)]
    public string Sentence { get; init; } = "";

    [Id(7)]
    public int RetryAfter { get; init; }

    /// <summary>The server that answers.</summary>
    [Id(8)]
    public string Silo { get; init; } = "";

    /// <summary>Where the form was asked for, how the rows that this server has seen differ from what was learned from: JSON.</summary>
    [Id(9)]
    public string? Drift { get; init; }
}

/// <summary>A session. Its key is the name of the model, '/' and its id.</summary>
[Alias("sluice.session")]
internal interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Takes what is asked: wholly, or not at all.</summary>
    /// <param name="ask">The request.</param>
    /// <param name="stop">Set when nobody waits any longer.</param>
    [Alias("take")]
    Task<SessionAnswer> Take(SessionAsk ask, CancellationToken stop);
}
