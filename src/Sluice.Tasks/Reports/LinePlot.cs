using System.Globalization;
using System.Net;
using System.Text;

namespace Sluice.Tasks.Reports;

/// <summary>A line of a plot.</summary>
/// <param name="Label">What the legend says; empty where it says nothing of it.</param>
/// <param name="Points">(x, y) from left to right; on a logarithmic axis what is not above 0 is left out.</param>
/// <param name="Colour">Lines of the same number have the same colour.</param>
/// <param name="Dash">0: drawn through; other numbers are dashed, each in its way.</param>
internal sealed record PlotLine(string Label, IReadOnlyList<(double X, double Y)> Points, int Colour, int Dash);

/// <summary>Lines over two axes, as a picture in SVG that stands on a light and on a dark page.</summary>
internal static class LinePlot
{
    private const int Left = 70, Top = 40, Width = 480, Height = 300, Legend = 210, Bottom = 50;

    // A distance below this share of the values would be lost beside them.
    private const double LargestShown = 1e300, LeastShare = 1e-12;
    private const int MostMarks = 100;

    // Told apart by colour-blind eyes as well (Okabe and Ito 2008).
    private static readonly string[] s_colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];
    private static readonly string[] s_dashes = ["none", "6 4", "2 3", "9 3 2 3"];

    /// <summary>The picture.</summary>
    public static string Svg(string title, string horizontal, string vertical, IReadOnlyList<PlotLine> lines, bool logarithmic, bool fromZero = true)
    {
        lines = [.. lines.Select(l => l with { Points = [.. l.Points.Where(p => double.IsFinite(p.Y) && (!logarithmic || p.Y > 0))] })];
        double Scaled(double y) => logarithmic ? Math.Log10(y) : y;
        double[] xs = [.. lines.SelectMany(l => l.Points).Select(p => p.X)], ys = [.. lines.SelectMany(l => l.Points).Select(p => Scaled(p.Y))];
        var (x0, x1, xStep) = Axis(xs, 1e-9);
        var (y0, y1, yStep) = Axis(logarithmic || !fromZero ? ys : [0, .. ys], logarithmic ? 1 : 1e-9);
        double X(double x) => Left + Width * (x - x0) / (x1 - x0);
        double Y(double y) => Top + Height * (1 - (y - y0) / (y1 - y0));
        var svg = new StringBuilder();
        svg.Append(Head(title, Left + Width + Legend, Top + Height + Bottom, Left));
        svg.Append(CultureInfo.InvariantCulture, $"""
            <text x="{Left + Width / 2}" y="{Top + Height + 40}" text-anchor="middle">{Text(horizontal)}</text>
            <text transform="translate(16 {Top + Height / 2}) rotate(-90)" text-anchor="middle">{Text(vertical)}</text>

            """);
        foreach (double x in Marks(x0, x1, xStep))
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""<path class="grid" d="M{X(x):F1} {Top}v{Height}"/><text x="{X(x):F1}" y="{Top + Height + 18}" text-anchor="middle">{x:0.##}</text>""").Append('\n');
        foreach (double y in Marks(y0, y1, yStep))
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""<path class="grid" d="M{Left} {Y(y):F1}h{Width}"/><text x="{Left - 8}" y="{Y(y) + 4:F1}" text-anchor="end">{(logarithmic ? Power((int)Math.Round(y)) : $"{y:0.##}")}</text>""").Append('\n');
        for (int i = 0, named = 0; i < lines.Count; i++)
        {
            string stroke =
                $"""fill="none" stroke="{s_colours[lines[i].Colour % s_colours.Length]}" stroke-width="2" stroke-dasharray="{s_dashes[lines[i].Dash % s_dashes.Length]}" """;
            string path = string.Join(' ', lines[i].Points.Select(p => FormattableString.Invariant($"{X(p.X):F1},{Y(Scaled(p.Y)):F1}")));
            svg.Append($"""<polyline {stroke}points="{path}"/>""");
            int at = Top + 10 + 20 * named;
            if (lines[i].Label.Length > 0)
            {
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"""<path {stroke}d="M{Left + Width + 14} {at}h26"/><text x="{Left + Width + 46}" y="{at + 4}">{Text(lines[i].Label)}</text>""");
                named++;
            }

            svg.Append('\n');
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The beginning of a picture: paper and title.</summary>
    internal static string Head(string title, int width, int height, int left) => $"""
        <svg xmlns="http://www.w3.org/2000/svg" class="plot" viewBox="0 0 {width} {height}" width="{width}" role="img" aria-label="{Text(title)}">
        <style>{Style}</style>
        <rect class="paper" width="100%" height="100%"/>
        <text class="title" x="{left}" y="22">{Text(title)}</text>

        """;

    /// <summary>Black on white, or the other way where the reader wants it dark.</summary>
    internal const string Style =
        ".plot text{font:12px system-ui,sans-serif;fill:#333}.plot .title{font-weight:600;font-size:14px}.plot .paper{fill:#fff}.plot .grid{stroke:#8884;fill:none}@media(prefers-color-scheme:dark){.plot text{fill:#ddd}.plot .paper{fill:#161616}}";

    internal static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>From, to, and the distance of the marks, of which there are about eight: numbers that differ, however large the values are.</summary>
    internal static (double From, double To, double Step) Axis(IEnumerable<double> values, double least)
    {
        // Beyond these the width of the axis, or its ends, would be no finite numbers.
        double[] shown = [.. values.Where(double.IsFinite).Select(v => Math.Clamp(v, -LargestShown, LargestShown))];
        double low = shown.Length == 0 ? 0 : shown.Min(), high = shown.Length == 0 ? 1 : shown.Max();
        double finest = Math.Max(Math.Max(least, 1e-9 / 8), LeastShare * Math.Max(Math.Abs(low), Math.Abs(high)));
        double rough = Math.Max(finest, (high - low) / 8), power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * (rough / power <= 1 ? 1 : rough / power <= 2 ? 2 : rough / power <= 5 ? 5 : 10);
        (low, high) = (step * Math.Floor(low / step + 1e-9), step * Math.Ceiling(high / step - 1e-9));
        return (low, high > low ? high : low + step, step);
    }

    /// <summary>
    /// The marks of an axis. They are counted and not added up, so their number is known however small the distance is beside them.
    /// </summary>
    internal static IEnumerable<double> Marks(double from, double to, double step)
    {
        double count = Math.Min(Math.Round((to - from) / step), MostMarks);
        for (int i = 0; i <= count; i++) yield return from + i * step;
    }

    private static string Power(int exponent)
        => exponent == 0
            ? "1"
            : $"10{string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']))}";
}
