using System.Globalization;
using System.Text;
using Sluice.Learn.Studies;
using Sluice.Tasks.Reports;

namespace Sluice.Cli;

/// <summary>Samples side by side: a box from quartile to quartile, the median in it, and every value as a dot.</summary>
internal static class BoxPlot
{
    private const int Left = 190, Top = 40, Width = 520, Row = 26, Bottom = 50;

    /// <summary>The picture.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="horizontal">The name of the axis.</param>
    /// <param name="samples">Each with its label; filled where marked.</param>
    public static string Svg(string title, string horizontal, IReadOnlyList<(string Label, IReadOnlyList<double> Values, bool Marked)> samples)
    {
        int height = Row * samples.Count;
        var (x0, x1, step) = LinePlot.Axis(samples.SelectMany(s => s.Values), 1e-9);
        double X(double x) => Left + Width * (x - x0) / (x1 - x0);
        var svg = new StringBuilder(LinePlot.Head(title, Left + Width + 20, Top + height + Bottom, Left));
        svg.Append(
            CultureInfo.InvariantCulture,
            $"""<text x="{Left + Width / 2}" y="{Top + height + 40}" text-anchor="middle">{LinePlot.Text(horizontal)}</text>""").Append('\n');
        foreach (double x in LinePlot.Marks(x0, x1, step))
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""<path class="grid" d="M{X(x):F1} {Top}v{height}"/><text x="{X(x):F1}" y="{Top + height + 18}" text-anchor="middle">{x:0.###}</text>""").Append('\n');
        for (int i = 0; i < samples.Count; i++)
        {
            var (label, values, marked) = samples[i];
            double middle = Top + Row * (i + 0.5);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""<text x="{Left - 10}" y="{middle + 4:F1}" text-anchor="end">{LinePlot.Text(label)}</text>""").Append('\n');
            if (values.Count == 0) continue;
            double low = X(Statistics.Quantile(values, 0.25)),
                high = X(Statistics.Quantile(values, 0.75)), median = X(Statistics.Quantile(values, 0.5));
            string colour = marked ? "#d55e00" : "#0072b2";
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""<path stroke="{colour}" d="M{X(values.Min()):F1} {middle:F1}H{X(values.Max()):F1}"/><rect x="{low:F1}" y="{middle - 8:F1}" width="{Math.Max(1, high - low):F1}" height="16" fill="{colour}" fill-opacity=".35" stroke="{colour}"/><path stroke="{colour}" stroke-width="3" d="M{median:F1} {middle - 8:F1}v16"/>""");
            foreach (double value in values)
                svg.Append(CultureInfo.InvariantCulture, $"""<circle cx="{X(value):F1}" cy="{middle:F1}" r="2" fill="{colour}"/>""");
            svg.Append('\n');
        }

        return svg.Append("</svg>\n").ToString();
    }
}
