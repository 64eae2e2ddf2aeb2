using System.Globalization;
using Sluice.Bench;
using Sluice.Peers;

// Sluice.Peers torch|ort THREADS MODELS_FOLDER: times PyTorch (TorchSharp) or ONNX Runtime, in this process, on request. One line in, one line out:
//
//     version                              ok  description
//     train|infer|step|fit PROBLEM SECONDS ok  median  minimum  runs      (seconds)
//     check PROBLEM                        ok  three numbers (PeerOutput)
//     quit
//
// tab-separated, or error and a message. bench/README.md has the rules of the timing.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int threads = int.Parse(args[1]);
string folder = args.Length > 2 ? args[2] : Path.GetTempPath();
bool torch = args[0] == "torch";
if (torch) TorchProblem.UseThreads(threads);
var alive = new List<(string Text, IPeerWork Work, HashSet<string> Warm)>();
while (Console.ReadLine() is { } line && line.Trim() != "quit")
{
    string answer;
    try
    {
        answer = "ok\t" + string.Join('\t', Answer(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }
    catch (Exception e)
    {
        answer = "error\t" + string.Join(' ', e.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    Console.WriteLine(answer);
}

foreach (var (_, work, _) in alive) work.Dispose();
return 0;

string[] Answer(string[] words)
{
    if (words is ["version"]) return [torch ? TorchProblem.Version : OrtProblem.Version];
    if (words.Length < 2) throw new ArgumentException("expected version, train, infer, step, fit, check or quit");
    var (_, work, warm) = Prepared(words[1]);
    if (words[0] == "check")
    {
        var output = work.Check();
        return [$"{output.First:G9}", $"{output.Second:G9}", $"{output.Third:G9}"];
    }

    var timing = Repeated.Measure(work.Of(words[0]), double.Parse(words[2]), isWarm: !warm.Add(words[0]));
    return [$"{timing.Median:F9}", $"{timing.Minimum:F9}", $"{timing.Runs}"];
}

(string Text, IPeerWork Work, HashSet<string> Warm) Prepared(string text)
{
    int at = alive.FindIndex(a => a.Text == text);
    var found = at >= 0 ? alive[at]
        : (text, torch ? EndToEnd.TryParse(text) is { } whole ? new TorchTraining(whole) : new TorchProblem(Problem.Parse(text))
            : new OrtProblem(Problem.Parse(text), threads, folder), []);
    if (at >= 0) alive.RemoveAt(at);
    alive.Add(found);
    if (alive.Count > 4)
    {
        alive[0].Work.Dispose();
        alive.RemoveAt(0);
    }

    return found;
}
