using System.Text;

namespace Sluice.Formats;

/// <summary>
/// A file to which whole lines are appended, each on the disk before the next: a killed process loses none but the one it was writing.
/// </summary>
public static class LineFile
{
    /// <summary>Appends a line.</summary>
    public static void Append(string path, ReadOnlySpan<byte> line, bool flush = false)
    {
        using var file = new FileStream(FileScope.Check(path), FileMode.Append, FileAccess.Write, FileShare.Read);
        file.Write([.. line, (byte)'\n']);
        if (flush) file.Flush(flushToDisk: true);
    }

    /// <summary>Removes the half of a line that a killed process may have left at the end: the next must begin on a line of its own.</summary>
    public static void CutHalfLine(string path)
    {
        if (!File.Exists(path)) return;
        using var file = new FileStream(FileScope.Check(path), FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        long end = file.Length;
        for (; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n') break;
        }

        if (end < file.Length) file.SetLength(end);
    }

    /// <summary>The lines, or none where there is no file.</summary>
    public static string[] Read(string path) => File.Exists(path) ? File.ReadAllLines(FileScope.Check(path), Encoding.UTF8) : [];
}
