using System.Globalization;
using System.Text;
using Sluice.Bench;
using Sluice.Cells;

// bench [--seconds S] [--rounds N] [--no-peers] [--out FILE] [problem ...]: times Sluice beside its peers, in turns.
// bench --catalog [cell ...]: every cell, or those named, beside LSTM. bench --memory [problem]: the peak memory of training beside what it needs;
// bench --memory --infer [problem]: that of inference beside the weights. bench --recompute: long sequences, their steps kept or computed again.
// bench --scale: the same work on more and more threads: bits, work of each thread, time; and the bandwidths of the machine.
// bench --explain [problem ...]: how work is cut between threads, and what bounds it.
// bench --csv MB, --parquet MB, --text MB, --conll MB: how fast tables, a text and sentences are read, and in how much memory; --columns N: a wide table.
// bench --foreign [silero.onnx]: nets read from ONNX files beside built-in ones and ONNX Runtime, and how fast weights are read.
// mpirun -n 2 bench --mpi: what a message costs between two processes, by its size.
// bench --reduced: a streaming step with weights of 32, 16 and 8 bits.
// bench --beam MODEL PAIRS: what wider beams cost a translator.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
double seconds = 0.3;
int rounds = 3;
bool withPeers = true, catalog = false, memory = false;
string? output = null, silero = null;
bool foreign = false, reduced = false, recompute = false, scale = false, explain = false, infer = false;
string[]? beam = null;
int csv = 0, parquet = 0, text = 0, conll = 0, columns = 0;
var problems = new List<Problem>();
var cells = new List<string>();
try
{
    for (int i = 0; i < args.Length; i++)
    {
        switch (args[i])
        {
            case "--seconds": seconds = double.Parse(args[++i]); break;
            case "--rounds": rounds = int.Parse(args[++i]); break;
            case "--reduced": reduced = true; break;
            case "--memory": memory = true; break;
            case "--infer": infer = true; break;
            case "--recompute": recompute = true; break;
            case "--scale": scale = true; break;
            case "--explain": explain = true; break;
            case "--no-peers": withPeers = false; break;
            case "--beam": beam = [args[++i], args[++i]]; break;
            case "--csv": csv = int.Parse(args[++i]); break;
            case "--parquet": parquet = int.Parse(args[++i]); break;
            case "--columns": columns = int.Parse(args[++i]); break;
            case "--text": text = int.Parse(args[++i]); break;
            case "--conll": conll = int.Parse(args[++i]); break;
            case "--catalog": catalog = true; break;
            case "--mpi": return PingPong.Print();
            case "--out": output = args[++i]; break;
            case "--grid": problems.AddRange(File.ReadLines(args[++i]).Where(l => l.Length > 0 && l[0] != '#').Select(Problem.Parse)); break;
            case "--foreign": foreign = true; break;
            case string file when foreign && File.Exists(file): silero = file; break;
            case string cell when catalog && Catalog.Names.Contains(cell): cells.Add(cell); break;
            default: problems.Add(Problem.Parse(args[i])); break;
        }
    }
}
catch (Exception e) when (e is Sluice.SluiceException or FormatException or IndexOutOfRangeException or IOException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    Console.Error.WriteLine(
        "usage: bench [--seconds S] [--rounds N] [--no-peers] [--catalog [cell ...]] [--csv MB] [--parquet MB] [--columns N] [--text MB] [--conll MB] [--mpi] [--beam MODEL PAIRS] [--reduced] [--memory [--infer]] [--recompute] [--scale] [--explain] [--foreign [ONNX]] [--out FILE] [--grid FILE] [problem ...]");
    return 2;
}

if (csv > 0) return Reading.Table(csv);
if (parquet > 0) return Reading.Parquet(parquet);
if (columns > 0) return Reading.Columns(columns);
if (text > 0) return Reading.Text(text);
if (conll > 0) return Reading.Sentences(conll);
if (beam is not null) return BeamCost.Print(beam[0], beam[1], rounds);
if (reduced) return ReducedSteps.Print(rounds, seconds);
if (foreign) return ForeignNets.Print(rounds, silero);
if (catalog) return CatalogTable.Print(cells, seconds, rounds, output);
if (recompute) return Recomputing.Print(rounds);
if (scale) return Scale.Print(seconds);
if (explain) return Explain.Print(problems, seconds);
if (problems.Count == 0) problems.Add(Problem.Parse("lstm-l1t100b64i256h256"));
if (memory)
{
    Console.WriteLine(infer ? "| problem | weights, MB | packed, MB | held, MB | ratio |\n|---|---|---|---|---|" : Memory.Head);
    Console.WriteLine(infer ? Memory.InferenceRow(problems[0]) : Memory.Row(problems[0])); // A peak never falls, so one problem a process.
    return 0;
}

int[] threads = Machine.Cores > 1 ? [1, Machine.Cores] : [1];
Peer[] peers = withPeers ? [.. Peer.Names.SelectMany(n => threads.Select(t => Peer.Start(n, t))).OfType<Peer>()] : [];
double peak = Peak.Measure(threads[^1]), single = Peak.Measure(1);

var report = new StringBuilder();
report.AppendLine($"# {Machine.Processor}");
report.AppendLine();
report.AppendLine(
    $"{Machine.Cores} cores, {Machine.Runtime}, {Sluice.Vectors.VectorWidth.Bits}-bit vectors, {DateTime.UtcNow:yyyy-MM-dd}. Peak of multiply-adds measured in this run: {peak:F0} GFLOP/s with {threads[^1]} threads, {single:F0} with 1.");
foreach (var version in peers.Select(p => $"{p.Name}: {p.Version}").Distinct()) report.AppendLine($"{version}.");
report.AppendLine(
    $"Medians of {rounds} rounds in turns, {seconds} s each and peer; the best thread count of each is quoted. Training counts packing the changed weights.");
report.AppendLine();
report.AppendLine("| problem | mode | Sluice | GFLOP/s | of peak | best peer | peer | ratio |");
report.AppendLine("|---|---|---|---|---|---|---|---|");
Console.Write(report);
foreach (var problem in problems)
{
    foreach (string row in Comparison.Rows(problem, threads, peers, rounds, seconds, t => t == 1 ? single : peak))
    {
        report.AppendLine(row);
        Console.WriteLine(row);
    }
}

foreach (var peer in peers) peer.Dispose();
if (output is not null)
{
    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(output))!);
    File.WriteAllText(output, report.ToString());
}

return 0;
