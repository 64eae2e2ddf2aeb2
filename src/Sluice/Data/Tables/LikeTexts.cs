using System.Text;

namespace Sluice.Data.Tables;

/// <summary>Categories or labels that differ in nothing but capitals and blanks, and so are likely to be meant as the same.</summary>
internal static class LikeTexts
{
    private const int MostGroups = 3, MostTexts = 4;

    /// <summary>What is to be said of them: nothing, or one sentence.</summary>
    /// <param name="what">What they are called, such as "column 'shop':".</param>
    /// <param name="texts">Each text once, with how often it comes.</param>
    public static IEnumerable<string> Sentence(string what, IEnumerable<(string Text, int Count)> texts)
    {
        List<(string Text, int Count)>[] alike =
        [
            .. texts.GroupBy(t => Folded(t.Text), StringComparer.Ordinal).Select(g => g.OrderByDescending(t => t.Count)
                .ThenBy(t => t.Text, StringComparer.Ordinal).ToList()).Where(g => g.Count > 1).OrderByDescending(g => g.Sum(t => t.Count)),
        ];
        if (alike.Length == 0) yield break;
        string more = alike.Length > MostGroups ? $"; and {alike.Length - MostGroups} more" : "";
        yield return $"{what} {string.Join("; ", alike.Take(MostGroups).Select(Named))}{more} differ only in capitals or blanks, and are different ones here: write those alike that are the same.";
    }

    /// <summary>The one of some texts that differs from a text in nothing but capitals and blanks; null where there is none.</summary>
    public static string? Of(string text, IEnumerable<string> known)
    {
        string folded = Folded(text);
        return known.FirstOrDefault(k => Folded(k) == folded);
    }

    private static string Named(List<(string Text, int Count)> texts)
    {
        string[] named = [.. texts.Take(MostTexts).Select(t => $"'{t.Text}' ({t.Count})")];
        return texts.Count > MostTexts
            ? $"{string.Join(", ", named)} and {texts.Count - MostTexts} more"
            : $"{string.Join(", ", named[..^1])} and {named[^1]}";
    }

    private static string Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (char c in ComposedText.Of(text))
            if (!char.IsWhiteSpace(c)) folded.Append(char.ToUpperInvariant(c));
        return folded.ToString();
    }
}
