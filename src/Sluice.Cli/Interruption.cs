using System.Runtime.InteropServices;

namespace Sluice.Cli;

/// <summary>
/// Ctrl-C, and what systems and containers send in its place (SIGTERM, and SIGHUP when the terminal is closed): the first asks to finish
/// and save, the second stops at once. What the process was started to ignore, as <c>nohup</c> has it of SIGHUP, stays ignored.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Action? _first, _atOnce;
    private readonly PosixSignalRegistration[] _signals;

    /// <summary>Listens.</summary>
    /// <param name="first">Called at the first signal.</param>
    /// <param name="atOnce">Called before the process ends at the second.</param>
    public Interruption(Action? first = null, Action? atOnce = null)
    {
        (_first, _atOnce) = (first, atOnce);
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(
            s => PosixSignalRegistration.Create(s, Interrupt))];
    }

    /// <summary>Set by the first.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Listens no longer.</summary>
    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _stop.Dispose();
    }

    private void Interrupt(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (_stop.IsCancellationRequested)
        {
            _atOnce?.Invoke();
            Environment.Exit(CommandLine.Interrupted);
        }

        _stop.Cancel();
        _first?.Invoke();
    }
}
