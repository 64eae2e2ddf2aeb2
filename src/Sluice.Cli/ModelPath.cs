using Sluice.Tasks;

namespace Sluice.Cli;

/// <summary>A model as the user names it: a model file, a run folder, or <c>last</c> for the newest run.</summary>
internal static class ModelPath
{
    /// <summary>The folder of all runs.</summary>
    public const string Runs = "runs";

    /// <summary>The run folder that is meant.</summary>
    public static string Folder(string name)
    {
        if (name != "last" || Directory.Exists(name)) return name;
        string? newest = Directory.Exists(Runs) ? Directory.GetDirectories(Runs).Order(StringComparer.Ordinal).LastOrDefault() : null;
        return newest ?? throw new SluiceFormatException("there is no run yet: 'sluice train' makes one.", Runs);
    }

    /// <summary>Loads the language model that is meant.</summary>
    public static LanguageModel Text(string name)
    {
        string path = Folder(name);
        if (Directory.Exists(path)) path = Path.Combine(path, "model.safetensors");
        if (!File.Exists(path)) throw new SluiceFormatException("there is no such model file; name a run folder, a .safetensors file, or 'last'.", path);
        return LanguageModel.Load(path);
    }
}
