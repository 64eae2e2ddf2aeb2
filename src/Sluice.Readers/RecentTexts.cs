using System.Text;

namespace Sluice.Readers;

/// <summary>What is known of texts that came lately, the last of each group of texts alike: one that comes again and again is found by its bytes.</summary>
/// <typeparam name="T">What is known of a text.</typeparam>
internal sealed class RecentTexts<T>
{
    private const int Groups = 256; // a power of two; few columns of categories have as many

    private (string Text, T Known)[] _last = [];

    /// <summary>Whether something is known of a cell in UTF-8 that is not empty; never of one beyond ASCII.</summary>
    public bool Find(ReadOnlySpan<byte> cell, out T known)
    {
        if (_last.Length == 0) _last = new (string, T)[Groups];
        ref var last = ref _last[Group(cell)];
        known = last.Known;
        return last.Text is not null && Ascii.Equals(cell, last.Text);
    }

    /// <summary>Keeps what is known of a cell.</summary>
    public void Keep(ReadOnlySpan<byte> cell, string text, T known) => (_last.Length == 0 ? _last = new (string, T)[Groups] : _last)[Group(cell)] = (text, known);

    private static int Group(ReadOnlySpan<byte> cell) => (cell[0] + 31 * cell[cell.Length / 2] + 7 * cell[^1] + cell.Length) % Groups;
}
