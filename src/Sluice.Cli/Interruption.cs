namespace Sluice.Cli;

/// <summary>Ctrl-C: the first asks to finish and save, the second stops at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Action? _atOnce;

    /// <summary>Listens.</summary>
    /// <param name="atOnce">Called before the process ends at the second Ctrl-C.</param>
    public Interruption(Action? atOnce = null)
    {
        _atOnce = atOnce;
        Console.CancelKeyPress += Interrupt;
    }

    /// <summary>Set by the first.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Listens no longer.</summary>
    public void Dispose()
    {
        Console.CancelKeyPress -= Interrupt;
        _stop.Dispose();
    }

    private void Interrupt(object? sender, ConsoleCancelEventArgs e)
    {
        if (_stop.IsCancellationRequested)
        {
            _atOnce?.Invoke();
            Environment.Exit(CommandLine.Interrupted);
        }

        e.Cancel = true;
        _stop.Cancel();
    }
}
