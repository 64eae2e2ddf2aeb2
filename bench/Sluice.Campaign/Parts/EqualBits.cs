namespace Sluice.Campaign.Parts;

/// <summary>
/// Every golden training with 1 to 8 threads and vectors of 128 to 512 bits; every second one killed, and gone on with by other threads
/// and another width.
/// </summary>
internal sealed class EqualBits : IPart
{
    private static readonly int[] s_widths = [128, 256, 512];

    public string Name => "bits";

    public string Promise => "the same bits for 1 to 8 threads, vectors of 128 to 512 bits, and a run that goes on with others of both";

    public double Share => 0.14;

    public Outcome Run(Budget budget)
    {
        int whole = 0, resumed = 0;
        var failures = new List<string>();
        foreach (var c in budget.Cases())
        {
            var training = Training.All[c.Number % Training.All.Count];
            using var folder = new Folder();
            string run = folder["run"], met = "";
            string? wrong;
            if ((c.Number + c.Number / Training.All.Count) % 2 == 0)
            {
                whole++;
                var (code, error) = Train([.. training.Golden, "--out", run]);
                wrong = code != 0 ? $"{training.Name}: {Training.LastLine(error)}"
                    : Training.Weights(run) == Training.WeightsOf(training.Model) ? null
                    : $"{training.Name}: other bits than the golden model";
            }
            else
            {
                resumed++;
                training.Whole();
                using (var first = Command.Start([.. training.Start(run), .. Threads()], Width()))
                {
                    first.WaitFor(() => File.Exists(Path.Combine(run, "config.json")));
                    Thread.Sleep(training.Length * c.Random.NextDouble());
                    first.Kill();
                }

                wrong = training.Finish(run, Train);
            }

            if (wrong is not null) failures.Add($"{wrong} ({met}); {budget.Repeat(c.Number)}");

            (int Code, string Error) Train(string[] arguments)
            {
                using var command = Command.Start([.. arguments, .. Threads()], Width());
                return (command.End(), command.Error);
            }

            string[] Threads()
            {
                if (!training.HasEpochs) return [];
                int threads = 1 + c.Random.Next(8);
                met += $" {threads} threads";
                return ["--threads", $"{threads}"];
            }

            int Width()
            {
                int bits = s_widths[c.Random.Next(s_widths.Length)];
                met += $" {bits} bits";
                return bits;
            }
        }

        return new Outcome(
            $"{whole} trainings beside golden models, {resumed} killed and resumed", $"{whole + resumed - failures.Count} with the same bits",
            failures);
    }
}
