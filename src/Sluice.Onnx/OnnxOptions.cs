namespace Sluice.Onnx;

/// <summary>How an ONNX file is written.</summary>
public sealed record OnnxOptions
{
    /// <summary>The oldest version of the operators that is written.</summary>
    public const int OldestOpset = 13;

    /// <summary>The newest version of the operators that is written.</summary>
    public const int NewestOpset = 22;

    /// <summary>The version of ONNX's operators; 17 is what most runtimes of the last years take.</summary>
    public int Opset { get; init; } = 17;

    /// <summary>The graph's name.</summary>
    public string Name { get; init; } = "sluice";

    /// <summary>What the file says of itself in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Labels, vocabularies, scaling and the like, by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
