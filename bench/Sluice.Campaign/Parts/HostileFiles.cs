using Sluice.Fuzz;

namespace Sluice.Campaign.Parts;

/// <summary>Broken inputs for every reader, in rounds, so that each reader gets as many whatever the time.</summary>
internal sealed class HostileFiles : IPart
{
    private const uint Round = 500;
    private const double MostSeconds = 1, MostMegabytes = 16;

    public string Name => "files";

    public string Promise => "any bytes end in a result or a `SluiceFormatException`, in 1 s, with at most twice the input and 16 MB allocated";

    public double Share => 0.15;

    public Outcome Run(Budget budget)
    {
        long inputs = 0;
        double slowest = 0, largest = 0;
        var failures = new List<string>();
        foreach (var round in budget.Cases())
        {
            ulong seed = (ulong)(budget.Seed + round.Number);
            foreach (var target in Target.All.TakeWhile(_ => !budget.IsOver))
            {
                var report = Report.Of(target, Round, seed);
                inputs += report.Inputs;
                slowest = Math.Max(slowest, report.WorstMilliseconds);
                largest = Math.Max(largest, report.WorstMegabytes);
                string repeat = $"dotnet run -c Release --project bench/Sluice.Fuzz {Round} {seed} \"{target.Name}\"";
                failures.AddRange(
                    report.Others.Select(o => $"{target.Name}, input {o.Number}: {o.Exception.GetType().Name}: {o.Exception.Message}; {repeat}"));
                if (report.WorstMilliseconds > 1000 * MostSeconds) failures.Add($"{target.Name}: {report.WorstMilliseconds:0} ms; {repeat}");
                if (report.WorstMegabytes > MostMegabytes) failures.Add($"{target.Name}: {report.WorstMegabytes:0.0} MB; {repeat}");
            }
        }

        return new Outcome(
            $"{inputs:N0} inputs for {Target.All.Count} readers", $"{slowest:0} ms; {largest:0.0} MB beyond twice the input", failures);
    }
}
