using System.Globalization;
using System.Text;

namespace Sluice.Tasks.Reports;

/// <summary>Numbers from 0 to 1 in rows and columns, as a picture in SVG: the larger, the darker.</summary>
internal static class HeatMap
{
    private const int Cell = 22;

    /// <summary>The picture.</summary>
    /// <param name="title">What stands above.</param>
    /// <param name="rows">A word for each row.</param>
    /// <param name="columns">A word for each column.</param>
    /// <param name="values">[row][column].</param>
    public static string Svg(string title, string[] rows, string[] columns, IReadOnlyList<IReadOnlyList<float>> values)
    {
        int left = 20 + 8 * rows.Max(Screen.Columns),
            top = 44 + 8 * columns.Max(Screen.Columns), width = left + Cell * columns.Length + 20, height = top + Cell * rows.Length + 14;
        var svg = new StringBuilder(LinePlot.Head(title, Math.Max(width, 20 + 9 * Screen.Columns(title)), height, 12));
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
                float value = values[r][c];
                if (value < 0.01f) continue;
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"""<rect class="look" x="{left + Cell * c}" y="{top + Cell * r}" width="{Cell}" height="{Cell}" fill-opacity="{value:F2}"><title>{LinePlot.Text(rows[r])}, {LinePlot.Text(columns[c])}: {value:F2}</title></rect>""");
            }

            svg.Append('\n');
        }

        return svg.Append($"""<rect class="frame" x="{left}" y="{top}" width="{Cell * columns.Length}" height="{Cell * rows.Length}"/></svg>""")
            .Append('\n').ToString();
    }
}
