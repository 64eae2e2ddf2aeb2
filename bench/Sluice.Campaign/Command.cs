using System.Diagnostics;
using System.Text;
using Sluice.Cli;

namespace Sluice.Campaign;

/// <summary>The command line in a process of its own, which can be killed.</summary>
internal sealed class Command : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _error = new();

    private Command(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, e) =>
        {
            lock (_error) _error.AppendLine(e.Data);
        };
        process.BeginErrorReadLine();
    }

    /// <summary>Starts it; null for the width leaves the vectors of the machine.</summary>
    public static Command Start(string[] arguments, int? width = null)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])[typeof(CommandLine).Assembly.Location, .. arguments]) start.ArgumentList.Add(argument);
        start.Environment.Remove("SLUICE_VECTOR_BITS");
        if (width is { } bits) start.Environment["SLUICE_VECTOR_BITS"] = $"{bits}";
        return new Command(Process.Start(start)!);
    }

    /// <summary>Runs it in this process.</summary>
    public static (int Code, string Output, string Error) Run(string[] arguments)
    {
        using StringWriter output = new(), error = new();
        int code = CommandLine.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    public string Error
    {
        get
        {
            lock (_error) return _error.ToString();
        }
    }

    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.HasExited ? 0 : _process.WorkingSet64;
        }
    }

    /// <summary>The most memory that it ever had; 0 once it has ended.</summary>
    public long PeakWorkingSet
    {
        get
        {
            try
            {
                _process.Refresh();
                return _process.PeakWorkingSet64;
            }
            catch (InvalidOperationException)
            {
                return 0;
            }
        }
    }

    /// <summary>The first line that it prints.</summary>
    public string FirstLine() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException(Error);

    /// <summary>Waits until something holds or the process has ended.</summary>
    public void WaitFor(Func<bool> holds)
    {
        while (!holds() && !_process.HasExited) Thread.Sleep(5);
    }

    /// <summary>Waits for its end and returns its exit code.</summary>
    public int End()
    {
        _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Kills it (SIGKILL) and returns whether it was still there.</summary>
    public bool Kill()
    {
        bool there = !_process.HasExited;
        _process.Kill();
        _process.WaitForExit();
        return there;
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }
}
