using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sluice.Cli.Commands;
using Sluice.Files;
using Sluice.Interop;
using Sluice.Mpi;
using Sluice.Readers;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Vectors;

namespace Sluice.Cli;

/// <summary>The command line: results go to standard output, progress and errors to standard error.</summary>
public static class CommandLine
{
    /// <summary>Exit codes.</summary>
    public const int Done = 0, Failed = 1, WrongUse = 2, BadData = 3, Interrupted = 130;

    /// <summary>Runs a command and returns its exit code.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error) => Run(args, output, error, Console.OpenStandardInput);

    /// <summary>Runs a command whose standard input is opened so.</summary>
    internal static int Run(string[] args, TextWriter output, TextWriter error, Func<Stream> input)
    {
        // Of processes that train together the first speaks; the others only if they fail alone.
        var last = error;
        if (MpiGroup.StartedRank > 0) (output, error) = (TextWriter.Null, TextWriter.Null);
        TableSource.Connector = DatabaseConnection.Open;
        TableFiles.Register();
        KerasFiles.Register();
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var root = new RootCommand("Sluice: recurrent neural networks for .NET. Train them, look inside them, use them.")
        {
            TrainCommand.Create(output, error),
            InitCommand.Create(output),
            CheckCommand.Create(output),
            SampleCommand.Create(output),
            GenerateCommand.Create(output),
            ForecastCommand.Create(output, error),
            AnomaliesCommand.Create(output, error),
            PredictCommand.Create(output, error),
            EvaluateCommand.Create(output, error),
            BacktestCommand.Create(output, error),
            InspectCommand.Create(output),
            ProbeCommand.Create(output),
            GradientsCommand.Create(output),
            TuneCommand.Create(output, error),
            WorkerCommand.Create(output, error),
            CompareCommand.Create(output, error),
            ChallengeCommand.Create(output, error),
            ScoreCommand.Create(output, error),
            InfoCommand.Create(output),
            ExportCommand.Create(output),
            QuantizeCommand.Create(output, error),
            ServeCommand.Create(output, error),
            StudioCommand.Create(output, error),
            TeachCommand.Create(output),
        };
        root.Add(CompletionCommand.Create(root, output));
        GroupedHelp.Use(root);
        var parsed = root.Parse(args);
        try
        {
            _ = VectorWidth.Bits;
            if (Complaints.IsQuestion(parsed))
            {
                root.Parse([.. args, "--help"]).Invoke(new InvocationConfiguration { Output = error, Error = error });
                return WrongUse;
            }

            // Asking for help or the version is never wrong.
            if (parsed.Action is not GroupedHelp && Complaints.About(parsed) is { Count: > 0 } complaints)
            {
                foreach (string complaint in complaints) error.WriteLine($"error: {complaint}");
                error.WriteLine($"'sluice{Path(parsed)} --help' lists what can be asked.");
                return WrongUse;
            }

            if (MpiGroup.StartedCount > 1 && Path(parsed) is var path && path != " train" && !path.StartsWith(" train ", StringComparison.Ordinal))
                throw new UsageException($"mpirun:{path} runs in one process; what many processes share is 'train'.");

            OutputPaths.Check(parsed);
            using var standard = new StandardInput(input, OutputPaths.Written(parsed));
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null
            });
        }
        catch (Exception e)
        {
            // What a static initialiser refuses is a setting of the environment.
            bool environment = e is TypeInitializationException { InnerException: SluiceException };
            var cause = environment ? e.InnerException! : e;
            string message = cause is OutOfMemoryException
                ? $"error: the memory does not suffice for '{string.Join(' ', args.Take(3))}': {GC.GetTotalMemory(false) >> 20} MB are held, and {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MB are all there is. Give it less data, or smaller sizes."
                : $"error: {cause.Message}";
            int code = cause is SluiceFormatException ? BadData : environment || cause is UsageException ? WrongUse : Failed;
            if (MpiGroup.StartedRank > 0)
            {
                // What fails in all of them the first one says, and ends the others.
                Thread.Sleep(3000);
                message = $"process {MpiGroup.StartedRank}: {message}";
            }

            last.WriteLine(message);
            last.Flush();
            MpiGroup.Current?.Abort(code);
            return code;
        }
    }

    private static string Path(ParseResult parsed)
    {
        string path = "";
        for (SymbolResult? at = parsed.CommandResult; at is CommandResult { Parent: not null, Command.Name: var name }; at = at.Parent)
            path = $" {name}{path}";
        return path;
    }
}
