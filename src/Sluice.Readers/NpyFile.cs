using Sluice.Formats;

namespace Sluice.Readers;

/// <summary>A file with one NumPy array. The columns of an array are called c1, c2 and so on.</summary>
internal sealed class NpyFile : ITableFormat
{
    public string Name => "a NumPy array";

    public IReadOnlyList<string> Extensions => [".npy"];

    public bool Is(ReadOnlySpan<byte> first) => first is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..];

    public CellRows Open(string path, string sheet)
    {
        if (sheet.Length > 0) throw new SluiceFormatException($"it holds one array alone; expected no sheet, got '{sheet}'.", path);
        using var stream = PackedFile.OpenAny(path);
        return NpyArray.Read(stream, path).Rows();
    }
}
