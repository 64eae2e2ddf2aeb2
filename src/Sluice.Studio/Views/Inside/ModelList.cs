using System.Buffers.Binary;
using System.Text.Json;
using Sluice.Formats;
using Sluice.Interop;
using Sluice.Tasks.Imported;
using Sluice.Tasks.Registry;

namespace Sluice.Studio.Views.Inside;

/// <summary>A model of the studio's folder.</summary>
/// <param name="Name">Its path in the folder.</param>
/// <param name="Task">What it was trained for; null where the file does not say.</param>
/// <param name="Kind">How it is looked into: by a picture that its task names, or "recorded", which all tasks have; "network" for nets that others trained; "other" where the task is not
/// here.</param>
/// <param name="Bytes">The size of the file.</param>
/// <param name="Changed">When it was saved.</param>
/// <param name="Error">What is wrong with the file, or null.</param>
internal sealed record ModelEntry(string Name, string? Task, string Kind, long Bytes, DateTime Changed, Complaint? Error);

/// <summary>What lies in the studio's folder.</summary>
internal static class ModelList
{
    private const int Most = 500, MostHeader = 8 << 20;

    // Links are not followed, so nothing outside of the folder is listed.
    private static readonly EnumerationOptions s_down = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 6,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint,
    };

    /// <summary>Every model, the newest first.</summary>
    public static IReadOnlyList<ModelEntry> Models(Shelf shelf)
        => [.. Files(shelf, ModelFiles.Endings).Where(f => f.Directory?.Name != "checkpoints")
            .OrderByDescending(f => f.LastWriteTimeUtc).Take(Most).Select(f => Entry(shelf, f))];

    /// <summary>Files of data of a kind, by name.</summary>
    public static IReadOnlyList<string> Data(Shelf shelf, string kind)
        => [.. Files(shelf, Extensions(kind)).Where(f => kind == "any" || f.Name is not ("config.json" or "sluice.json"))
        .Select(f => shelf.NameOf(f.FullName)).Order(StringComparer.Ordinal).Take(Most)];

    /// <summary>Folders, by name.</summary>
    public static IReadOnlyList<string> Folders(Shelf shelf)
        => [.. new DirectoryInfo(shelf.Folder).EnumerateDirectories("*", s_down)
            .Select(f => shelf.NameOf(f.FullName)).Order(StringComparer.Ordinal).Take(Most)];

    // Images in IDX have no ending.
    private static string[] Extensions(string kind) => kind switch
    {
        "text" => [".txt", ".md"],
        "table" => [".csv", ".tsv", ".jsonl", ".txt"],
        "rows" => [".ts", ".csv", ".tsv", ".jsonl", ".txt", ""],
        "sound" => [".wav"],
        NetworkLook.Kind => [.. NetworkArrays.InputEndings],
        "music" => [".mid", ".midi", ".json"],
        "images" => ["", ".idx", ".gz"],
        _ => [".csv", ".tsv", ".jsonl", ".txt", ".dict", ".conll", ".ts", ".json", ".mid", ".midi", ".wav", ""],
    };

    private static IEnumerable<FileInfo> Files(Shelf shelf, IReadOnlyList<string> extensions)
        => new DirectoryInfo(shelf.Folder).EnumerateFiles("*", s_down).Where(f => extensions.Contains(f.Extension.ToLowerInvariant()));

    private static ModelEntry Entry(Shelf shelf, FileInfo file)
    {
        string? task = null;
        Complaint? error = null;
        ModelEntry Foreign(string task)
            => new(shelf.NameOf(file.FullName), task, NetworkLook.Kind, Shelf.SizeOf(file) ?? 0, file.LastWriteTimeUtc, null);
        if (file.Extension.ToLowerInvariant() is not ".safetensors") return Foreign(NetworkFile.IsNamedSo(file.Name) ? NetworkLook.Kind : NetworkLook.Weights);
        try
        {
            task = Task(file.FullName);
            if (task is null) return Foreign(NetworkLook.Weights);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // One file that cannot be read hides no other.
            error = Complaint.Of(e, shelf, $"{shelf.NameOf(file.FullName)}: {e.Message}");
        }

        return new ModelEntry(
            shelf.NameOf(file.FullName), task, TaskRegistry.Find(task)?.Look ?? "other", file.Exists ? file.Length : 0, file.LastWriteTimeUtc, error);
    }

    /// <summary>
    /// The task in the header of a file, or null where it says none. Its tensors are not read: a list should not take as long as loading all.
    /// </summary>
    public static string? Task(string path)
    {
        using var stream = File.OpenRead(FileScope.Check(path));
        Span<byte> length = stackalloc byte[8];
        if (stream.ReadAtLeast(length, 8, throwOnEndOfStream: false) < 8) throw new InvalidDataException("the file is too short for a model.");
        ulong bytes = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (bytes > (ulong)Math.Min(MostHeader, stream.Length - 8))
            throw new InvalidDataException("this is not a safetensors file, or it is cut short.");
        byte[] header = new byte[bytes];
        stream.ReadExactly(header);
        using var json = JsonDocument.Parse(header);
        return json.RootElement.TryGetProperty("__metadata__", out var metadata) && metadata.TryGetProperty("sluice.task", out var task)
            ? task.GetString()
            : null;
    }
}
