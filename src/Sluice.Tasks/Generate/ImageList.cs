using System.Collections;
using Sluice.Formats;
using Sluice.Kernels;
using Sluice.Readers;

namespace Sluice.Tasks.Generate;

/// <summary>
/// Grey images that are made black and white: each pixel is 1 with the probability of its light (Salakhutdinov and Murray 2008), by the counter
/// generator. As a list the images are always the same; to learn from they are drawn anew in every epoch. Any number of threads may read it.
/// </summary>
internal sealed class ImageList : IReadOnlyList<float[][]>
{
    private const int MostPixels = 1 << 16;

    // The draw that measurements see: the same for every seed of a run, so that figures can be compared.
    private const ulong Fixed = 1;

    private readonly ReadOnlyMemory<byte> _pixels;
    private readonly int _first;
    private readonly uint[] _bounds;

    private ImageList(ReadOnlyMemory<byte> pixels, int first, int count, int height, int width, uint[] bounds)
        => (_pixels, _first, Count, Height, Width, _bounds) = (pixels, first, count, height, width, bounds);

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>Rows of an image.</summary>
    public int Height { get; }

    /// <summary>Columns of an image.</summary>
    public int Width { get; }

    /// <summary>An image as measurements see it: one step.</summary>
    public float[][] this[int index] => Draw(index, Fixed, 0);

    /// <summary>Reads a file of images in IDX. Bytes are light from 0 to 255; where none is above 1 they are black and white as they are.</summary>
    /// <exception cref="SluiceFormatException">The file has no images, or too large ones.</exception>
    public static ImageList Read(string path)
    {
        var (sizes, data) = IdxFile.Open(path);
        if (sizes.Length != 3)
            throw new SluiceFormatException(
                "expected images (three dimensions: number, rows, columns), got "
                + (sizes.Length == 1 ? "labels (one dimension)." : $"{sizes.Length} dimensions."), path);
        if (sizes.Any(s => s == 0)) throw new SluiceFormatException("there is no image in it.", path);
        if ((long)sizes[1] * sizes[2] > MostPixels)
            throw new SluiceFormatException($"expected images of at most {MostPixels} pixels, got {sizes[1]} x {sizes[2]}.", path);
        int most = 0;
        foreach (byte pixel in data.Span) most = Math.Max(most, pixel);

        // A pixel is 1 where 24 random bits are below its light times 2²⁴.
        uint[] bounds = [.. Enumerable.Range(0, 256).Select(light => (uint)Math.Round(light / (most <= 1 ? 1.0 : 255.0) * (1 << 24)))];
        return new ImageList(data, 0, sizes[0], sizes[1], sizes[2], bounds);
    }

    /// <summary>Some neighbouring images.</summary>
    public ImageList Slice(int first, int count) => new(_pixels, _first + first, count, Height, Width, _bounds);

    /// <summary>An image in black and white, drawn anew for every seed and epoch.</summary>
    public float[][] Draw(int index, ulong seed, uint epoch)
    {
        int size = Height * Width;
        var light = _pixels.Span.Slice((_first + index) * size, size);
        var image = new float[size];
        Span<uint> words = stackalloc uint[4];
        for (int i = 0; i < size; i++)
        {
            if ((i & 3) == 0)
                (words[0], words[1], words[2], words[3]) = Philox.Block(seed, (uint)i >> 2, (uint)(_first + index), epoch, (uint)Purpose.Data);
            image[i] = words[i & 3] >> 8 < _bounds[light[i]] ? 1 : 0;
        }

        return [image];
    }

    /// <inheritdoc/>
    public IEnumerator<float[][]> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return this[i];
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
