using Sluice.Interop;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Imported;

namespace Sluice.Studio.Views.Inside;

/// <summary>Nets and weights that others trained: what is in them, and what their layers do with data or a text.</summary>
internal static class NetworkLook
{
    /// <summary>What lists call nets.</summary>
    public const string Kind = "network";

    /// <summary>What lists call weights alone.</summary>
    public const string Weights = "weights";

    /// <summary>Whether a model is one of these: by its name; of safetensors, whose name says nothing, by what stands in the file.</summary>
    public static bool IsFor(Shelf shelf, string model)
    {
        if (!model.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)) return ModelFiles.IsNamedSo(model);
        try
        {
            return ModelList.Task(shelf.Find(model)) is null;
        }
        catch (Exception e) when (e is not (OutOfMemoryException or SluiceException))
        {
            return false; // what is wrong with it is said where it is opened
        }
    }

    /// <summary>Runs a net over a file of the folder, or over a text.</summary>
    /// <exception cref="SluiceException">What was asked does not fit the net.</exception>
    public static WordsLook Run(string id, LookRequest request, Shelf shelf, int most)
    {
        string[] alphabet = request.Text is null ? [] : TypedText.Symbols(request.Alphabet ?? "");
        var net = ForeignNet.Read(shelf.Find(request.Model), request.Layer, alphabet.Length);
        if (net.Network is null)
            throw net.Refusal ?? new SluiceException("studio: expected a file with a recurrent layer, got one in which none is recognised.");
        string? window = string.IsNullOrEmpty(request.Window) ? null : request.Window;
        var run = new NetworkRun(net.Network, request.Set ?? [], request.Carry ?? [], window);
        var inspected = request.Text is { } text
            ? OfText(run, text, alphabet, net.Embedding)
            : run.Inspect(FileOf(request, shelf), request.Index, 0).Inspected;
        if (inspected.Steps.Count > most)
            throw new SluiceException($"studio: expected at most {most} steps, got {inspected.Steps.Count}; choose a shorter piece of the data.");
        return new WordsLook
        {
            Id = id,
            Inspected = inspected,
            File = request.Text is null ? request.File : null,
            Index = request.Index,
            Layers = RecordedLook.LayersOf(inspected.Recordings, i => inspected.Recordings[i].Cell),
            Recordings = inspected.Recordings,
        };
    }

    /// <summary>What a net wants and gives; the states that go from step to step, told by their names and shapes; its layers and arrays.</summary>
    public static object Describe(Shelf shelf, string model, string? layer)
    {
        if (!IsFor(shelf, model)) throw new SluiceException($"studio: expected a net or weights of others, got '{model}'.");
        var net = ForeignNet.Read(shelf.Find(model), layer);
        var network = net.Network;
        return new
        {
            net.Kind,
            Weights = net.IsWeights,
            net.Layer,
            net.Layers,
            net.Misfits,
            net.Arrays,
            net.AllArrays,
            Refusal = net.Refusal is { } refusal ? Complaint.Of(refusal, shelf) : null,
            Inputs = network?.Inputs.Select(p => p.ToString()) ?? [],
            Outputs = network?.Outputs.Select(p => p.ToString()) ?? [],
            States = network is null ? [] : NetworkRun.LikelyStates(network),
            Parameters = network?.Parameters.Sum(p => p.Count) ?? 0,
            Operations = network?.Nodes.Count ?? 0,
            net.Producer,
            net.Opset,
        };
    }

    private static string FileOf(LookRequest request, Shelf shelf)
        => shelf.Find(request.File ?? throw new SluiceException("studio: expected a file of the folder for this net, got none; choose one."));

    /// <summary>The symbols stand beside the steps.</summary>
    private static Inspected OfText(NetworkRun run, string text, string[] alphabet, float[]? embedding)
    {
        string[] symbols = TypedText.Symbols(text);
        var inspected = run.Inspect(TypedText.Of(symbols, alphabet, run.Open, embedding), 0, 0).Inspected;
        return inspected.Steps.Count != symbols.Length
            ? inspected
            : inspected with { Names = ["text", .. inspected.Names], Steps = [.. inspected.Steps.Select((s, t) => (string[])[symbols[t], .. s])] };
    }
}
