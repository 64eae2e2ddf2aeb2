using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Sluice.Mpi;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Cli;

/// <summary><c>train --processes P</c>: the same command in P processes by mpirun, again with fewer where one is lost (<c>--retry</c>).</summary>
internal static class Launch
{
    private static readonly string[] s_programs = ["mpirun.mpich", "mpiexec.hydra", "mpirun"];

    /// <summary>Starts the processes that are asked for, and waits for them.</summary>
    /// <param name="processes">How many, whether to go on with fewer, and the run folder where it was named.</param>
    /// <param name="parsed">The command.</param>
    /// <param name="error">Where messages go.</param>
    /// <returns>The exit code; null where no processes are asked for.</returns>
    public static int? Start((int Count, bool Retry, string? Folder)? processes, ParseResult parsed, TextWriter error)
    {
        if (processes is not { } asked) return null;
        if (asked.Count < 1) throw new UsageException($"--processes: expected 1 or more, got {asked.Count}.");
        if (MpiGroup.StartedCount > 1) throw new UsageException("--processes: expected a command that mpirun has not started already; leave it out.");
        if (parsed.Tokens.Any(t => StandardInput.ComesOnce(t.Value)))
            throw new UsageException("--processes: expected a file, which each process can read, got standard input or a pipe.");
        string task = parsed.CommandResult.Command.Name, folder = asked.Folder ?? StudyFolder.NewName(null, task);
        List<string> command = [.. Without(parsed.Tokens.Select(t => t.Value))];
        if (asked.Folder is null) command.AddRange(["--out", folder]);
        for (int count = asked.Count; ; count--)
        {
            int code = Run(count, command);
            if (code is CommandLine.Done or CommandLine.Failed or CommandLine.WrongUse or CommandLine.BadData or CommandLine.Interrupted) return code;
            string? saved = Directory.Exists(folder) ? new RunFolder(folder).Latest : null;
            error.WriteLine($"A process was lost (mpirun ended with {code}). " + (saved is null
                ? "No checkpoint was saved yet: begin again."
                : $"The last checkpoint stays: {saved}."));
            if (saved is null) return CommandLine.Failed;
            command = ["train", .. task == "train" ? [] : new[] { task }, "--resume", folder];
            if (!asked.Retry || count == 1)
            {
                error.WriteLine($"To go on with what is left: sluice train --resume {Quoted.Path(folder)} --processes {Math.Max(1, count - 1)}");
                return CommandLine.Failed;
            }

            error.WriteLine($"Going on from it with {count - 1} {(count == 2 ? "process" : "processes")}.");
        }
    }

    private static int Run(int processes, List<string> command)
    {
        string program = s_programs.SelectMany(
                p => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(d => Path.Combine(d, p)))
            .FirstOrDefault(File.Exists)
            ?? throw new SluiceException(
                $"--processes: expected one of {string.Join(", ", s_programs)}, found none. Install MPICH (on Debian: apt-get install mpich).");
        string assembly = typeof(Launch).Assembly.Location;
        string[] self = assembly.Length > 0 ? ["dotnet", assembly] : [Environment.ProcessPath!];
        using var process = Process.Start(new ProcessStartInfo(program, ["-n", $"{processes}", .. self, .. command]) { UseShellExecute = false })!;
        // An interrupt of the terminal goes to mpirun as well, which passes it on; it is waited for until the run has saved.
        using var stop = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        process.WaitForExit();
        return process.ExitCode;
    }

    private static IEnumerable<string> Without(IEnumerable<string> tokens)
    {
        bool skip = false;
        foreach (string token in tokens)
        {
            if (skip || token == "--retry")
            {
                skip = false;
                continue;
            }

            skip = token == "--processes";
            if (!skip) yield return token;
        }
    }
}
