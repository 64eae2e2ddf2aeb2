using Sluice.Data.Tables;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Sessions;

/// <summary>Where the memory of live rows is.</summary>
/// <param name="Session">The id of a session that the server keeps, or null.</param>
/// <param name="Start">Whether it begins here.</param>
/// <param name="End">Whether it ends here.</param>
/// <param name="State">The state in the client's hands, empty for the beginning; or null.</param>
/// <param name="Taken">
/// The rows that the session has taken before these, as the last answer said; null where that is not said. The same rows asked for once more
/// are answered as before, and not taken twice.
/// </param>
internal sealed record LiveAsk(string? Session, bool Start, bool End, string? State, long? Taken = null)
{
    /// <summary>Whether it says anything of a sequence: else a model may be asked for one answer without a memory.</summary>
    public bool IsOfSequence => Session is not null || State is not null || Start || End;
}

/// <summary>How a session stands.</summary>
/// <param name="Version">The version that it is on.</param>
/// <param name="Rows">Rows that it has taken so far.</param>
/// <param name="Drift">The columns with values that were missing, or outside of what was learned from, of the rows that this server has seen.</param>
internal sealed record SessionLook(string Version, long Rows, IReadOnlyList<ColumnDrift> Drift);

/// <summary>What came of live rows.</summary>
/// <param name="Version">The version that took them.</param>
/// <param name="Form">What its rows and answers hold.</param>
/// <param name="Answers">The answer to each.</param>
/// <param name="Session">The id of the session, or null.</param>
/// <param name="State">The state for the client to keep, or null.</param>
/// <param name="Rows">Rows that the session has taken so far.</param>
internal sealed record LiveTold(string Version, LiveForm Form, IReadOnlyList<Array[]> Answers, string? Session, string? State, long Rows);
