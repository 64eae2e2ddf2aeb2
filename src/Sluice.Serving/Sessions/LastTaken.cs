using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Sessions;

/// <summary>What a sequence last took, for a client that asks once more because no answer reached it.</summary>
/// <param name="Before">The rows that it had taken before.</param>
/// <param name="Digest">SHA-256 of the rows.</param>
/// <param name="Answers">The answers to them.</param>
internal sealed record LastTaken(long Before, byte[] Digest, IReadOnlyList<Array[]> Answers)
{
    public static byte[] DigestOf(IReadOnlyList<LiveRow> rows) => SHA256.HashData(RowBytes.Write(rows));

    /// <summary>Sees whether rows are the next ones of a sequence.</summary>
    /// <param name="taken">The rows that the client says were taken before.</param>
    /// <param name="rows">The rows that were.</param>
    /// <param name="last">What was taken last, or null.</param>
    /// <param name="digest">SHA-256 of the rows that are asked for.</param>
    /// <returns>True where they are the next; false where they were the last: its answers are theirs.</returns>
    /// <exception cref="ServingException">They are neither (409).</exception>
    public static bool IsNext(long taken, long rows, LastTaken? last, ReadOnlySpan<byte> digest)
    {
        if (taken == rows) return true;
        if (last is null || last.Before != taken) throw new ServingException(StatusCodes.Status409Conflict, $"the session has taken {rows} rows, got a request for one that has taken {taken}.");
        return last.Digest.AsSpan().SequenceEqual(digest)
            ? false
            : throw new ServingException(StatusCodes.Status409Conflict, $"after {taken} rows the session has taken others than these; it has taken {rows} now.");
    }
}

/// <summary>Rows that were taken before are answered as they were then.</summary>
internal sealed class TakenAlready(LastTaken last) : Exception
{
    public LastTaken Last => last;
}
