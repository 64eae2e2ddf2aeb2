using Sluice.Tasks.Registry;

namespace Sluice.Cli;

/// <summary>A model as the user names it: a model file, a run folder, or <c>last</c> for the newest run.</summary>
internal static class ModelPath
{
    /// <summary>The folder of all runs.</summary>
    public const string Runs = "runs";

    /// <summary>The model file in a run folder.</summary>
    public const string ModelName = "model.safetensors";

    /// <summary>The run folder that is meant.</summary>
    public static string Folder(string name)
        => name != "last" || Directory.Exists(name)
            ? name
            : Newest() ?? throw new SluiceFormatException("there is no run with a model yet: 'sluice train' makes one.", Runs);

    /// <summary>The run whose model or checkpoint was written last, by name where two were at once; null where there is none.</summary>
    public static string? Newest()
        => !Directory.Exists(Runs) ? null : Directory.GetDirectories(Runs)
            .Select(run => (Run: run, Written: Written(run))).Where(r => r.Written is not null)
            .OrderBy(r => r.Written).ThenBy(r => r.Run, StringComparer.Ordinal).LastOrDefault().Run;

    private static DateTime? Written(string run)
    {
        string checkpoints = Path.Combine(run, "checkpoints");
        return new[] { Path.Combine(run, ModelName) }.Where(System.IO.File.Exists)
            .Concat(Directory.Exists(checkpoints) ? Directory.GetFiles(checkpoints, "step-*.safetensors") : [])
            .Max(file => (DateTime?)System.IO.File.GetLastWriteTimeUtc(file));
    }

    /// <summary>The model file that is meant.</summary>
    public static string File(string name)
    {
        string path = Folder(name);
        if (Directory.Exists(path)) path = Path.Combine(path, ModelName);
        WeightReport.Refuse(path);
        OtherFile.Refuse(path);
        return System.IO.File.Exists(path)
            ? path
            : throw new SluiceFormatException("there is no such model file; name a run folder, a .safetensors file, or 'last'.", path);
    }
}
