using System.Diagnostics;
using System.Globalization;

namespace Sluice.Learn.Tuning;

/// <summary>What workers are called: machine, process and number, so that others on the machine can see whether a worker still lives.</summary>
internal static class WorkerName
{
    // A dot and a slash would mean something in names of files.
    private static readonly string s_machine
        = new([.. Environment.MachineName.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);

    /// <summary>The name of a worker of this process.</summary>
    public static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"{s_machine}_{Environment.ProcessId}_{number}");

    /// <summary>Whether a worker was in a process of this machine that is no more.</summary>
    public static bool IsGone(string worker)
    {
        if (worker.Split('_') is not [var machine, var process, _] || machine != s_machine
            || !int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id == Environment.ProcessId)
            return false;
        try
        {
            using var running = Process.GetProcessById(id);
            return running.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}
