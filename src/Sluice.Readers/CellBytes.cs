using System.Buffers.Binary;
using System.Text;

namespace Sluice.Readers;

/// <summary>
/// Cells of one column one after the other in UTF-8, each behind its length, so that they take as many bytes as in a file. A cell without a
/// value is empty. One thread writes; what was taken out may be read by any.
/// </summary>
internal sealed class CellBytes
{
    private const byte Long = byte.MaxValue; // the length stands in the next four bytes
    private const int Least = 32, Handed = 1 << 20;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>The cells as <see cref="Next"/> takes them apart, until the next one is added.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Adds a cell; gives its bytes.</summary>
    public int Add(ReadOnlySpan<byte> cell)
    {
        cell.CopyTo(Room(cell.Length));
        return cell.Length;
    }

    /// <summary>Adds a cell; gives its bytes.</summary>
    public int Add(ReadOnlySpan<char> cell) => Encoding.UTF8.GetBytes(cell, Room(Encoding.UTF8.GetByteCount(cell)));

    /// <summary>Forgets the cells.</summary>
    public void Clear() => _length = 0;

    /// <summary>The cells in memory of their own, which are forgotten here.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        int length = _length;
        byte[] taken = _bytes;
        _length = 0;
        if (length < Handed || length < taken.Length / 4 * 3) return taken.AsSpan(0, length).ToArray();
        _bytes = [];
        return taken.AsMemory(0, length);
    }

    /// <summary>Takes the next cell off.</summary>
    public static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> cells)
    {
        int length = cells[0], at = 1;
        if (length == Long) (length, at) = (BinaryPrimitives.ReadInt32LittleEndian(cells[1..]), 5);
        var cell = cells.Slice(at, length);
        cells = cells[(at + length)..];
        return cell;
    }

    /// <summary>A cell without spaces, tabs and no-break spaces around it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell)
        => cell.IsEmpty || (cell[0] is > (byte)' ' and not 0xC2 && cell[^1] is > (byte)' ' and not 0xA0) ? cell : Trimmed(cell);

    /// <summary>A cell as characters, in a buffer that grows with the longest.</summary>
    public static ReadOnlySpan<char> Characters(ReadOnlySpan<byte> cell, ref char[] buffer)
    {
        if (buffer.Length < cell.Length) buffer = GC.AllocateUninitializedArray<char>(Math.Max(Least, cell.Length));
        return buffer.AsSpan(0, Encoding.UTF8.GetChars(cell, buffer));
    }

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> cell)
    {
        while (true)
        {
            if (cell is [(byte)' ' or (byte)'\t', ..]) cell = cell[1..];
            else if (cell is [0xC2, 0xA0, ..]) cell = cell[2..];
            else if (cell is [.., (byte)' ' or (byte)'\t']) cell = cell[..^1];
            else if (cell is [.., 0xC2, 0xA0]) cell = cell[..^2];
            else return cell;
        }
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - _length < length + 5) Grow(length + 5);
        if (length < Long)
        {
            _bytes[_length++] = (byte)length;
        }
        else
        {
            _bytes[_length] = Long;
            BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length + 1), length);
            _length += 5;
        }

        var room = _bytes.AsSpan(_length, length);
        _length += length;
        return room;
    }

    private void Grow(int more)
    {
        long size = Math.Max(Math.Max(Least, 2L * _bytes.Length), (long)_length + more);
        byte[] grown = GC.AllocateUninitializedArray<byte>((int)Math.Min(size, Array.MaxLength));
        Written.CopyTo(grown);
        _bytes = grown;
    }
}
