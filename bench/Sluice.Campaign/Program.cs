using System.Globalization;
using Sluice.Bench;
using Sluice.Campaign;
using Sluice.Campaign.Parts;

// Sluice.Campaign MINUTES [--seed S] [--part NAME [--case N]] [--out FILE]: tries to break every promise of docs/guarantees.md for so many
// minutes, prints what came of it, and writes the table. A failure is printed with the command that repeats it.
// Sluice.Campaign memory: the peak of memory of a training of each task. Sluice.Campaign steps: that of questions about a million steps.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["memory"]) return TrainingMemory.Print();
if (args is ["steps"]) return StepMemory.Print();
IPart[] parts =
[
    new HostileFiles(), new Kills(), new Faults(), new EqualBits(), new Isolation(), new Sessions(), new Numbers(), new Overload(),
    new ServiceOverload(), new Soak(),
];
if (args.Length == 0 || !double.TryParse(args[0], out double minutes))
{
    Console.Error.WriteLine(
        $"usage: Sluice.Campaign MINUTES [--seed S] [--part {string.Join('|', parts.Select(p => p.Name))} [--case N]] [--out FILE]");
    return 2;
}

string? Option(string name) => Array.IndexOf(args, name) is > 0 and var at ? args[at + 1] : null;
int seed = int.Parse(Option("--seed") ?? "1");
int? only = Option("--case") is { } number ? int.Parse(number) : null;
var chosen = parts.Where(p => Option("--part") is not { } name || p.Name == name).ToList();
double shares = chosen.Sum(p => p.Share);
var rows = new List<string>();
int failures = 0;
foreach (var part in chosen)
{
    Console.WriteLine($"{DateTime.Now:HH:mm:ss} {part.Name}, {minutes * part.Share / shares:0.0} minutes");
    var outcome = part.Run(new Budget(TimeSpan.FromMinutes(minutes * part.Share / shares), seed, part.Name, only));
    failures += outcome.Failures.Count;
    rows.Add($"| {part.Name} | {part.Promise} | {outcome.Count} | {outcome.Failures.Count} | {outcome.Worst} |");
    Console.WriteLine($"  {outcome.Count}; {outcome.Failures.Count} failures; {outcome.Worst}");
    foreach (string failure in outcome.Failures.Take(20)) Console.WriteLine($"  FAILED {failure}");
}

if (Option("--out") is { } file)
{
    File.WriteAllText(file, $"""
        # The campaign against the guarantees

            dotnet run -c Release --project bench/Sluice.Campaign -- {minutes} --seed {seed} --out docs/results/guarantees.md

        {DateTime.UtcNow:yyyy-MM-dd}, {Machine.Processor}, {Machine.Cores} cores, {Machine.Runtime}. `--part NAME` gives one part all the time. What each
        part does stands in `bench/Sluice.Campaign/Parts`, one file each; [guarantees.md](../guarantees.md) lists the tests beside it.

        | part | promise | tried | failures | worst |
        |---|---|---|---|---|
        {string.Join('\n', rows)}

        """.ReplaceLineEndings("\n"));
}

return failures == 0 ? 0 : 1;
