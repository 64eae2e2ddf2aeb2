using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Sluice.Tasks.Describe;
using Sluice.Tasks.Reports;

namespace Sluice.Tasks.Describe;

/// <summary>A page with pictures, their captions, and for each word where the describer looked.</summary>
internal static class ScenePage
{
    private const int Most = 24, Side = 132;

    private const string Style = """
        <style>
          figure { display: inline-block; margin: .3rem .5rem .3rem 0; text-align: center; }
          figure svg { display: block; width: 132px; image-rendering: pixelated; }
          .look { fill: #000; } .named { fill: none; stroke: #e69f00; stroke-width: 2.5; } .wrong { color: #d55e00; }
          @media (prefers-color-scheme: dark) { .wrong { color: #ff9a5c; } }
        </style>

        """;

    /// <summary>The page.</summary>
    /// <param name="model">What describes.</param>
    /// <param name="scenes">The scenes.</param>
    /// <param name="told">What it said of them.</param>
    /// <param name="figures">Names and texts, or none.</param>
    public static string Html(
        Describer model, IReadOnlyList<Scene> scenes, IReadOnlyList<IReadOnlyList<DescribedScene>> told, List<(string Name, string Text)> figures)
    {
        var body = new StringBuilder(Style);
        body.Append("<p>For each word the picture as the net saw it: the more it looked at a place, the lighter. What a word names is framed, where the caption is right.</p>\n");
        if (figures.Count > 0) body.Append($"<pre>{LinePlot.Text(string.Join('\n', figures.Select(f => $"{f.Name,-16} {f.Text}")))}</pre>\n");
        if (told.Count > Most) body.Append($"<p>The first {Most} of {told.Count} scenes.</p>\n");
        for (int i = 0; i < Math.Min(Most, told.Count); i++) Add(body, model, scenes[i], told[i][0]);
        return Page.Html("What it sees", body.ToString());
    }

    private static void Add(StringBuilder body, Describer model, Scene scene, DescribedScene told)
    {
        var grid = model.Options.Scenes;
        var right = model.Language.Describe(scene.Things);
        bool isRight = told.Words.SequenceEqual(right.Words);
        body.Append($"<h2>{LinePlot.Text(told.ToString())}</h2>\n");
        if (!isRight) body.Append($"<p class=\"wrong\">right is: {LinePlot.Text(right.ToString())}</p>\n");
        string picture =
            $"<image width=\"{grid.Columns * Side}\" height=\"{grid.Rows * Side}\" href=\"data:image/bmp;base64,{Convert.ToBase64String(Bitmap(scene, grid))}\"/>";
        // The picture stands once on the page; each word refers to it.
        string name = $"s{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(scene.Pixels))[..12]}";
        body.Append($"<figure>{Head(grid)}<g id=\"{name}\">{picture}</g></svg>all of it</figure>\n");
        for (int t = 0; t < told.Words.Count; t++)
        {
            body.Append($"<figure>{Head(grid)}<use href=\"#{name}\"/>");
            float[] alpha = told.Attention[t];
            float most = alpha.Max();
            for (int place = 0; place < alpha.Length; place++)
                body.Append(
                    CultureInfo.InvariantCulture,
                    $"<rect class=\"look\" {At(place, grid, 0)} opacity=\"{0.85 * (1 - alpha[place] / most):0.##}\"><title>{alpha[place]:P0}</title></rect>");
            foreach (int place in isRight ? right.Named[t] : [])
                body.Append($"<rect class=\"named\" vector-effect=\"non-scaling-stroke\" {At(place, grid, 6)}/>");
            body.Append($"</svg>{LinePlot.Text(told.Words[t])}</figure>\n");
        }
    }

    private static string Head(SceneOptions grid) => $"<svg viewBox=\"0 0 {grid.Columns * Side} {grid.Rows * Side}\" role=\"img\">";

    private static string At(int place, SceneOptions grid, int inside)
        => $"x=\"{place % grid.Columns * Side + inside}\" y=\"{place / grid.Columns * Side + inside}\" width=\"{Side - 2 * inside}\" height=\"{Side - 2 * inside}\"";

    /// <summary>The picture in the simplest form that browsers show: BMP, from the lowest row up, blue first, rows of whole words.</summary>
    private static byte[] Bitmap(Scene scene, SceneOptions grid)
    {
        const int Start = 54;
        int size = (int)Math.Sqrt(scene.Pixels.Length / 3.0 / grid.Places),
            width = size * grid.Columns, height = size * grid.Rows, row = (3 * width + 3) / 4 * 4;
        byte[] file = new byte[Start + row * height];
        void Put(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);
        "BM"u8.CopyTo(file);
        Put(2, file.Length);
        Put(10, Start);
        Put(14, 40);
        Put(18, width);
        Put(22, height);
        (file[26], file[28]) = (1, 24);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                for (int c = 0; c < 3; c++) file[Start + (height - 1 - y) * row + 3 * x + c] = scene.Pixels[3 * (y * width + x) + 2 - c];
        return file;
    }
}
