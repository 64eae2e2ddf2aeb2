using Sluice.Autodiff;
using Sluice.Losses;

namespace Sluice.Tasks.Generate;

/// <summary>An image as it came to be.</summary>
/// <param name="Canvases">The light of each pixel, from 0 to 1, after each glimpse; one canvas for a net without glimpses.</param>
/// <param name="Read">The windows that were read through, one for each glimpse; none without attention, or without an image to read.</param>
/// <param name="Written">The windows that were written through; none without attention.</param>
internal sealed record Painting(IReadOnlyList<float[]> Canvases, IReadOnlyList<WindowPlace> Read, IReadOnlyList<WindowPlace> Written);

/// <summary>Where a window lies on an image, in pixels whose first begins at 0.</summary>
/// <param name="X">Its left edge, that of the first filter's middle.</param>
/// <param name="Y">Its upper edge.</param>
/// <param name="Side">From the first filter to the last.</param>
/// <param name="Sigma">The deviation of its filters, which is how wide a pen it is.</param>
internal readonly record struct WindowPlace(double X, double Y, double Side, double Sigma);

public sealed partial class Generator
{
    /// <summary>Draws images from nothing, by the same latents as <see cref="Draw"/>, or as these times a spread: 0 is the middle of the prior.</summary>
    internal IReadOnlyList<Painting> Paint(int count, ulong seed, double spread = 1)
    {
        var tape = new Tape(recording: false) { Seed = seed };
        var noise = Latents.Noise(tape, Walking, 1, count, Latent);
        for (int b = 0; b < noise.Rows; b++)
            for (int j = 0; j < Latent; j++) noise[b, j] *= (float)spread;
        return Paint(tape, null, noise);
    }

    /// <summary>Images as the net sees them, by the middle of their latents.</summary>
    internal IReadOnlyList<Painting> Repaint(IReadOnlyList<float[][]> images)
        => Paint(new Tape(recording: false), Batch(images), new Tensor(1, images.Count, Latent));

    /// <summary>Images whose latents lie between those of two, or of four corners.</summary>
    internal IReadOnlyList<Painting> PaintBetween(IReadOnlyList<float[][]> ends, IReadOnlyList<LatentMix> mixes)
    {
        Tensor[] middles = [.. ends.Select(Middle)];
        var z = new Tensor(1, mixes.Count, Latent);
        for (int i = 0; i < mixes.Count; i++)
            for (int j = 0; j < Latent; j++) z[i, j] = (float)mixes[i].Of(k => middles[k][0, j]);
        return Paint(new Tape(recording: false), null, z, given: true);
    }

    private Painting[] Paint(Tape tape, Tensor? x, Tensor noise, bool given = false)
    {
        int count = noise.Shape[1];
        var seen = new List<GlimpseSeen>();
        var draw = _net as DrawNet;
        if (draw is not null) draw.Draw(tape, x, noise, seen: seen);
        else seen.Add(new GlimpseSeen(_net.Expect(tape, _net.Begin(count), x, noise, given ? noise : null), null, null));
        return [.. Enumerable.Range(0, count).Select(b => new Painting(
            [.. seen.Select(s => s.Canvas.Row(b).ToArray().Select(a => (float)Softplus.Slope(a)).ToArray())],
            Places(draw?.Reading, seen.Select(s => s.Read), b), Places(draw?.Writing, seen.Select(s => s.Write), b)))];
    }

    private static WindowPlace[] Places(AttentionWindow? window, IEnumerable<Tensor?> raws, int row)
        => window is null ? [] : [.. raws.OfType<Tensor>().Select(raw =>
        {
            // The first pixel is 1 in the formulas, and its middle is half a pixel from the edge of a picture.
            var (x, y, stride, sigma) = window.Place(raw.Row(row));
            double side = stride * (window.Size - 1);
            return new WindowPlace(x - 0.5 - side / 2, y - 0.5 - side / 2, side, sigma);
        })];
}
