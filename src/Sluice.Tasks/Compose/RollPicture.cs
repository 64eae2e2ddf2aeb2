using System.Globalization;
using System.Text;
using Sluice.Tasks.Reports;

namespace Sluice.Tasks.Compose;

/// <summary>Music as a piano roll in SVG: steps from left to right, keys from low to high.</summary>
internal static class RollPicture
{
    private const int Left = 50, Top = 36, Step = 8, Key = 8;

    /// <summary>The picture.</summary>
    /// <param name="title">What stands above.</param>
    /// <param name="steps">The keys that sound at each step, as MIDI numbers.</param>
    /// <param name="given">So many of the first steps were given; the others are coloured.</param>
    public static string Svg(string title, int[][] steps, int given)
    {
        int[] keys = [.. steps.SelectMany(s => s)];
        int low = keys.DefaultIfEmpty(60).Min() - 1, high = keys.DefaultIfEmpty(72).Max() + 1, height = Key * (high - low + 1);
        var svg = new StringBuilder(LinePlot.Head(title, Math.Max(Left + Step * steps.Length + 20, 40 + 8 * title.Length), Top + height + 24, Left));
        svg.Append(
            "<style>.plot .given{fill:#888}.plot .written{fill:#0072b2}@media(prefers-color-scheme:dark){.plot .written{fill:#56b4e9}}</style>\n");
        for (int c = (low + 11) / 12 * 12; c <= high; c += 12) // every C
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""<path class="grid" d="M{Left} {Y(c) + Key}h{Step * steps.Length}"/><text x="{Left - 6}" y="{Y(c) + Key}" text-anchor="end">C{c / 12 - 1}</text>""").Append('\n');
        for (int s = 0; s < steps.Length; s++)
            foreach (int key in steps[s])
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"""<rect class="{(s < given ? "given" : "written")}" x="{Left + Step * s}" y="{Y(key)}" width="{Step}" height="{Key - 1}"/>""");
        return svg.Append("</svg>\n").ToString();

        int Y(int key) => Top + Key * (high - key);
    }
}
