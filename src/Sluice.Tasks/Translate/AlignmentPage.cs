using System.Globalization;
using System.Text;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Translate;

namespace Sluice.Tasks.Translate;

/// <summary>Where each translation looked: on a page as heat-maps, on a terminal in four shades.</summary>
internal static class AlignmentPage
{
    private const int Cell = 22, MostShown = 200;

    /// <summary>The page; it runs no script.</summary>
    /// <param name="translations">The best translation of each source.</param>
    public static string Html(IReadOnlyList<TranslatedText> translations)
    {
        string more = translations.Count > MostShown ? $" The first {MostShown} of {translations.Count}." : "";
        return Page.Html("Where translations looked", $"""
            <p>A row for each symbol of a translation and one for its end, a column for each symbol of the source: the darker, the more the net looked
            at it as it wrote.{more}</p>
            {string.Concat(translations.Take(MostShown).Where(t => t.Source.Count > 0).Select(Svg))}
            """);
    }

    private static string Svg(TranslatedText translation)
    {
        string[] rows = [.. translation.Symbols, "(end)"], columns = [.. translation.Source];
        rows = rows[..translation.Alignment.Length];
        int left = 20 + 8 * rows.Max(Screen.Columns), top = 44 + 8 * columns.Max(Screen.Columns), width = left + Cell * columns.Length + 20, height = top + Cell * rows.Length + 14;
        var svg = new StringBuilder(LinePlot.Head(translation.Text, Math.Max(width, 20 + 9 * Screen.Columns(translation.Text)), height, 12));
        svg.Append("<style>.plot .look{fill:#0072b2}.plot .frame{fill:none;stroke:#8884}@media(prefers-color-scheme:dark){.plot .look{fill:#56b4e9}}</style>\n");
        for (int c = 0; c < columns.Length; c++)
        {
            int x = left + Cell * c + Cell / 2;
            svg.Append(Screen.Columns(columns[c]) <= 2
                ? $"""<text x="{x}" y="{top - 8}" text-anchor="middle">{LinePlot.Text(columns[c])}</text>"""
                : $"""<text transform="translate({x + 4} {top - 6}) rotate(-90)">{LinePlot.Text(columns[c].Trim())}</text>""").Append('\n');
        }

        for (int r = 0; r < rows.Length; r++)
        {
            svg.Append($"""<text x="{left - 8}" y="{top + Cell * r + 15}" text-anchor="end">{LinePlot.Text(rows[r].Trim())}</text>""");
            for (int c = 0; c < columns.Length; c++)
            {
                float look = translation.Alignment[r][c];
                if (look < 0.01f) continue;
                svg.Append(CultureInfo.InvariantCulture, $"""<rect class="look" x="{left + Cell * c}" y="{top + Cell * r}" width="{Cell}" height="{Cell}" fill-opacity="{look:F2}"><title>{LinePlot.Text(rows[r])} from {LinePlot.Text(columns[c])}: {look:F2}</title></rect>""");
            }

            svg.Append('\n');
        }

        return svg.Append($"""<rect class="frame" x="{left}" y="{top}" width="{Cell * columns.Length}" height="{Cell * rows.Length}"/></svg>""").Append('\n').ToString();
    }

    /// <summary>The same for a terminal: under each symbol of the source how much each symbol of the translation looked at it; null where it is too wide.</summary>
    public static string? Text(TranslatedText translation, int width, bool plain)
    {
        string shades = plain ? " .:*#" : " ░▒▓█", gap = translation.Source.All(s => Screen.Columns(s) <= 2) ? "" : " ";
        int left = 4 + translation.Symbols.Select(Screen.Columns).DefaultIfEmpty(0).Max();
        if (translation.Source.Count == 0 || left + translation.Source.Sum(s => Screen.Columns(s) + gap.Length) > width) return null;
        var text = new StringBuilder(new string(' ', left)).AppendJoin(gap, translation.Source).Append('\n');
        for (int r = 0; r < translation.Symbols.Count; r++)
        {
            string symbol = translation.Symbols[r];
            string line = string.Join(gap, translation.Source.Select((s, c) => new string(shades[(int)MathF.Round(translation.Alignment[r][c] * (shades.Length - 1))], Screen.Columns(s))));
            text.Append("  ").Append(symbol).Append(' ', left - 2 - Screen.Columns(symbol)).Append(line.TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
