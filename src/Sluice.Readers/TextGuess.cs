namespace Sluice.Readers;

/// <summary>Counts the different texts of a column, as far as they are few.</summary>
internal sealed class TextGuess
{
    /// <summary>So many texts are few in any table.</summary>
    private const int Few = 20;

    private const int Most = 1000;

    private readonly RecentTexts<Counted> _recent = new();
    private readonly Dictionary<string, Counted> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Counted>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private long _once;
    private bool _isFull;

    public TextGuess() => _bySpan = _counts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Counts a cell whose text was counted lately; says whether it was.</summary>
    public bool AddAgain(ReadOnlySpan<byte> cell)
    {
        if (!_recent.Find(cell, out var counted)) return false;
        Again(counted);
        return true;
    }

    /// <summary>Adds a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cell">The cell that it stands in.</param>
    public void Add(ReadOnlySpan<char> text, ReadOnlySpan<byte> cell)
    {
        if (_bySpan.TryGetValue(text, out string? known, out var counted))
        {
            Again(counted);
            _recent.Keep(cell, known, counted);
        }
        else if (_counts.Count < Most)
        {
            _bySpan[text] = new Counted();
            _once++;
        }
        else
        {
            _isFull = true;
        }
    }

    /// <summary>Whether the texts come again and again, as categories do.</summary>
    public bool AreFew(long present) => !_isFull && (_counts.Count <= Few || _counts.Count <= present / 10);

    /// <summary>Whether most of the texts stand in one row alone, as names and sentences do.</summary>
    public bool AreFree(long present) => _counts.Count > Few && (_isFull ? _once > Most / 2 : _once > present / 2);

    private void Again(Counted counted)
    {
        if (!counted.Twice) _once--;
        counted.Twice = true;
    }

    private sealed class Counted
    {
        public bool Twice { get; set; }
    }
}
