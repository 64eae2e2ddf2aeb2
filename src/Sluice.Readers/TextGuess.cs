namespace Sluice.Readers;

/// <summary>Counts the different texts of a column, as far as they are few.</summary>
internal sealed class TextGuess
{
    /// <summary>So many texts are few in any table.</summary>
    private const int Few = 20;

    private const int Most = 1000;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private long _once;
    private bool _isFull;

    /// <summary>Adds a text.</summary>
    public void Add(string text)
    {
        if (_counts.TryGetValue(text, out int count))
        {
            if (count == 1) _once--;
            _counts[text] = count + 1;
        }
        else if (_counts.Count < Most)
        {
            _counts[text] = 1;
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
}
