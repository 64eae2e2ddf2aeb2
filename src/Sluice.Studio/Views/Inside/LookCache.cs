using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Studio.Views.Inside;

/// <summary>What a model was run over: a text of the page, a file, or, with neither, a text that the model writes itself.</summary>
/// <param name="Model">The model.</param>
/// <param name="Text">The text, or null.</param>
/// <param name="File">The file in the studio's folder, or null.</param>
/// <param name="Index">Which of the sequences of the file, or of the scenes.</param>
/// <param name="Set">Of a net that others trained: inputs that are one number, <c>NAME=NUMBER</c>.</param>
/// <param name="Carry">Of such a net: states that go from row to row, <c>NAME=OUTPUT</c>.</param>
/// <param name="Window">Of such a net: how sound is cut into rows, <c>SIZE:NEW</c>; empty for no windows.</param>
/// <param name="Layer">Of weights that others trained: the layer that is run; null for the first.</param>
/// <param name="Alphabet">Of nets and weights that others trained: the symbols of a text in the order of their numbers.</param>
internal sealed record LookRequest(
    string Model, string? Text = null, string? File = null, int Index = 0, string[]? Set = null, string[]? Carry = null, string? Window = null,
    string? Layer = null, string? Alphabet = null);

/// <summary>
/// The runs that were looked at last, as many as memory is set aside for. One that is no longer there is run again when it is asked
/// for: a run is known by its model and its text, and gives the same bits.
/// </summary>
internal sealed class LookCache(Shelf shelf, ModelCache models)
{
    /// <summary>The most steps of a run.</summary>
    public const int MostSteps = 20_000;

    // A run of 20,000 steps through two LSTM layers of 256 units takes 246 MB.
    private const long MostBytes = 400L << 20, AllBytes = 800L << 20;

    private const int MostRequests = 300;

    private readonly ConcurrentDictionary<string, LookRequest> _requests = new();
    private readonly List<(string Id, Lazy<Look> Look)> _looks = [];

    /// <summary>Between the name of a run over a text and the units that are switched off in it, such as 0:5,1:7: a run of its own.</summary>
    public const char Without = '~';

    /// <summary>The run over a text or a table.</summary>
    public T Open<T>(LookRequest request) where T : Look
    {
        if (typeof(T) != typeof(WordsLook) && NetworkLook.IsFor(shelf, request.Model)) throw Other(request);
        if (typeof(T) != typeof(WordsLook) && !Looks.HasOwn(models.Open(request.Model).Task)) throw Other(request);
        string id = Name(request);
        if (_requests.Count >= MostRequests) _requests.Clear();
        _requests[id] = request;
        return Get(id) as T ?? throw Other(request);
    }

    /// <summary>The run of a name; where units stand behind it, the same with these switched off.</summary>
    /// <exception cref="SluiceException">It is too long ago.</exception>
    public Look Get(string id)
    {
        Lazy<Look> look;
        var (whole, silent) = id.Split(Without, 2) is [var own, var units] ? (own, units) : (id, null);
        lock (_looks)
        {
            int at = _looks.FindIndex(l => l.Id == id);
            if (at < 0 && !_requests.ContainsKey(whole)) throw new SluiceException("studio: this run is no longer kept; open the model again.");
            look = at >= 0
                ? _looks[at].Look
                : new Lazy<Look>(() => silent is null ? Run(id, _requests[id]) : ((TextLook)Get(whole)).Without(id, silent));
            if (at >= 0) _looks.RemoveAt(at);
            _looks.Add((id, look));
        }

        try
        {
            var found = look.Value;
            lock (_looks)
            {
                // The oldest go first, and the one at hand stays.
                while (_looks.Count > 1 && _looks.Sum(l => l.Look.IsValueCreated ? l.Look.Value.Bytes : 0) > AllBytes) _looks.RemoveAt(0);
            }

            return found;
        }
        catch
        {
            lock (_looks) _looks.RemoveAll(l => l.Look == look);
            throw;
        }
    }

    private static SluiceException Other(LookRequest request) => new($"studio: '{request.Model}' is a model for another task.");

    private Look Run(string id, LookRequest request)
    {
        if (NetworkLook.IsFor(shelf, request.Model)) return NetworkLook.Run(id, request, shelf, MostSteps);
        var (task, model) = models.Open(request.Model);
        return Looks.Open(new Opening(id, task, model, request, shelf, models), MostSteps, MostBytes);
    }

    private string Name(LookRequest request)
    {
        string file = request.Text is null && request.File is { } name && new FileInfo(shelf.Find(name)) is { Exists: true } f
            ? $"{name}|{f.Length}|{f.LastWriteTimeUtc.Ticks}"
            : request.File ?? "";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            $"{models.Key(request.Model)}\n{file}\n{request.Index}\n{string.Join('\t', [.. request.Set ?? [], "|", .. request.Carry ?? [], "|", request.Window ?? "", "|", request.Layer ?? "", "|", request.Alphabet ?? ""])}\n{(request.Text is null ? "-" : "+" + request.Text)}")).AsSpan(0, 8));
    }
}
