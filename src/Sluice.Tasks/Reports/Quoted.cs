namespace Sluice.Tasks.Reports;

/// <summary>Words of commands that are shown to be typed again.</summary>
internal static class Quoted
{
    /// <summary>A path, in quotes where the shell would take it apart.</summary>
    public static string Path(string path)
    {
        if (path.Length > 0
            && path.All(c => char.IsLetterOrDigit(c) || "/\\:._-+=@%~,".Contains(c)) && (OperatingSystem.IsWindows() || !path.Contains('\\')))
            return path;
        return OperatingSystem.IsWindows() ? $"\"{path}\"" : $"'{path.Replace("'", "'\\''")}'";
    }
}
