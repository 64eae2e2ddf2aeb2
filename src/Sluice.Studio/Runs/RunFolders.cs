using Sluice.Training;

namespace Sluice.Studio.Runs;

/// <summary>Where runs lie.</summary>
internal static class RunFolders
{
    /// <summary>Those in a folder, and so many folders deep in it.</summary>
    public static IEnumerable<string> Under(string folder, int depth)
    {
        if (File.Exists(Path.Combine(folder, "events.jsonl")) && File.Exists(RunFolder.ConfigIn(folder))) yield return folder;
        if (depth == 0) yield break;
        foreach (string inner in Visible(folder))
            foreach (string found in Under(inner, depth - 1)) yield return found;
    }

    private static IEnumerable<string> Visible(string folder)
    {
        try
        {
            return Directory.GetDirectories(folder).Where(d => !Path.GetFileName(d).StartsWith('.') && new DirectoryInfo(d).LinkTarget is null);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return [];
        }
    }
}
