using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sluice.Readers;

/// <summary>
/// What is known of texts that came lately, the last of each group of texts alike: one that comes again and again is found by its bytes.
/// </summary>
/// <typeparam name="T">What is known of a text.</typeparam>
internal sealed class RecentTexts<T>
{
    // Powers of two. Few columns of categories have as many texts as the most; a table of many columns and few rows needs not so many groups.
    private const int Least = 4, Most = 256;

    private (string Text, T Known)[] _last = [];
    private int _kept;

    /// <summary>Whether something is known of a cell in UTF-8 that is not empty; never of one beyond ASCII.</summary>
    public bool Find(ReadOnlySpan<byte> cell, [MaybeNullWhen(false)] out T known)
    {
        known = default;
        if (_last.Length == 0) return false;
        ref var last = ref _last[Group(cell)];
        known = last.Known;
        return last.Text is not null && Ascii.Equals(cell, last.Text);
    }

    /// <summary>Keeps what is known of a cell.</summary>
    public void Keep(ReadOnlySpan<byte> cell, string text, T known)
    {
        if (_kept++ >= _last.Length && _last.Length < Most) _last = new (string, T)[Math.Max(Least, 4 * _last.Length)];
        _last[Group(cell)] = (text, known);
    }

    private int Group(ReadOnlySpan<byte> cell) => (cell[0] + 31 * cell[cell.Length / 2] + 7 * cell[^1] + cell.Length) & (_last.Length - 1);
}
