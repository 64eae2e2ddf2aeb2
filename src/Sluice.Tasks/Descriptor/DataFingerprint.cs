using System.Security.Cryptography;
using System.Text;
using Sluice.Formats;
using Sluice.Training;

namespace Sluice.Tasks.Descriptor;

/// <summary>
/// The SHA-256 of the data of a run, kept beside its model as <c>sha256sum</c> writes it, so that changed data is noticed when the run goes on.
/// </summary>
internal static class DataFingerprint
{
    private const string Name = "data.sha256";

    // As deep as data lies; a link to a folder above would have no end.
    private static readonly EnumerationOptions s_down =
        new() { RecurseSubdirectories = true, MaxRecursionDepth = 8, AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Compares the data with what the run began with, and keeps its fingerprint.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="source">A file, or a folder; of anything else there is no fingerprint.</param>
    /// <returns>A sentence where the data has changed, else null.</returns>
    public static string? Check(RunFolder folder, string source)
    {
        if (!Path.Exists(FileScope.Check(source))) return null;
        string now = Of(source);
        string? before = Kept(folder);
        if (before == now) return null;
        AtomicFile.Write(FileIn(folder), $"{now}  {source}\n");
        return before is null
            ? null
            : $"the data has changed since this run began: {source} had the SHA-256 {before[..12]}..., and has {now[..12]}... now";
    }

    /// <summary>Whether two names of a file mean the same data: one path, or one content.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="key">The setting.</param>
    /// <param name="was">The file with which the run began.</param>
    /// <param name="now">The file that is asked for.</param>
    public static bool IsSame(RunFolder folder, string key, string was, string now)
    {
        if (!key.EndsWith("file", StringComparison.Ordinal) || was.Length == 0 || now.Length == 0) return false;
        if (Path.GetFullPath(was) == Path.GetFullPath(now)) return true;
        if (!Path.Exists(FileScope.Check(now))) return false;
        string? before = (key == "data.file" ? Kept(folder) : null) ?? (Path.Exists(FileScope.Check(was)) ? Of(was) : null);
        return before == Of(now);
    }

    /// <summary>The SHA-256 of a file, or of the names and contents of the files in a folder.</summary>
    public static string Of(string source)
    {
        bool folder = Directory.Exists(source);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in folder
            ? [.. Directory.GetFiles(FileScope.Check(source), "*", s_down).Order(StringComparer.Ordinal)]
            : new[] { source })
        {
            if (folder) hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(source, path) + "\0"));
            using var file = File.OpenRead(FileScope.Check(path));
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = file.Read(buffer)) > 0;) hash.AppendData(buffer, 0, read);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string FileIn(RunFolder folder) => Path.Combine(folder.Path, Name);

    /// <summary>The fingerprint that a run keeps; null where it keeps none.</summary>
    private static string? Kept(RunFolder folder)
        => File.Exists(FileIn(folder)) ? File.ReadAllText(FileScope.Check(FileIn(folder))).Split(' ')[0] : null;
}
