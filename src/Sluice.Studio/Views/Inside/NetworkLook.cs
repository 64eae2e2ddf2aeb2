using Sluice.Interop;
using Sluice.Networks;
using Sluice.Tasks.Imported;

namespace Sluice.Studio.Views.Inside;

/// <summary>Nets that others trained: what they want, and what their layers did with it.</summary>
internal static class NetworkLook
{
    /// <summary>What lists call them.</summary>
    public const string Kind = "network";

    /// <summary>Whether a model is such a net.</summary>
    public static bool IsFor(string model) => NetworkFile.IsNamedSo(model);

    /// <summary>Runs a net over a file of the folder.</summary>
    /// <exception cref="SluiceException">What was asked does not fit the net.</exception>
    public static WordsLook Run(string id, LookRequest request, Shelf shelf, int most)
    {
        string file = shelf.Find(request.File ?? throw new SluiceException("studio: expected a file of the folder for this net, got none; choose one."));
        string? window = string.IsNullOrEmpty(request.Window) ? null : request.Window;
        var run = new NetworkRun(NetworkFile.Read(shelf.Find(request.Model)).Network, request.Set ?? [], request.Carry ?? [], window);
        var inspected = run.Inspect(file, request.Index, 0).Inspected;
        if (inspected.Steps.Count > most)
            throw new SluiceException($"studio: expected at most {most} steps, got {inspected.Steps.Count}; choose a shorter piece of the data.");
        return new WordsLook
        {
            Id = id,
            Inspected = inspected,
            File = request.File,
            Index = request.Index,
            Layers = RecordedLook.LayersOf(inspected.Recordings, i => inspected.Recordings[i].Cell),
            Recordings = inspected.Recordings,
        };
    }

    /// <summary>What a net wants and gives; the states that go from step to step, told by their names and shapes.</summary>
    public static object Describe(Shelf shelf, string model)
    {
        if (!IsFor(model)) throw new SluiceException($"studio: expected an ONNX file or a model of Keras, got '{model}'.");
        var file = NetworkFile.Read(shelf.Find(model));
        return new
        {
            Inputs = file.Network.Inputs.Select(p => p.ToString()),
            Outputs = file.Network.Outputs.Select(p => p.ToString()),
            States = NetworkRun.LikelyStates(file.Network),
            Parameters = file.Network.Parameters.Sum(p => p.Count),
            Operations = file.Network.Nodes.Count,
            file.Producer,
            file.Opset,
        };
    }
}
