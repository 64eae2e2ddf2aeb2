namespace Sluice.Readers;

/// <summary>Words and tags of a file, equal ones as one string as far as the different ones are not too many.</summary>
internal sealed class SharedStrings
{
    // Words beyond these are hardly in more than one place.
    private const int Most = 1 << 18;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>The string that stands for all equal ones.</summary>
    public string Of(string text)
    {
        if (_known.TryGetValue(text, out string? known)) return known;
        if (_known.Count < Most) _known.Add(text);
        return text;
    }

    /// <summary>The same for each of some texts, in their place.</summary>
    public string[] Of(string[] texts)
    {
        for (int i = 0; i < texts.Length; i++) texts[i] = Of(texts[i]);
        return texts;
    }
}
