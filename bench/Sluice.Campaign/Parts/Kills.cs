using Sluice.Cli;

namespace Sluice.Campaign.Parts;

/// <summary>
/// Processes killed at a random moment: in training, in training and again when it goes on, and while a second process asks for the same run.
/// </summary>
internal sealed class Kills : IPart
{
    public string Name => "kills";

    public string Promise
        => "killed at any moment (SIGKILL), also while it goes on or with a second process at the same run, a training goes on to the same bits";

    public double Share => 0.27;

    public Outcome Run(Budget budget)
    {
        int runs = 0, kills = 0, between = 0;
        var failures = new List<string>();
        foreach (var c in budget.Cases())
        {
            var training = Training.All[c.Number % Training.All.Count];
            training.Whole();
            using var folder = new Folder();
            string run = folder["run"];
            string? wrong = null;
            using (var first = Command.Start(training.Start(run)))
            {
                bool begun = Wait(first, training, run, c);
                if (c.Number / Training.All.Count % 3 == 2) wrong = Second(first, training, run);
                if (first.Kill())
                {
                    kills++;
                    if (begun) between++;
                }
            }

            if (c.Number / Training.All.Count % 3 == 1 && File.Exists(Path.Combine(run, "config.json")))
            {
                using var again = Command.Start(training.Resume(run));
                Thread.Sleep(training.Length * c.Random.NextDouble() + TimeSpan.FromMilliseconds(c.Random.Next(300)));
                if (again.Kill()) kills++;
            }

            wrong ??= training.Finish(run, arguments =>
            {
                using var command = Command.Start(arguments);
                return (command.End(), command.Error);
            });
            runs++;
            if (wrong is not null) failures.Add($"{wrong}; {budget.Repeat(c.Number)}");
        }

        return new Outcome(
            $"{runs} runs of {Math.Min(runs, Training.All.Count)} trainings, {kills} kills, {between} of them after the run had begun",
            $"{runs - failures.Count} with the same bits", failures);
    }

    /// <summary>Waits until the run has begun, or for one in five a random time before, and then a random share of its length.</summary>
    private static bool Wait(Command process, Training training, string run, Case c)
    {
        if (c.Random.Next(5) == 0)
        {
            Thread.Sleep(c.Random.Next(600));
            return false;
        }

        process.WaitFor(() => File.Exists(Path.Combine(run, "config.json")));
        Thread.Sleep(training.Length * c.Random.NextDouble());
        return true;
    }

    /// <summary>A second process at the same run is refused while the first is there, and changes nothing.</summary>
    private static string? Second(Command first, Training training, string run)
    {
        if (!File.Exists(Path.Combine(run, "config.json"))) return null;
        using var second = Command.Start(training.Resume(run));
        Thread.Sleep(200);
        first.Kill();
        int code = second.End();
        return code == CommandLine.Done || second.Error.Contains("error: ")
            ? null
            : $"{training.Name}: the second process ended with {code}: {Training.LastLine(second.Error)}";
    }
}
