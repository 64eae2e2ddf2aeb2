using System.CommandLine;
using System.Globalization;
using System.Text;
using Sluice.Cli.Commands;

namespace Sluice.Cli;

/// <summary>The command line: results go to standard output, progress and errors to standard error.</summary>
public static class CommandLine
{
    /// <summary>Exit codes.</summary>
    public const int Done = 0, Failed = 1, WrongUse = 2, BadData = 3, Interrupted = 130;

    /// <summary>Runs a command and returns its exit code.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (output == Console.Out) Console.OutputEncoding = new UTF8Encoding(false);
        var root = new RootCommand("Sluice: recurrent neural networks for .NET. Train them, look inside them, use them.")
        {
            TrainCommand.Create(output, error),
            InitCommand.Create(output),
            CheckCommand.Create(output),
            GenerateCommand.Create(output),
            EvaluateCommand.Create(output),
            InspectCommand.Create(output),
            InfoCommand.Create(output),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors) error.WriteLine($"error: {problem.Message}");
            error.WriteLine("'sluice --help' and 'sluice COMMAND --help' list what can be asked.");
            return WrongUse;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception e)
        {
            var cause = e is TypeInitializationException { InnerException: SluiceException inner } ? inner : e;
            error.WriteLine($"error: {cause.Message}");
            return cause is SluiceFormatException or IOException or UnauthorizedAccessException ? BadData : cause is UsageException ? WrongUse : Failed;
        }
    }
}

/// <summary>The command was used in a way that makes no sense.</summary>
internal sealed class UsageException(string message) : Exception(message);
