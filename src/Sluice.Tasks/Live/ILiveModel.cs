namespace Sluice.Tasks.Live;

/// <summary>A model that runs live: row by row, each sequence with a memory of its own.</summary>
public interface ILiveModel
{
    /// <summary>How it runs live; null where this model does not, such as one that reads in both directions.</summary>
    LiveNet? Live { get; }
}

/// <summary>A model as live sequences see it. Any number of threads may use one at once; a session belongs to one of them at a time.</summary>
public abstract class LiveNet
{
    /// <summary>What goes into a step and what comes out of it.</summary>
    public abstract LiveForm Form { get; }

    /// <summary>A session at the beginning of a sequence: its states are 0, or those that the net has learned to begin with.</summary>
    public abstract LiveSession Begin();

    /// <summary>A session that goes on where another stood, to the bit.</summary>
    /// <param name="bytes">What <see cref="LiveSession.ToBytes"/> gave, here or in another process.</param>
    /// <exception cref="SluiceException">They are not the bytes of a session of such a model, or its sessions cannot be written down.</exception>
    public abstract LiveSession Restore(ReadOnlySpan<byte> bytes);

    /// <summary>The most sessions that take a step together; 1 where that would save nothing.</summary>
    public abstract int MostTogether { get; }

    /// <summary>Takes one step of each session, which gives the bits that it would give alone.</summary>
    /// <param name="sessions">1 to <see cref="MostTogether"/> sessions of this net, each once, each with a step <see cref="LiveSession.Waiting"/>.</param>
    public abstract void Step(IReadOnlyList<LiveSession> sessions);
}

/// <summary>The memory of one live sequence. For one thread at a time.</summary>
public abstract class LiveSession
{
    /// <summary>Steps that the last row still takes; 0 when its answer stands.</summary>
    public abstract int Waiting { get; }

    /// <summary>Takes a row in; steps of the net follow.</summary>
    /// <exception cref="SluiceException">The row does not fit: then nothing has changed.</exception>
    public abstract void Put(LiveRow row);

    /// <summary>The answer to the last row, when no step is waiting: an array of double, of float or of string for each output of the form.</summary>
    public abstract Array[] Answer();

    /// <summary>
    /// Another session that goes on from here by itself, when no step is waiting; null where sessions of this model cannot be copied.
    /// </summary>
    public abstract LiveSession? Copy();

    /// <summary>The memory as bytes, which <see cref="LiveNet.Restore"/> takes; when no step is waiting.</summary>
    /// <exception cref="SluiceException">Sessions of this model cannot be written down.</exception>
    public abstract byte[] ToBytes();
}
