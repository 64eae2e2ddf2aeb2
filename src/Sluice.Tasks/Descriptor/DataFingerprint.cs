using System.Security.Cryptography;
using System.Text;
using Sluice.Formats;
using Sluice.Training;

namespace Sluice.Tasks.Descriptor;

/// <summary>The SHA-256 of the data of a run, kept beside its model as <c>sha256sum</c> writes it, so that changed data is noticed when the run goes on.</summary>
internal static class DataFingerprint
{
    private const string Name = "data.sha256";

    /// <summary>Compares the data with what the run began with, and keeps its fingerprint.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="source">A file, or a folder; of anything else there is no fingerprint.</param>
    /// <returns>A sentence where the data has changed, else null.</returns>
    public static string? Check(RunFolder folder, string source)
    {
        if (!Path.Exists(source)) return null;
        string kept = Path.Combine(folder.Path, Name), now = Of(source);
        string? before = File.Exists(kept) ? File.ReadAllText(kept).Split(' ')[0] : null;
        if (before == now) return null;
        AtomicFile.Write(kept, $"{now}  {source}\n");
        return before is null ? null : $"the data has changed since this run began: {source} had the SHA-256 {before[..12]}..., and has {now[..12]}... now";
    }

    private static string Of(string source)
    {
        if (File.Exists(source)) return OfFile(source);
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            all.AppendData(Encoding.UTF8.GetBytes($"{OfFile(file)}  {Path.GetRelativePath(source, file)}\n"));
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private static string OfFile(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
