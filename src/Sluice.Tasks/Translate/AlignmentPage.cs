using System.Text;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Translate;

namespace Sluice.Tasks.Translate;

/// <summary>Where each translation looked: on a page as heat-maps, on a terminal in four shades.</summary>
internal static class AlignmentPage
{
    private const int MostShown = 200;

    /// <summary>The page; it runs no script.</summary>
    /// <param name="translations">The best translation of each source.</param>
    public static string Html(IReadOnlyList<TranslatedText> translations)
    {
        string more = translations.Count > MostShown ? $" The first {MostShown} of {translations.Count}." : "";
        return Page.Html("Where translations looked", $"""
            <p>A row for each symbol of a translation and one for its end, a column for each symbol of the source: the darker, the more the net looked
            at it as it wrote.{more}</p>
            {string.Concat(Pictures(translations))}
            """);
    }

    /// <summary>A picture for each of the first translations.</summary>
    public static IReadOnlyList<string> Pictures(IReadOnlyList<TranslatedText> translations)
        => [.. translations.Take(MostShown).Where(t => t.Source.Count > 0).Select(
            t => HeatMap.Svg(t.Text, [.. new[] { t.Symbols, ["(end)"] }.SelectMany(s => s).Take(t.Alignment.Length)], [.. t.Source], t.Alignment))];

    /// <summary>
    /// The same for a terminal: under each symbol of the source how much each symbol of the translation looked at it; null where it is too wide.
    /// </summary>
    public static string? Text(TranslatedText translation, int width, bool plain)
    {
        string shades = plain ? " .:*#" : " ░▒▓█", gap = translation.Source.All(s => Screen.Columns(s) <= 2) ? "" : " ";
        int left = 4 + translation.Symbols.Select(Screen.Columns).DefaultIfEmpty(0).Max();
        if (translation.Source.Count == 0 || left + translation.Source.Sum(s => Screen.Columns(s) + gap.Length) > width) return null;
        var text = new StringBuilder(new string(' ', left)).AppendJoin(gap, translation.Source).Append('\n');
        for (int r = 0; r < translation.Symbols.Count; r++)
        {
            string symbol = translation.Symbols[r];
            string line = string.Join(gap, translation.Source.Select(
                (s, c) => new string(shades[(int)MathF.Round(translation.Alignment[r][c] * (shades.Length - 1))], Screen.Columns(s))));
            text.Append("  ").Append(symbol).Append(' ', left - 2 - Screen.Columns(symbol)).Append(line.TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
