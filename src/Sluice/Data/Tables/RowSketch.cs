using System.Buffers.Binary;

namespace Sluice.Data.Tables;

/// <summary>
/// Tells which rows a model learned from: the smallest 4,096 hashes of them, which are all of a small table and a fair sample of a large one
/// (bottom-k sketch; Cohen and Kaplan 2007). Filled by one thread; then any number of threads may ask.
/// </summary>
public sealed class RowSketch
{
    private const int Most = 4096;

    private readonly SortedSet<ulong> _hashes = [];

    /// <summary>Whether every row is kept, so that counts are exact.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Whether nothing was learned from.</summary>
    public bool IsEmpty => _hashes.Count == 0;

    /// <summary>The sketch of some rows of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns that matter.</param>
    /// <param name="rows">The rows.</param>
    public static RowSketch Of(Table table, IEnumerable<string> columns, IEnumerable<int> rows)
    {
        ulong[] hashes = Hashes(table, columns);
        return Of(rows.Select(row => hashes[row]));
    }

    /// <summary>The sketch of things that have hashes.</summary>
    public static RowSketch Of(IEnumerable<ulong> hashes)
    {
        var sketch = new RowSketch();
        foreach (ulong hash in hashes) sketch.Add(hash);
        return sketch;
    }

    /// <summary>Takes a row.</summary>
    public void Add(ulong hash)
    {
        if (_hashes.Count == Most && hash > _hashes.Max)
        {
            IsWhole = false;
            return;
        }

        _hashes.Add(hash);
        if (_hashes.Count <= Most) return;
        _hashes.Remove(_hashes.Max);
        IsWhole = false;
    }

    /// <summary>
    /// How many of some rows were learned from: the count, or an estimate where not every row is kept; and the places of those found.
    /// </summary>
    public (int Count, int[] Places) Known(IReadOnlyList<ulong> hashes)
    {
        if (IsEmpty) return (0, []);
        ulong last = _hashes.Max;
        int compared = IsWhole ? hashes.Count : hashes.Count(h => h <= last);
        int[] places = [.. Enumerable.Range(0, hashes.Count).Where(i => _hashes.Contains(hashes[i]))];
        return (compared == 0 ? 0 : (int)Math.Round((double)hashes.Count * places.Length / compared), places);
    }

    /// <summary>A hash of each row, by its values and not by how they are written.</summary>
    public static ulong[] Hashes(Table table, IEnumerable<string> columns)
    {
        var hashes = new ulong[table.RowCount];
        foreach (var column in columns.Select(table.Column))
        {
            for (int row = 0; row < hashes.Length; row++)
            {
                ulong cell = column switch
                {
                    _ when column.IsMissing(row) => 1,
                    NumberColumn numbers => (ulong)BitConverter.DoubleToInt64Bits(numbers.Values[row]),
                    DateColumn dates => (ulong)dates.Values[row]!.Value.Ticks,
                    _ => Hash(column.Text(row)),
                };
                hashes[row] = Mix(hashes[row] * 31 + cell);
            }
        }

        return hashes;
    }

    /// <summary>A hash of a text, the same in every process.</summary>
    public static ulong Hash(ReadOnlySpan<char> text)
    {
        ulong hash = 14695981039346656037; // FNV-1a over characters
        foreach (char c in text) hash = (hash ^ c) * 1099511628211;
        return Mix(hash);
    }

    /// <summary>A hash of numbers, beginning with another hash.</summary>
    public static ulong Hash(ulong hash, ReadOnlySpan<float> numbers)
    {
        foreach (float number in numbers) hash = Mix(hash * 31 + BitConverter.SingleToUInt32Bits(number));
        return hash;
    }

    /// <summary>The sketch as text, for the metadata of a model file.</summary>
    public override string ToString()
    {
        byte[] bytes = new byte[8 * _hashes.Count + 1];
        bytes[0] = IsWhole ? (byte)1 : (byte)0;
        int at = 1;
        foreach (ulong hash in _hashes)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), hash);
            at += 8;
        }

        return Convert.ToBase64String(bytes);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">It is not that.</exception>
    public static RowSketch Parse(string text)
    {
        byte[] bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out int count) || count % 8 != 1 || count / 8 > Most || bytes[0] > 1)
            throw new SluiceFormatException("the sketch of the rows that were learned from cannot be read.");
        var sketch = new RowSketch { IsWhole = bytes[0] == 1 };
        for (int at = 1; at < count; at += 8) sketch._hashes.Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)));
        return sketch;
    }

    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every bit of the input changes half of the output.
    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
