using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Generate;

internal sealed partial class GenerateTask
{
    // From dark to light, for tables.
    private const string Shades = " .:-=+*#%@";

    /// <summary>Images: from nothing, as the net sees one, or between two.</summary>
    private static Predictions Paint(Generator model, Inquiry inquiry, int count, int piece, int[] ends)
    {
        int width = model.Form.Width / model.Form.Height;
        float[][][] images = [.. (piece > 0 ? [piece] : ends).Select(n => Sequence(model, inquiry, n))];
        var paintings = piece > 0 ? model.Repaint(images)
            : ends.Length > 0 ? model.PaintBetween(images, LatentMix.Line(count))
            : model.Paint(count, inquiry.Option<ulong>("--seed"));
        float[][] truth = piece > 0 ? [.. images.Select(i => i[0])] : [];
        string title = piece > 0 ? $"image {piece} and how it is drawn again"
            : ends.Length > 0 ? $"from image {ends[0]} to image {ends[1]}"
            : $"{count} {(count == 1 ? "image" : "images")} drawn";
        return new Predictions(Table(paintings, width), paintings.Select(p => new
        {
            Width = width,
            Light = p.Canvases[^1].Select(v => MathF.Round(v, 4)),
            Windows = p.Written.Select(w => new { w.X, w.Y, w.Side, w.Sigma }),
        }))
        {
            Files = new Dictionary<string, Action<string>>
            {
                [".mid"] = NoMusic,
                [".midi"] = NoMusic,
                [".svg"] = file => AtomicFile.Write(file, CanvasPicture.Svg(title, paintings, width, truth)),
                [".png"] = file => AtomicFile.Write(file, CanvasPicture.Png(paintings, width)),
            },
            Pictures = () => [CanvasPicture.Svg(title, paintings, width, truth)],
        };

        static void NoMusic(string file) => throw new UsageException($"--out: expected a table, an SVG or a PNG for images, got {file}.");
    }

    /// <summary>A row for each row of pixels.</summary>
    private static Table Table(IReadOnlyList<Painting> paintings, int width)
    {
        var rows = paintings.SelectMany(
            (p, i) => p.Canvases[^1].Chunk(width).Select((light, y) => (Image: i + 1, Row: y + 1, Light: light))).ToList();
        return new Table(
        [
            new NumberColumn("image", [.. rows.Select(r => (double)r.Image)]), new NumberColumn("row", [.. rows.Select(r => (double)r.Row)]),
            new CategoryColumn("pixels", [.. rows.Select(r => string.Concat(r.Light.Select(v => Shades[(int)Math.Min(9, 10 * v)])))]),
        ]);
    }
}
