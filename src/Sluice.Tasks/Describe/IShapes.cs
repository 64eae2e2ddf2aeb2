using Sluice.Data.Sequences;
using Sluice.Kernels;

namespace Sluice.Tasks.Describe;

/// <summary>What things can be: shapes that are drawn, or digits that people wrote.</summary>
public interface IShapes
{
    /// <summary>Their names.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Pixels of a place of the grid, in both directions.</summary>
    int Size { get; }

    /// <summary>Draws one, no two alike.</summary>
    /// <param name="shape">Its number.</param>
    /// <param name="part">What the scene is for: no handwriting is in two parts.</param>
    /// <param name="random">From which it is drawn.</param>
    /// <param name="mask">How much of each pixel it covers, from 0 to 1, row after row.</param>
    void Draw(int shape, DataPart part, RandomStream random, Span<float> mask);
}

/// <summary>Circles, squares, triangles, diamonds and rings of several sizes, not quite in the middle.</summary>
public sealed class DrawnShapes : IShapes
{
    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> All { get; } = ["circle", "square", "triangle", "diamond", "ring"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => All;

    /// <inheritdoc/>
    public int Size => 10;

    /// <inheritdoc/>
    public void Draw(int shape, DataPart part, RandomStream random, Span<float> mask)
    {
        float radius = 3.2f + 1.2f * random.Uniform(0), x0 = 4.5f + 1.2f * (random.Uniform(1) - 0.5f), y0 = 4.5f + 1.2f * (random.Uniform(2) - 0.5f);
        for (int i = 0; i < mask.Length; i++)
        {
            float x = (i % Size - x0) / radius, y = (i / Size - y0) / radius, far = MathF.Sqrt(x * x + y * y);
            // How far inside the outline, in radii.
            float inside = shape switch
            {
                0 => 1 - far,
                1 => 0.85f - Math.Max(Math.Abs(x), Math.Abs(y)),
                2 => Math.Min(0.8f - y, (y + 1 - 2 * Math.Abs(x)) / 2.24f),
                3 => (1.1f - Math.Abs(x) - Math.Abs(y)) / 1.41f,
                _ => 0.28f - Math.Abs(far - 0.75f),
            };
            mask[i] = Math.Clamp(0.5f + inside * radius, 0, 1);
        }
    }
}

/// <summary>Digits from pictures of handwriting, such as those of MNIST, each a half as high and wide.</summary>
public sealed class HandwrittenDigits : IShapes
{
    // One image of ten is kept for validation and one for test.
    private const int Parts = 10;

    private readonly ReadOnlyMemory<byte> _pixels;
    private readonly int _size;
    private readonly int[][] _training, _validation, _test;

    /// <summary>Digits.</summary>
    /// <param name="pixels">The brightness of each pixel, image after image.</param>
    /// <param name="size">Pixels of an image in both directions, an even number.</param>
    /// <param name="labels">The digit of each image.</param>
    /// <exception cref="SluiceFormatException">Sizes that do not fit, or a digit without images enough.</exception>
    public HandwrittenDigits(ReadOnlyMemory<byte> pixels, int size, ReadOnlySpan<byte> labels)
    {
        if (size < 2 || size % 2 > 0 || pixels.Length != (long)size * size * labels.Length)
            throw new SluiceFormatException(
                $"expected {labels.Length} square images of an even size, one for each label, got {pixels.Length} pixels for a size of {size}.");
        (_pixels, _size) = (pixels, size);
        int[] digits = new int[labels.Length];
        for (int i = 0; i < digits.Length; i++) digits[i] = labels[i];
        int[][] Of(Func<int, bool> isOf)
            => [.. Enumerable.Range(
                0, All.Count).Select(d => Enumerable.Range(0, digits.Length).Where(i => digits[i] == d && isOf(i % Parts)).ToArray())];
        (_training, _validation, _test) = (Of(p => p > 1), Of(p => p == 1), Of(p => p == 0));
        int missing =
            Enumerable.Range(0, All.Count).FirstOrDefault(d => _training[d].Length == 0 || _validation[d].Length == 0 || _test[d].Length == 0, -1);
        if (missing >= 0)
            throw new SluiceFormatException(
                $"expected images of every digit to learn from, to check on and to measure on, got too few of {missing}.");
    }

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> All { get; } = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => All;

    /// <inheritdoc/>
    public int Size => _size / 2;

    /// <inheritdoc/>
    public void Draw(int shape, DataPart part, RandomStream random, Span<float> mask)
    {
        int[] images = (part switch { DataPart.Training => _training, DataPart.Validation => _validation, _ => _test })[shape];
        var image = _pixels.Span.Slice(images[random.Below(images.Length, 0)] * _size * _size, _size * _size);
        for (int i = 0; i < mask.Length; i++)
        {
            int at = i / Size * 2 * _size + i % Size * 2;
            mask[i] = (image[at] + image[at + 1] + image[at + _size] + image[at + _size + 1]) / (4 * 255f);
        }
    }
}
