using Sluice.Kernels;

namespace Sluice.Autodiff;

/// <summary>
/// Memory that is lent piece by piece and taken back all at once. It lies in a few blocks, each filled from its start, so steps of any
/// sizes use the same memory: what is held stays within one and a half times of what the largest step needed.
/// </summary>
internal sealed class LentMemory
{
    private const nint LargestBlock = 1 << 28;

    private readonly List<(AlignedBuffer<float> Buffer, nint Used)> _blocks = [];
    private nint _lent, _most, _held;

    /// <summary>Bytes that are held, lent or free.</summary>
    public long Bytes => sizeof(float) * (long)_held;

    /// <summary>Lends so many numbers, a multiple of a cache line; what is in them is what was there.</summary>
    /// <returns>The block, and where in it they begin.</returns>
    public (AlignedBuffer<float> Buffer, nint Offset) Lend(nint length)
    {
        _lent += length;
        for (int i = 0; i < _blocks.Count; i++)
        {
            var (buffer, used) = _blocks[i];
            if (buffer.Length - used < length) continue;
            _blocks[i] = (buffer, used + length);
            return (buffer, used);
        }

        // The first block after a reset that let all go has room for the largest step; others are in proportion, so that there are few.
        nint size = Math.Max(length, Math.Min(LargestBlock, _held == 0 ? _most : _held / 4));
        var added = new AlignedBuffer<float>(size);
        _blocks.Add((added, length));
        _held += size;
        return (added, 0);
    }

    /// <summary>What is lent now.</summary>
    public Mark Now => new(_lent, [.. _blocks.Select(b => b.Used)]);

    /// <summary>Takes back what was lent since a mark.</summary>
    public void TakeBack(Mark mark)
    {
        _most = Math.Max(_most, _lent);
        _lent = mark.Total;
        for (int i = 0; i < _blocks.Count; i++) _blocks[i] = (_blocks[i].Buffer, i < mark.Used.Length ? mark.Used[i] : 0);
    }

    /// <summary>Takes all of it back; where more was lost at the ends of blocks than half of what was ever needed, they are let go.</summary>
    public void Reset()
    {
        _most = Math.Max(_most, _lent);
        _lent = 0;
        if (_held > _most + _most / 2)
        {
            _blocks.Clear();
            _held = 0;
        }

        for (int i = 0; i < _blocks.Count; i++) _blocks[i] = (_blocks[i].Buffer, 0);
    }

    /// <summary>What was lent at a time: in all, and of each block.</summary>
    internal sealed record Mark(nint Total, nint[] Used);
}
