using System.Security.Cryptography;
using Sluice.Formats;
using Sluice.Interop;
using Sluice.Layers;
using Sluice.Models;
using Sluice.Serving.Operations;
using Sluice.Serving.Sessions;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Live;
using Sluice.Tasks.Registry;

namespace Sluice.Serving.Models;

/// <summary>A model as it was read from a file once. It never changes; requests and sessions that began on it end on it.</summary>
internal sealed class ModelVersion
{
    // As many digits of the hash of the file as tell versions apart.
    private const int Digits = 12;

    private readonly TaskDescriptor? _task;
    private readonly ILayer? _model;

    private ModelVersion(
        string name, string version, string path, TaskDescriptor task, ILayer model, StepQueue? steps, LiveNet? live, InputDrift drift)
        => (Name, Version, Path, _task, _model, Steps, Live, Drift) = (name, version, path, task, model, steps, live, drift);

    private ModelVersion(string name, string version, string path, NetworkFile file, StepQueue? steps, LiveNet? live)
        => (Name, Version, Path, Network, Platform, Steps, Live)
            = (name, version, path, file.Network, file.Opset is null ? "keras_keras" : "onnx_onnxv1", steps, live);

    /// <summary>The name of the model.</summary>
    public string Name { get; }

    /// <summary>The first digits of the SHA-256 of the file: the same file is the same version everywhere.</summary>
    public string Version { get; }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What the model is for.</summary>
    /// <exception cref="ServingException">It is a net that others trained, which has no task.</exception>
    public TaskDescriptor Task => _task ?? throw NoTask();

    public ILayer Model => _model ?? throw NoTask();

    /// <summary>The net, where others trained it; or null.</summary>
    public Network? Network { get; }

    /// <summary>What the protocol calls the form of its file.</summary>
    public string Platform { get; } = "sluice_safetensors";

    /// <summary>What lists call its task.</summary>
    public string TaskName => _task?.Name ?? "network";

    /// <summary>How it runs live, or null.</summary>
    public LiveNet? Live { get; }

    /// <summary>Takes its live steps, or null.</summary>
    public StepQueue? Steps { get; }

    /// <summary>What comes in, beside what was learned from; null for a net that others trained.</summary>
    public InputDrift? Drift { get; }

    /// <summary>When a request last came to it, as the clock of its model counts.</summary>
    public long Used { get; set; }

    /// <summary>How it runs live, for a request that asks for it.</summary>
    public (LiveNet Net, StepQueue Steps) NeedLive() => Live is not null
        ? (Live, Steps!)
        : throw ServingException.Bad($"model '{Name}' ({TaskName}) does not run live: ask it with a whole input.");

    /// <summary>Sees that a session on this version is asked for no other.</summary>
    public static void NeedVersion(string name, string sessions, string? asked)
    {
        if (asked is not null && asked != sessions)
            throw ServingException.Bad($"the session is on version {sessions} of model '{name}', got a request for version {asked}.");
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="SluiceException">The file is no model, or not whole.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ModelVersion Load(string name, string path, ServingOptions options, ServingMeter meter)
    {
        string version = VersionOf(path);
        if (NetworkFile.IsNamedSo(path))
        {
            var net = NetworkFile.Read(path);
            var own = NetworkLive.Of(net.Network, options.Carried);
            return Whole(new ModelVersion(
                name, version, path, net, own is null ? null : new StepQueue(own, options.MostQueued, meter, name), own));
        }

        var (task, model) = TaskRegistry.Load(path);
        var live = (model as ILiveModel)?.Live;
        var drift = new InputDrift(model, live?.Form);
        var steps = live is null ? null : new StepQueue(live, options.MostQueued, meter, name, drift);
        return Whole(new ModelVersion(name, version, path, task, model, steps, live, drift));
    }

    private static ModelVersion Whole(ModelVersion read) => VersionOf(read.Path) == read.Version
        ? read
        : throw new SluiceFormatException("the file changed while it was read; read it again.", read.Path);

    private ServingException NoTask() => ServingException.Bad($"model '{Name}' is a net that others trained: ask it by its tensors or arrays.");

    /// <summary>The version that a file would be.</summary>
    public static string VersionOf(string path)
    {
        using var file = File.OpenRead(FileScope.Check(path));
        return Convert.ToHexStringLower(SHA256.HashData(file))[..Digits];
    }
}
