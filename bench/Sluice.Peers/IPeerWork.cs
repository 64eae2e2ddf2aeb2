using Sluice.Bench;

namespace Sluice.Peers;

/// <summary>A problem that is prepared: its weights, its input, and the work of each mode.</summary>
internal interface IPeerWork : IDisposable
{
    /// <summary>The work of train, infer, step or fit.</summary>
    /// <exception cref="NotSupportedException">The peer cannot do that.</exception>
    Action Of(string mode);

    /// <summary>Computes it once, to compare.</summary>
    PeerOutput Check();
}
