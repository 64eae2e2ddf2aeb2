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

        // Names begin with date and time; of two that began in the same second, the one made later is the newer.
        const int Stamp = 15;
        string? newest = Directory.Exists(Runs)
            ? Directory.GetDirectories(Runs)
                .OrderBy(d => Path.GetFileName(d) is { Length: > Stamp } run ? run[..Stamp] : Path.GetFileName(d), StringComparer.Ordinal)
                .ThenBy(Directory.GetCreationTimeUtc).LastOrDefault()
            : null;
        return newest ?? throw new SluiceFormatException("there is no run yet: 'sluice train' makes one.", Runs);
    }

    /// <summary>The model file that is meant.</summary>
    public static string File(string name)
    {
        string path = Folder(name);
        if (Directory.Exists(path)) path = Path.Combine(path, "model.safetensors");
        WeightReport.Refuse(path);
        return System.IO.File.Exists(path)
            ? path
            : throw new SluiceFormatException("there is no such model file; name a run folder, a .safetensors file, or 'last'.", path);
    }
}
