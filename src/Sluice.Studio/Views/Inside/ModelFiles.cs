using Sluice.Interop;

namespace Sluice.Studio.Views.Inside;

/// <summary>Files of models by their names: those of Sluice, nets of others, and weights of others.</summary>
internal static class ModelFiles
{
    private static readonly string[] s_weights = [".safetensors", ".pt", ".pth"];

    /// <summary>The endings, with their dots.</summary>
    public static IReadOnlyList<string> Endings { get; } = [.. s_weights, .. NetworkFile.Endings];

    /// <summary>Whether a file is called like one of these.</summary>
    public static bool IsNamedSo(string path) => Endings.Contains(Path.GetExtension(path).ToLowerInvariant());
}
