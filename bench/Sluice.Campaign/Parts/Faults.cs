using Sluice.Cli;
using Sluice.Formats;

namespace Sluice.Campaign.Parts;

/// <summary>
/// A disk that fails at the nth operation (create, write, flush, rename, flush of the folder, remove): once, or from there on as a full one does.
/// </summary>
internal sealed class Faults : IPart
{
    public string Name => "disk";

    public string Promise
        => "a disk that is full, or fails at any write, flush or rename, ends a training with a message; it goes on to the same bits";

    public double Share => 0.1;

    public Outcome Run(Budget budget)
    {
        var operations = new Dictionary<Training, int>();
        int count = 0, tolerated = 0;
        var failures = new List<string>();
        foreach (var c in budget.Cases())
        {
            var training = Training.All[c.Number % Training.All.Count];
            if (!operations.TryGetValue(training, out int most)) operations[training] = most = Operations(training);
            int at = c.Random.Next(most);
            bool full = c.Random.Next(2) == 0;
            using var folder = new Folder();
            var (code, error) = Run(training.Start(folder["run"]), n =>
            {
                if (full ? n >= at : n == at) throw new IOException(full ? "No space left on device" : "Input/output error");
            });
            count++;
            if (code == CommandLine.Done) tolerated++;
            string? wrong = code is CommandLine.Done or CommandLine.Failed && (code == CommandLine.Done
                || error.Contains("error: Writing", StringComparison.Ordinal) || error.Contains("space left") || error.Contains("Input/output"))
                ? training.Finish(folder["run"], arguments => Run(arguments, _ => { }))
                : $"{training.Name}: ended with {code}: {Training.LastLine(error)}";
            if (wrong is not null) failures.Add($"{wrong}, operation {at} of {most}; {budget.Repeat(c.Number)}");
        }

        return new Outcome(
            $"{count} faults in {operations.Count} trainings", $"{count - tolerated} ended the training, {tolerated} did not need to", failures);
    }

    private static int Operations(Training training)
    {
        using var folder = new Folder();
        int count = 0;
        var (code, error) = Run(training.Start(folder["run"]), n => count = n + 1);
        return code == CommandLine.Done && count > 0 ? count : throw new InvalidOperationException($"{training.Name}: {error}");
    }

    /// <summary>A command whose operations on the disk are numbered from 0.</summary>
    private static (int Code, string Error) Run(string[] arguments, Action<int> before)
    {
        int n = 0;
        AtomicFile.BeforeOperation = () => before(n++);
        try
        {
            var (code, _, error) = Command.Run(arguments);
            return (code, error);
        }
        finally
        {
            AtomicFile.BeforeOperation = null;
        }
    }
}
