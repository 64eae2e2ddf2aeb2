using Sluice.Formats;

namespace Sluice.Readers;

/// <summary>Opens files, and unpacks what their first bytes say is packed.</summary>
internal static class PackedFile
{
    private const int Start = 512;

    /// <summary>
    /// The first bytes of a file's content, unpacked; none where there is no such file, or it is a pipe, whose bytes come only once.
    /// </summary>
    /// <exception cref="SluiceFormatException">It is packed and damaged.</exception>
    public static byte[] First(string path)
    {
        try
        {
            if (!File.Exists(FileScope.Check(path))) return [];
            using var stream = OpenAny(path, out byte[] first);
            return first;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return []; // whoever reads it says why it cannot be read
        }
    }

    /// <summary>Opens the content of a file of text.</summary>
    /// <exception cref="SluiceFormatException">It is a file of another kind, by its first bytes, or packed and damaged.</exception>
    public static Stream OpenText(string path)
    {
        var stream = OpenAny(path, out byte[] first);
        string? wrong =
            DataFile.Formats.FirstOrDefault(f => f.Is(first)) is { } format ? $"this is {format.Name}; expected text." : ForeignFile.Says(first);
        if (wrong is null) return stream;
        stream.Dispose();
        throw new SluiceFormatException(wrong, path);
    }

    /// <summary>The content of a file of text.</summary>
    public static byte[] ReadText(string path)
    {
        using var stream = OpenText(path);
        if (stream is FileStream { CanSeek: true, Length: > 0 and <= int.MaxValue } file)
        {
            byte[] all = new byte[file.Length];
            int read = file.ReadAtLeast(all, all.Length, throwOnEndOfStream: false);
            return read == all.Length ? all : all[..read];
        }

        using var content = new MemoryStream();
        try
        {
            stream.CopyTo(content);
        }
        catch (Exception e) when (e is IOException && content.Length > int.MaxValue / 2)
        {
            throw new SluiceFormatException("it holds more than 2 GB, too much for one text in memory. Split it.", path, inner: e);
        }

        return content.ToArray();
    }

    /// <summary>Whether a file is packed.</summary>
    public static bool IsPacked(string path)
    {
        using var file = File.OpenRead(FileScope.Check(path));
        byte[] start = Peek(file);
        return DataFile.Unpackings.Any(u => u.Is(start));
    }

    /// <summary>A file's name without what says that it is packed.</summary>
    public static string Unpacked(string path)
        => DataFile.Unpackings.Any(u => u.Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            ? Path.ChangeExtension(path, null)
            : path;

    /// <summary>Opens the content of a file of any kind.</summary>
    /// <exception cref="SluiceFormatException">There is no such file, or it is packed and damaged.</exception>
    public static Stream OpenAny(string path)
    {
        try
        {
            return OpenAny(path, out _);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new SluiceFormatException($"cannot be read: {e.Message}", path, inner: e);
        }
    }

    private static Stream OpenAny(string path, out byte[] first)
    {
        var file = new FileStream(FileScope.Check(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        try
        {
            if (!file.CanSeek)
            {
                first = [];
                return file;
            }

            byte[] start = Peek(file);
            file.Position = 0;
            if (DataFile.Unpackings.FirstOrDefault(u => u.Is(start)) is not { } unpacking)
            {
                first = start;
                return file;
            }

            // Unpacked twice, since what is unpacked cannot be wound back.
            using (var peeked = Unpack(null)) first = Peek(peeked);
            file.Position = 0;
            return Unpack(file);

            BoundedStream Unpack(Stream? source) => new(unpacking.Unpack(file), $"this file, packed by {unpacking.Name},", file.Length, path, source);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static byte[] Peek(Stream stream)
    {
        byte[] start = new byte[Start];
        return start[..stream.ReadAtLeast(start, Start, throwOnEndOfStream: false)];
    }
}
