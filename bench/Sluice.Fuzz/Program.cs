using System.Globalization;
using Sluice.Fuzz;

// Sluice.Fuzz [count] [seed] [target]: feeds every reader, or one, that many broken inputs and prints what became of them.
// Sluice.Fuzz names | seeds TARGET FOLDER | guided TARGET: what the script 'guided' calls.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is ["names", ..])
{
    foreach (var target in Target.All) Console.WriteLine(Guided.FileName(target));
    return 0;
}

if (args is ["seeds", var seeded, var folder])
{
    foreach (var target in Guided.Targets(seeded)) Guided.Write(target, Path.Combine(folder, Guided.FileName(target)));
    return 0;
}

if (args is ["guided", var guided])
{
    Guided.Run(guided);
    return 0;
}

uint count = args.Length > 0 ? uint.Parse(args[0]) : 1_000_000;
ulong seed = args.Length > 1 ? ulong.Parse(args[1]) : 1;
var targets = Target.All.Where(t => args.Length < 3 || t.Name == args[2]).ToList();

Console.WriteLine($"{"target",-20}{"inputs",12}{"accepted",12}{"refused",12}{"other exceptions",18}{"worst ms",10}{"worst MB",10}");
bool clean = true;
foreach (var target in targets)
{
    var r = Report.Of(target, count, seed);
    Console.WriteLine(
        $"{r.Target,-20}{r.Inputs,12:N0}{r.Accepted,12:N0}{r.Refused,12:N0}{r.Others.Count,18:N0}{r.WorstMilliseconds,10:F1}{r.WorstMegabytes,10:F1}");
    foreach (var (number, exception) in r.Others.Take(3)) Console.Error.WriteLine($"  seed {seed}, input {number}: {exception}");
    clean &= r.Others.Count == 0;
}
Console.WriteLine();
Console.WriteLine("Each setting of each model's metadata with each odd value:");
foreach (var target in targets.Where(t => t.HasHeaderLength && t.Name != "safetensors"))
{
    var r = Report.OfSettings(target);
    Console.WriteLine(
        $"{r.Target,-20}{r.Inputs,12:N0}{r.Accepted,12:N0}{r.Refused,12:N0}{r.Others.Count,18:N0}{r.WorstMilliseconds,10:F1}{r.WorstMegabytes,10:F1}");
    foreach (var (number, exception) in r.Others.Take(3)) Console.Error.WriteLine($"  setting {number}: {exception}");
    clean &= r.Others.Count == 0;
}

return clean ? 0 : 1;
