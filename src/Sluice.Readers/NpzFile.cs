using System.IO.Compression;
using Sluice.Formats;

namespace Sluice.Readers;

/// <summary>An archive of NumPy arrays: one of them, chosen by its name, or all as columns where each is a column of one length.</summary>
internal sealed class NpzFile : ITableFormat
{
    private const string Ending = ".npy";

    public string Name => "an archive of NumPy arrays";

    public IReadOnlyList<string> Extensions => [".npz"];

    // The first entry of the archive is an array.
    public bool Is(ReadOnlySpan<byte> first) => first is [(byte)'P', (byte)'K', 3, 4, ..] && first.Length > 30
        && first[26] + 256 * first[27] is > 4 and var length && first.Length >= 30 + length && first[30..(30 + length)].EndsWith(".npy"u8);

    public CellRows Open(string path, string sheet)
    {
        try
        {
            using var archive = ZipFile.OpenRead(FileScope.Check(path));
            var entries = archive.Entries.Where(e => e.FullName.EndsWith(Ending, StringComparison.Ordinal)).ToList();
            var names = entries.ConvertAll(e => e.FullName[..^Ending.Length]);
            if (sheet.Length > 0)
            {
                int at = names.IndexOf(sheet);
                return at >= 0 ? Read(entries[at], path).Rows() : throw new SluiceFormatException(
                    $"there is no array '{sheet}'.{Nearest.Hint(sheet, names)} It has {string.Join(", ", names.Take(20))}.", path);
            }

            if (entries.Count == 1) return Read(entries[0], path).Rows();
            if (entries.Count == 0) throw new SluiceFormatException("this archive holds no array.", path);
            var arrays = entries.ConvertAll(e => Read(e, path));
            if (arrays.Exists(a => a.Shape.Length != 1 || a.Count != arrays[0].Count))
            {
                string list = string.Join(", ", names.Zip(arrays, (n, a) => $"{n} ({string.Join(" x ", a.Shape)})").Take(20));
                throw new SluiceFormatException(
                    $"this archive holds several arrays that are no columns of one length: {list}. Choose one with --sheet NAME.", path);
            }

            return new CellRows(names, Columns(arrays)) { Kinds = [.. arrays.Select(a => a.Kind)] };
        }
        catch (Exception e) when (e is InvalidDataException
            or EndOfStreamException or NotSupportedException or OverflowException or ArgumentException)
        {
            throw new SluiceFormatException($"this archive is damaged: {e.Message}", path, inner: e);
        }
    }

    private static IEnumerable<(int, string?[])> Columns(List<NpyArray> arrays)
    {
        var cells = new string?[arrays.Count];
        for (int row = 0; row < arrays[0].Count; row++)
        {
            for (int c = 0; c < cells.Length; c++) cells[c] = arrays[c].Text(row);
            yield return (row + 1, cells);
        }
    }

    private static NpyArray Read(ZipArchiveEntry entry, string path)
    {
        using var stream = new BoundedStream(entry.Open(), "this archive", entry.CompressedLength, path);
        return NpyArray.Read(stream, $"{path}/{entry.FullName}");
    }
}
