using System.Globalization;
using System.Text;
using Sluice.Tasks.Reports;

namespace Sluice.Tasks.Generate;

/// <summary>Strokes as a picture in SVG that draws itself: one stroke after the other, each as long as it takes a pen.</summary>
internal static class StrokePicture
{
    private const int Top = 40, Side = 240, Edge = 20;

    // Seconds in which the pen moves over the width of a character.
    private const double Pace = 0.6;

    /// <summary>The picture of one or more characters side by side.</summary>
    /// <param name="title">What stands above.</param>
    /// <param name="characters">The moves [dx, dy, lifted] of each.</param>
    /// <param name="given">So many of the first moves of each were given; their strokes are grey.</param>
    public static string Svg(string title, IReadOnlyList<float[][]> characters, int given)
    {
        int across = Math.Min(5, characters.Count), down = (characters.Count + across - 1) / across;
        var svg = new StringBuilder(LinePlot.Head(title, Math.Max(across * Side + Edge, 40 + 8 * title.Length), Top + down * Side, Edge));
        svg.Append(
            "<style>.plot .pen{fill:none;stroke:#0072b2;stroke-width:4;stroke-linecap:round;stroke-linejoin:round;" +
            "stroke-dasharray:1;animation:pen linear both}.plot .given{stroke:#888}@keyframes pen{from{stroke-dashoffset:1}to{stroke-dashoffset:0}}" +
            "@media(prefers-color-scheme:dark){.plot .pen{stroke:#56b4e9}.plot .given{stroke:#999}}</style>\n");
        for (int i = 0; i < characters.Count; i++) Character(svg, characters[i], given, Edge + i % across * Side, Top + i / across * Side);
        return svg.Append("</svg>\n").ToString();
    }

    private static void Character(StringBuilder svg, float[][] moves, int given, int left, int top)
    {
        var points = new (double X, double Y)[moves.Length + 1];
        for (int t = 0; t < moves.Length; t++) points[t + 1] = (points[t].X + moves[t][0], points[t].Y + moves[t][1]);
        double x0 = points.Min(p => p.X), y0 = points.Min(p => p.Y);
        double size = Math.Max(Math.Max(points.Max(p => p.X) - x0, points.Max(p => p.Y) - y0), 1e-9), scale = (Side - 2 * Edge) / size, begin = 0;

        // A move after the pen was lifted, as the first one, leads to where a stroke begins; the stroke ends with the next lift.
        for (int t = 0, end; t < moves.Length; t = end + 1)
        {
            int first = t + 1;
            for (end = t; end < moves.Length - 1 && moves[end][2] == 0;) end++;
            double length = 0;
            var path = new StringBuilder();
            for (int p = first; p <= end + 1; p++)
            {
                if (p > first) length += Math.Sqrt(Math.Pow(points[p].X - points[p - 1].X, 2) + Math.Pow(points[p].Y - points[p - 1].Y, 2));
                double x = left + (points[p].X - x0) * scale, y = top + (points[p].Y - y0) * scale;
                path.Append(CultureInfo.InvariantCulture, $"{(p == first ? 'M' : 'L')}{x:F1} {y:F1}");
            }

            double seconds = Math.Max(0.05, Pace * length / size);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path class=\"pen{(t < given ? " given" : "")}\" pathLength=\"1\" d=\"{path}\" ")
                .Append(CultureInfo.InvariantCulture, $"style=\"animation-duration:{seconds:F2}s;animation-delay:{begin:F2}s\"/>\n");
            begin += seconds + 0.1;
        }
    }
}
