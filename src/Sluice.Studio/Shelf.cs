namespace Sluice.Studio;

/// <summary>The one folder that the studio reads and writes.</summary>
public sealed class Shelf
{
    /// <summary>Takes a folder.</summary>
    /// <exception cref="SluiceException">It is not there.</exception>
    public Shelf(string folder)
    {
        if (!Directory.Exists(folder)) throw new SluiceException($"studio: expected a folder, got {folder}, which is not there.");
        Folder = Real(Path.GetFullPath(folder));
    }

    /// <summary>The folder's full path.</summary>
    public string Folder { get; }

    /// <summary>The full path of something in the folder.</summary>
    /// <exception cref="SluiceException">It lies outside, also where a link leads.</exception>
    public string Find(string path)
    {
        if (path.Contains('\0')) throw Outside();
        string full = Real(Path.GetFullPath(path, Folder));
        string relative = Path.GetRelativePath(Folder, full);
        if (relative == ".." || relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.IsPathRooted(relative))
            throw Outside();
        return full;

        SluiceException Outside() => new("studio: expected a path in the folder of the studio, got one outside of it.");
    }

    /// <summary>Bytes of a file that was listed; nothing where it was removed or renamed since.</summary>
    public static long? SizeOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A path as it is called within the folder.</summary>
    public string NameOf(string full) => Path.GetRelativePath(Folder, full).Replace('\\', '/');

    /// <summary>A sentence in which paths are called as they are within the folder: where that lies is nobody's business.</summary>
    public string Within(string sentence)
        => sentence.Replace(Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace(Folder, ".", StringComparison.Ordinal);

    /// <summary>Where links on the way lead, and those within what they lead to.</summary>
    private static string Real(string path, int links = 0)
    {
        const int MostLinks = 40;
        string root = Path.GetPathRoot(path)!, at = root;
        string[] parts = path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < parts.Length; i++)
        {
            string next = Path.Combine(at, parts[i]);
            FileSystemInfo info = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
            if (info.LinkTarget is not { } target)
            {
                at = next;
                continue;
            }

            if (links == MostLinks) throw new SluiceException("studio: expected a path with few links on its way, got one that goes in a circle.");
            return Real(Path.Combine([Path.GetFullPath(target, at), .. parts[(i + 1)..]]), links + 1);
        }

        return at;
    }
}
