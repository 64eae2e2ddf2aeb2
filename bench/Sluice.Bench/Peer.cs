using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Sluice.Bench;

/// <summary>
/// Another framework in a process of its own, which waits until it is asked, so that measurements of Sluice and of the peers
/// can take turns. The protocol is in peers/torch_peer.py and in Sluice.Peers. Not for use from several threads.
/// </summary>
internal sealed class Peer : IDisposable
{
    public static readonly string[] Names = ["torch", "ort", "torch-1", "ort-node"];

    // The first request loads libraries and may write a model of many megabytes.
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private static readonly HashSet<string> _warned = [];

    private readonly Process _process;
    private string _complaint = "";
    private bool _lost;

    private Peer(string name, int threads, Process process)
    {
        (Name, Threads, _process) = (name, threads, process);
        // Read, or a full pipe would stop the peer; kept, because it says why a peer ended.
        process.ErrorDataReceived += (_, e) => { if (e.Data?.Contains("rror") == true) _complaint = e.Data.Trim(); };
        process.BeginErrorReadLine();
    }

    /// <summary>One of <see cref="Names"/>.</summary>
    public string Name { get; }

    public int Threads { get; }

    /// <summary>The framework and its version, as it says itself.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Starts a peer; null, after one warning on standard error, if it is not installed.</summary>
    public static Peer? Start(string name, int threads)
    {
        Peer? peer = null;
        try
        {
            if (Folder() is { } folder && Process.Start(Command(name, threads, folder)) is { } process)
            {
                peer = new Peer(name, threads, process);
                if (peer.TryAsk("version", _patience, 1, out var fields, out _))
                {
                    peer.Version = fields[0];
                    return peer;
                }
            }
        }
        catch (Win32Exception)
        {
            // No python or no node: the same as a peer that is not installed.
        }
        peer?.Dispose();
        if (_warned.Add(name)) Console.Error.WriteLine($"{name} is not installed, its figures are left out; bench/peers/install gets it.");
        return null;
    }

    /// <summary>Times a problem for about so many seconds (3 runs at least). False, with the reason, where the peer cannot do it.</summary>
    /// <param name="mode">train, infer, step or fit.</param>
    /// <param name="problem">The problem; prepared and warmed up when the peer meets it first.</param>
    /// <param name="seconds">How long to repeat it.</param>
    /// <param name="timing">The result.</param>
    /// <param name="error">The reason.</param>
    public bool TryMeasure(string mode, string problem, double seconds, out PeerTiming timing, out string error)
    {
        var request = string.Create(CultureInfo.InvariantCulture, $"{mode} {problem} {seconds}");
        var good = TryAsk(request, _patience + TimeSpan.FromSeconds(seconds), 3, out var fields, out error);
        timing = good ? new(Number(fields[0]), Number(fields[1]), (int)Number(fields[2])) : default;
        return good;
    }

    /// <summary>Computes a problem once, to compare. False, with the reason, where the peer cannot do it.</summary>
    public bool TryCheck(string problem, out PeerOutput output, out string error)
    {
        var good = TryAsk($"check {problem}", _patience, 3, out var fields, out error);
        output = good ? new(Number(fields[0]), Number(fields[1]), Number(fields[2])) : default;
        return good;
    }

    public void Dispose()
    {
        try
        {
            _process.StandardInput.WriteLine("quit");
            if (_lost || !_process.WaitForExit(2000)) _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It has ended already.
        }
        _process.Dispose();
    }

    private bool TryAsk(string request, TimeSpan patience, int count, out string[] fields, out string error)
    {
        fields = [];
        error = "";
        string? line = null;
        if (!_lost)
        {
            try
            {
                _process.StandardInput.WriteLine(request);
                var answer = _process.StandardOutput.ReadLineAsync();
                if (answer.Wait(patience)) line = answer.Result;
                else error = $"no answer in {patience.TotalSeconds:0} seconds";
            }
            catch (IOException)
            {
                // The pipe is broken: it ended.
            }
        }
        if (line is null)
        {
            // A late answer would be taken for that to the next question, so this was the last one.
            _lost = true;
            if (error.Length == 0) error = _complaint.Length > 0 ? $"ended: {_complaint}" : "ended";
            return false;
        }
        var parts = line.Split('\t');
        if (parts[0] == "ok" && parts.Length == count + 1) fields = parts[1..];
        else error = parts is ["error", var reason] ? reason : $"unexpected answer '{line}'";
        return error.Length == 0;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static ProcessStartInfo Command(string name, int threads, string folder)
    {
        string cache = Cache(), models = Path.Combine(cache, "models"), net = Path.Combine(cache, "net");
        string count = threads.ToString(CultureInfo.InvariantCulture);
        var (program, arguments) = name switch
        {
            "torch" or "ort" => ("dotnet", (string[])[Path.Combine(net, "Sluice.Peers.dll"), name, count, models]),
            "torch-1" => ("/usr/bin/python3", [Path.Combine(folder, "torch_peer.py"), count]),
            "ort-node" => ("node", [Path.Combine(folder, "ort_peer.js"), count, models]),
            _ => throw new SluiceException($"peer '{name}': expected one of {string.Join(", ", Names)}"),
        };
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_PATH"] = Path.Combine(cache, "node_modules"), ["SLUICE_PEER_SCRIPTS"] = folder },
        };
        if (name == "torch") start.Environment["LD_PRELOAD"] = Path.Combine(net, "libshim.so");
        return start;
    }

    // The same rule as in peers/install.
    private static string Cache()
    {
        if (Environment.GetEnvironmentVariable("SLUICE_PEERS") is { Length: > 0 } chosen) return Path.GetFullPath(chosen);
        var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(caches)) caches = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(caches, "sluice-peers");
    }

    // bench/peers of the clone that this program was built in.
    private static string? Folder()
    {
        for (var up = new DirectoryInfo(AppContext.BaseDirectory); up is not null; up = up.Parent)
        {
            var folder = Path.Combine(up.FullName, "bench", "peers");
            if (Directory.Exists(folder)) return folder;
        }
        return null;
    }
}
