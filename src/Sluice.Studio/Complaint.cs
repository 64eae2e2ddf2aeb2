namespace Sluice.Studio;

/// <summary>What the page is told when something did not work. It says it in its own language where it knows the pattern.</summary>
/// <param name="Error">A sentence: what, what was expected, what came, and where.</param>
/// <param name="Pattern">The sentence with {0}, {1} and so on for its values, without its place.</param>
/// <param name="Values">The values.</param>
/// <param name="Place">Where it is, as <c>file:line: </c> before the sentence, or nothing.</param>
internal sealed record Complaint(string Error, string Pattern, IReadOnlyList<string> Values, string Place = "")
{
    /// <summary>One without values.</summary>
    public static Complaint Plain(string sentence) => Of(new SluiceException(sentence));

    /// <summary>One with values.</summary>
    public static Complaint Of(Phrase sentence) => Of(new SluiceException(sentence));

    /// <summary>What went wrong, whatever it is; what the library does not say itself is told by <paramref name="otherwise"/>.</summary>
    public static Complaint Of(Exception e, Shelf shelf, Phrase otherwise)
        => Of(e as SluiceException ?? new SluiceException(otherwise), shelf);

    /// <summary>What the library says; paths are called as they are within the folder.</summary>
    public static Complaint Of(SluiceException e, Shelf? shelf = null)
    {
        string Within(string text) => shelf?.Within(text) ?? text;
        return new(Within(e.Message), Within(e.Sentence.Pattern), [.. e.Sentence.Values.Select(Within)], Within(e.Place));
    }
}
