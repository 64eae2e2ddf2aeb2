namespace Sluice.Tests;

/// <summary>Real data beside the repository, or where SLUICE_DATA points.</summary>
internal static class RealData
{
    /// <summary>The path of a file, or null where it is not there.</summary>
    public static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Sluice.slnx"))) continue;
            string root = Environment.GetEnvironmentVariable("SLUICE_DATA") ?? Path.Combine(folder.FullName, "..", "shared", "data");
            string file = Path.Combine(root, path);
            return File.Exists(file) ? file : null;
        }

        return null;
    }
}

/// <summary>A test on real data; skipped with a reason where the data is absent.</summary>
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute(string path)
    {
        if (RealData.Find(path) is null) Skip = $"{path} is not at ../shared/data, nor where SLUICE_DATA points.";
    }
}
