using System.Globalization;
using Sluice.Devices;
using Sluice.Learn.Synthesis;
using Sluice.Learn.Teaching;
using Sluice.Pretrain;
using Sluice.Training;
using Sluice.Zero;

// Sluice.Pretrain train FOLDER [--steps N] [--stop N] [--seed S] ...: trains the net of Sluice.Zero on made-up series; goes on where it was. The
// rate falls to 0 over all steps; --stop ends before, so that another command goes on with other settings from there.
// Sluice.Pretrain fluent FILE [--seed S] [--epochs N] [--rate R]: trains the nets of the studio's first page, which are kept at
// src/Sluice.Learn/Teaching/fluent.safetensors; without options it makes that file.
// Sluice.Pretrain speed: the time of a thousand series.
// Sluice.Pretrain figures FOLDER [WEIGHTS]: how well the net in the library, or another, forecasts real data that it never saw.
// Sluice.Pretrain anomalies FOLDER: its score on the Numenta Anomaly Benchmark.
// Sluice.Pretrain tuned FOLDER [SET] [KEY=VALUE ...]: the same net trained further on each table, and 'train series' as it comes, beside it.
// Sluice.Pretrain coverage FOLDER [SET] [KEY=VALUE ...]: what 80 % intervals of 'train series' hold in the last fifth of each set.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string Option(string name, string usual) => Array.IndexOf(args, name) is > 0 and var at ? args[at + 1] : usual;
if (args is ["figures", var data, ..]) return Figures.Print(data, args.Length > 2 ? args[2] : null, Console.Out);
if (args is ["tuned", var tables, ..])
    return TunedFigures.Print(
        tables, args.Length > 2 && !args[2].Contains('=') ? args[2] : null, args[2..], Console.Out);
if (args is ["coverage", var sets, ..])
    return CoverageFigures.Print(sets, args.Length > 2 && !args[2].Contains('=') ? args[2] : null, args[2..], Console.Out);
if (args is ["anomalies", var labelled]) return AnomalyScores.Print(labelled, Console.Out);
if (args is ["speed"]) return Figures.Speed(Console.Out);
if (args is ["fluent", var target, ..])
{
    FluentTraining.Write(
        target, ulong.Parse(Option("--seed", "4")), int.Parse(Option("--epochs", "80")), double.Parse(Option("--rate", "0.003")), Console.Out);
    return 0;
}

if (args is not ["train", var path, ..])
{
    Console.Error.WriteLine(
        "usage: Sluice.Pretrain fluent FILE [--seed S] [--epochs N] [--rate R], or speed, or figures FOLDER [WEIGHTS], or anomalies FOLDER, or tuned FOLDER [SET] [KEY=VALUE ...], or coverage FOLDER [SET] [KEY=VALUE ...], or train FOLDER [--steps N] [--stop N] [--threads N] [--seed S] [--cell C] [--hidden H] [--layers L] [--head N] [--tokens N] [--rate R] [--noisy SHARE] [--from WEIGHTS]");
    return 2;
}

Device.UseThreads(int.Parse(Option("--threads", "1")));
ulong seed = ulong.Parse(Option("--seed", "1"));
var sizes = new ZeroOptions(
    Option("--cell", "paralstm"), int.Parse(Option("--hidden", "224")), int.Parse(Option("--layers", "3")), int.Parse(Option("--head", "256")));
string from = Option("--from", "");
var net = from.Length > 0 ? ZeroFile.Load(from) : new ZeroNet(sizes, seed);
if (from.Length == 0) net.Begin();
Console.WriteLine($"{net.Parameters.Sum(p => p.Count)} weights");
var training = new ZeroTraining(net, seed, int.Parse(Option("--tokens", "1536")), double.Parse(Option("--noisy", "0")));
var options = new TrainingOptions
{
    Epochs = ZeroTraining.Epochs(int.Parse(Option("--steps", "14000"))),
    Rate = double.Parse(Option("--rate", "0.003")),
    WarmUp = 0.02,
    Seed = seed,
    CheckpointSeconds = 60,
};
using var stop = new CancellationTokenSource();
int last = int.Parse(Option("--stop", "0"));
double mean = 0;
var trainer = new Trainer(training, options, new RunFolder(path), file => ZeroFile.Save(file, net), happened =>
{
    if (happened is StepEvent step)
    {
        if (step.Step == last) stop.Cancel();
        mean = mean == 0 ? step.Loss : 0.99 * mean + 0.01 * step.Loss;
        if (step.Step % 100 == 0)
            Console.WriteLine($"{step.Seconds,7:0} s, step {step.Step}: loss {mean:0.0000}, rate {step.Rate:0.00000}, norm {step.GradientNorm:0.00}");
    }
    else if (happened is ValidationEvent validation)
    {
        Console.WriteLine(string.Join(", ", validation.Figures.Select(f => $"{f.Key} {f.Value:0.0000}")) + (validation.Best ? " *" : ""));
    }
});
int done = trainer.Resume();
if (done > 0) Console.WriteLine($"goes on after step {done}");
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
Console.WriteLine(trainer.Run(stop.Token));
ZeroFile.Save(Path.Combine(path, "zero.safetensors"), net);
return 0;
