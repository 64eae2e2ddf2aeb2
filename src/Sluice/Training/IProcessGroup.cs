namespace Sluice.Training;

/// <summary>
/// Processes that train one model together, numbered from 0. Messages between two of them arrive in the order in which they were sent; all
/// calls may wait for the other side. For one thread of each process.
/// </summary>
public interface IProcessGroup
{
    /// <summary>The number of this process; 0 is the one that writes and says everything.</summary>
    int Rank { get; }

    /// <summary>How many processes there are.</summary>
    int Count { get; }

    /// <summary>Sends a message to another process.</summary>
    /// <exception cref="SluiceException">It no longer answers.</exception>
    void Send(int to, ReadOnlySpan<byte> message);

    /// <summary>Takes the next message of another process, whose length is known.</summary>
    /// <exception cref="SluiceException">It no longer answers, or sent a message of another length.</exception>
    void Receive(int from, Span<byte> message);

    /// <summary>Sends a message to another process and takes one of it, which may pass each other; the other one does the same.</summary>
    /// <exception cref="SluiceException">It no longer answers, or sent a message of another length.</exception>
    void Exchange(int with, ReadOnlySpan<byte> message, Span<byte> answer);
}
