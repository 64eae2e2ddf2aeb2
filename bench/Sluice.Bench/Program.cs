using System.Globalization;
using Sluice.Bench;
using Sluice.Cells;

// bench [--seconds S] [--rounds N] [--no-peers] [--noisy] [--out FILE] [--grid FILE] [problem ...]: times Sluice beside its peers, in turns.
// bench --catalog [cell ...]: every cell, or those named, beside LSTM. bench --memory [problem]: the peak memory of training beside what it needs;
// bench --memory --infer [problem]: that of inference beside the weights. bench --recompute: long sequences, their steps kept or computed again.
// bench --scale: the same work on more and more threads: bits, work of each thread, time; and the bandwidths of the machine.
// bench --explain [problem ...]: how work is cut between threads, and what bounds it.
// bench --csv MB, --parquet MB, --text MB, --conll MB: how fast tables, a text and sentences are read, and in how much memory; --columns N: a wide table.
// bench --foreign [silero.onnx]: nets read from ONNX files beside built-in ones and ONNX Runtime, and how fast weights are read.
// mpirun -n 2 bench --mpi: what a message costs between two processes, by its size.
// mpirun -n 2 bench --overlap: what it would gain to send gradients while others are computed.
// bench --drift: what it costs to compare a live row with what was learned from, beside a step of the net.
// bench --reduced: a streaming step with weights of 32, 16 and 8 bits.
// bench --beam MODEL PAIRS: what wider beams cost a translator.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
double seconds = 0.3;
int? rounds = null;
bool withPeers = true, noisy = false, catalog = false, memory = false;
string? output = null, silero = null;
bool foreign = false, reduced = false, recompute = false, scale = false, explain = false, infer = false;
string[]? beam = null;
int csv = 0, parquet = 0, text = 0, conll = 0, columns = 0;
var problems = new List<string>();
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
            case "--noisy": noisy = true; break;
            case "--beam": beam = [args[++i], args[++i]]; break;
            case "--csv": csv = int.Parse(args[++i]); break;
            case "--parquet": parquet = int.Parse(args[++i]); break;
            case "--columns": columns = int.Parse(args[++i]); break;
            case "--text": text = int.Parse(args[++i]); break;
            case "--conll": conll = int.Parse(args[++i]); break;
            case "--catalog": catalog = true; break;
            case "--mpi": return PingPong.Print();
            case "--overlap": return Overlap.Print(rounds ?? 15);
            case "--drift": return DriftCost.Print();
            case "--out": output = args[++i]; break;
            case "--grid": problems.AddRange(File.ReadLines(args[++i]).Where(l => l.Length > 0 && l[0] != '#').Select(Known)); break;
            case "--foreign": foreign = true; break;
            case string file when foreign && File.Exists(file): silero = file; break;
            case string cell when catalog && Catalog.Names.Contains(cell): cells.Add(cell); break;
            default: problems.Add(Known(args[i])); break;
        }
    }
}
catch (Exception e) when (e is Sluice.SluiceException or FormatException or IndexOutOfRangeException or IOException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    Console.Error.WriteLine(
        "usage: bench [--seconds S] [--rounds N] [--no-peers] [--noisy] [--catalog [cell ...]] [--csv MB] [--parquet MB] [--columns N] [--text MB] [--conll MB] [--mpi] [--overlap] [--drift] [--beam MODEL PAIRS] [--reduced] [--memory [--infer]] [--recompute] [--scale] [--explain] [--foreign [ONNX]] [--out FILE] [--grid FILE] [problem ...]");
    return 2;
}

if (csv > 0) return Reading.Table(csv);
if (parquet > 0) return Reading.Parquet(parquet);
if (columns > 0) return Reading.Columns(columns);
if (text > 0) return Reading.Text(text);
if (conll > 0) return Reading.Sentences(conll);
if (beam is not null) return BeamCost.Print(beam[0], beam[1], rounds ?? 3);
if (reduced) return ReducedSteps.Print(rounds ?? 3, seconds);
if (foreign) return ForeignNets.Print(rounds ?? 3, silero);
if (catalog) return CatalogTable.Print(cells, seconds, rounds ?? 3, output);
if (recompute) return Recomputing.Print(rounds ?? 3);
if (scale) return Scale.Print(seconds);
if (explain) return Explain.Print([.. problems.Select(Problem.Parse)], seconds);
if (memory)
{
    Console.WriteLine(infer ? "| problem | weights, MB | packed, MB | held, MB | ratio |\n|---|---|---|---|---|" : Memory.Head);
    var problem = Problem.Parse(problems.FirstOrDefault("lstm-l1t100b64i256h256"));
    Console.WriteLine(infer ? Memory.InferenceRow(problem) : Memory.Row(problem)); // A peak never falls, so one problem a process.
    return 0;
}

try
{
    return PeerTable.Print(problems.Count > 0 ? problems : ["lstm-l1t100b64i256h256"], withPeers, seconds, rounds ?? 15, noisy, output);
}
catch (Sluice.SluiceException e)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}

// The string again, if it is a problem.
static string Known(string text) => Comparison.Of(text).First().Name;
