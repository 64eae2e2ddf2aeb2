namespace Sluice.Readers;

/// <summary>Texts of a column as strings, equal ones as one string as far as the different ones are not too many.</summary>
internal sealed class SharedTexts
{
    // Texts that are kept to be found again: more are hardly of a few that come again and again.
    private const int Most = 1 << 16;

    private readonly RecentTexts<string> _recent = new();
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private char[] _buffer = [];

    public SharedTexts() => _bySpan = _texts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The string of a cell in UTF-8 that is not empty.</summary>
    public string Of(ReadOnlySpan<byte> cell)
    {
        if (_recent.Find(cell, out string? known)) return known;
        var text = CellBytes.Characters(cell, ref _buffer);
        if (!_bySpan.TryGetValue(text, out known))
        {
            known = text.ToString();
            if (_texts.Count < Most) _texts.Add(known);
        }

        _recent.Keep(cell, known, known);
        return known;
    }
}
