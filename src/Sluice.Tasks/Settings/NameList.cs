using System.Text;

namespace Sluice.Tasks.Settings;

/// <summary>
/// Names in one text, with commas between them: <c>price,"sold, in all",day</c>. A name with a comma, a quote or a space at an end stands
/// in quotes, and a quote in it is doubled, as in CSV; two quotes alone are a list without names.
/// </summary>
internal static class NameList
{
    private const string Empty = "\"\"";

    /// <summary>The text of names; empty for no list at all.</summary>
    public static string Write(IReadOnlyList<string>? names)
        => names is null ? "" : names.Count == 0 ? Empty : string.Join(
            ",", names.Select(n => n.Length == 0 || n.IndexOfAny([',', '"']) >= 0 || n != n.Trim() ? $"\"{n.Replace("\"", "\"\"")}\"" : n));

    /// <summary>The names of a text; null for an empty one.</summary>
    /// <param name="key">The setting, for the message.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="SluiceException">A quote that does not end, or text beside one.</exception>
    public static string[]? Read(string key, string text)
    {
        if (text.Trim().Length == 0) return null;
        if (text.Trim() == Empty) return [];
        var names = new List<string>();
        for (int at = 0; at <= text.Length;)
        {
            while (at < text.Length && text[at] == ' ') at++;
            if (at < text.Length && text[at] == '"')
            {
                names.Add(Quoted(key, text, ref at));
                if (at < text.Length && text[at] != ',')
                    throw new SluiceException($"{key}: expected a comma after the name in quotes '{names[^1]}', got '{text[at..]}'.");
                at++;
                continue;
            }

            int end = text.IndexOf(',', at) is >= 0 and int comma ? comma : text.Length;
            names.Add(text[at..end].Trim());
            at = end + 1;
        }

        return [.. names];
    }

    private static string Quoted(string key, string text, ref int at)
    {
        var name = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"') name.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '"') name.Append(text[at++]);
            else
            {
                at++;
                while (at < text.Length && text[at] == ' ') at++;
                return name.ToString();
            }
        }

        throw new SluiceException($"{key}: expected a quote at the end of '{text}'.");
    }
}
