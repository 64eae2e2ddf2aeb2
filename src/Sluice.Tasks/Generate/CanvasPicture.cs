using System.Globalization;
using System.Text;
using Sluice.Tasks.Reports;

namespace Sluice.Tasks.Generate;

/// <summary>
/// Images that fill glimpse by glimpse, in SVG: a row for each image, a column for each glimpse, with the windows that were read and written
/// through; or, in PNG, the images as they are at the end.
/// </summary>
internal static class CanvasPicture
{
    private const int Top = 40, Edge = 20, Gap = 4, Least = 56;

    /// <summary>The picture.</summary>
    /// <param name="title">What stands above.</param>
    /// <param name="paintings">The images as they came to be.</param>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="truth">The true image of each, shown before its canvases; none for images from nothing.</param>
    public static string Svg(string title, IReadOnlyList<Painting> paintings, int width, IReadOnlyList<float[]> truth)
    {
        int before = truth.Count > 0 ? 1 : 0, across = before + paintings[0].Canvases.Count, height = paintings[0].Canvases[0].Length / width;
        int scale = Math.Max(1, Least / width), wide = scale * width + Gap, high = scale * height + Gap;
        bool windows = paintings.Any(p => p.Written.Count > 0);
        var svg = new StringBuilder(LinePlot.Head(
            title, Math.Max(2 * Edge + across * wide, 40 + 8 * title.Length), Top + paintings.Count * high + (windows ? 24 : 8), Edge));
        svg.Append(
            "<style>.plot image{image-rendering:pixelated}.plot .read,.plot .write{fill:none;stroke:#009e73;stroke-width:1.5}" +
            ".plot .write{stroke:#d55e00}.plot .read{stroke-dasharray:3 2}</style>\n");
        for (int i = 0; i < paintings.Count; i++)
        {
            int y = Top + i * high;
            if (before > 0) Image(svg, truth[i], width, Edge, y, scale);
            for (int t = 0; t < paintings[i].Canvases.Count; t++)
            {
                int x = Edge + (before + t) * wide;
                svg.Append(CultureInfo.InvariantCulture, $"<svg x=\"{x}\" y=\"{y}\" width=\"{scale * width}\" height=\"{scale * height}\">");
                Image(svg, paintings[i].Canvases[t], width, 0, 0, scale);
                if (t < paintings[i].Read.Count) Window(svg, "read", paintings[i].Read[t], scale);
                if (t < paintings[i].Written.Count) Window(svg, "write", paintings[i].Written[t], scale);
                svg.Append("</svg>\n");
            }
        }

        if (windows)
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Edge}\" y=\"{Top + paintings.Count * high + 14}\">frames: where it writes")
                .Append(paintings.Any(p => p.Read.Count > 0) ? "; dashed: where it reads" : "").Append("</text>\n");
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The last canvases side by side, in PNG.</summary>
    public static byte[] Png(IReadOnlyList<Painting> paintings, int width)
    {
        int across = Math.Min(10, paintings.Count), down = (paintings.Count + across - 1) / across, height = paintings[0].Canvases[0].Length / width;
        var light = new float[across * width * down * height];
        for (int i = 0; i < paintings.Count; i++)
            for (int y = 0; y < height; y++)
                paintings[i].Canvases[^1].AsSpan(y * width, width)
                    .CopyTo(light.AsSpan(((i / across * height) + y) * across * width + i % across * width));
        return GreyPng.Of(light, across * width);
    }

    private static void Image(StringBuilder svg, float[] light, int width, int x, int y, int scale)
        => svg.Append(
            CultureInfo.InvariantCulture,
            $"<image x=\"{x}\" y=\"{y}\" width=\"{scale * width}\" height=\"{scale * light.Length / width}\" ")
            .Append("href=\"data:image/png;base64,").Append(Convert.ToBase64String(GreyPng.Of(light, width))).Append("\"/>");

    private static void Window(StringBuilder svg, string name, WindowPlace at, int scale) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<rect class=\"{name}\" x=\"{scale * at.X:F1}\" y=\"{scale * at.Y:F1}\" width=\"{scale * at.Side:F1}\" height=\"{scale * at.Side:F1}\"/>");
}
