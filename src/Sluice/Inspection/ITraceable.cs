using Sluice.Autodiff;

namespace Sluice.Inspection;

/// <summary>A net that can be run over input without meaning, so that a tape lists its operations.</summary>
public interface ITraceable
{
    /// <summary>Steps of every sequence, where the net takes no other number of them; else null.</summary>
    int? Length => null;

    /// <summary>Runs the whole net once, over sequences of zeroes or of any symbols.</summary>
    /// <param name="tape">A tape that lists or records operations.</param>
    /// <param name="steps">Steps of each sequence, 1 or more.</param>
    /// <param name="batch">Sequences, 1 or more.</param>
    void Trace(Tape tape, int steps, int batch);
}
