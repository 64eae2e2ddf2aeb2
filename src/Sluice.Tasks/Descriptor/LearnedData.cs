using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Tasks.Descriptor;

/// <summary>What a model learned from, as far as it can be found again.</summary>
/// <param name="config">The part <c>data</c> of the configuration of its run, or null.</param>
/// <param name="file">Finds a file by the name that a configuration has for it: its full path, or null.</param>
/// <param name="folder">Finds a folder in the same way.</param>
public sealed class LearnedData(JsonObject? config, Func<string, string?> file, Func<string, string?> folder)
{
    /// <summary>The data as the configuration names it, or null.</summary>
    public string? Named
        => config?["file"] is JsonValue value && value.TryGetValue(out string? named) && named.Length > 0 ? named.Replace('\\', '/') : null;

    /// <summary>The full path of the file, or null.</summary>
    public string? File => Named is { } named ? file(named) : null;

    /// <summary>The full path of the folder, or null.</summary>
    public string? Folder => Named is { } named ? folder(named) : null;

    /// <summary>Whether a setting of the data is true.</summary>
    public bool Is(string key) => config?[key] is JsonValue value && value.GetValueKind() == JsonValueKind.True;
}
