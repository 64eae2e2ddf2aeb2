using Sluice.Data.Sequences;
using Sluice.Kernels;
using Sluice.Layers;

namespace Sluice.Tasks.Describe;

/// <summary>
/// Makes scenes, each a function of the seed, the part and its number. A collection of things, such as a red circle with a blue
/// square, belongs to one part wherever they stand, so that no caption of test or validation is ever learned from.
/// </summary>
public sealed class SceneMaker
{
    // One collection of ten is kept for validation and one for test.
    private const int Parts = 10;

    private readonly SceneOptions _options;
    private readonly IShapes _shapes;

    /// <summary>A maker.</summary>
    /// <param name="options">What scenes there are.</param>
    /// <param name="shapes">What things can be; null to draw them.</param>
    /// <exception cref="SluiceException">Sizes that make no sense, or digits without pictures of them.</exception>
    public SceneMaker(SceneOptions options, IShapes? shapes = null)
    {
        options.Check();
        (_options, _shapes) = (options, shapes ?? new DrawnShapes());
        if (!_shapes.Names.SequenceEqual(options.Names))
            throw new SluiceException(
                $"SceneMaker: expected pictures of {options.Kind}, got those of {_shapes.Names[0]}, {_shapes.Names[1]} and so on.");
    }

    /// <summary>Pixels of a place in both directions.</summary>
    public int Size => _shapes.Size;

    /// <summary>Scenes of a part, from the first on.</summary>
    public IReadOnlyList<Scene> Make(DataPart part, int count) => [.. Enumerable.Range(0, count).Select(i => One(part, (uint)i))];

    /// <summary>The part to which a collection of things belongs.</summary>
    public DataPart PartOf(IEnumerable<Thing> things)
    {
        string collection = string.Join(' ', things.Select(t => t.Colour * _options.Names.Count + t.Shape).Order());
        return (Initial.Hash(collection) % Parts) switch { 0 => DataPart.Test, 1 => DataPart.Validation, _ => DataPart.Training };
    }

    /// <summary>One scene of a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="number">Its number in it, from 0.</param>
    public Scene One(DataPart part, uint number)
    {
        var random = new RandomStream(_options.Seed, Purpose.Data, (uint)part, number);
        uint at = 0;
        Thing[] things;
        do things = Arrange(random, ref at);
        while (PartOf(things) != part);
        return Draw(things, part, random.Bits(at));
    }

    /// <summary>Draws the picture of things.</summary>
    /// <param name="things">The things, each at a place of its own.</param>
    /// <param name="part">From which part handwriting is taken.</param>
    /// <param name="seed">From which sizes, brightness and noise are drawn.</param>
    public Scene Draw(IReadOnlyList<Thing> things, DataPart part, ulong seed)
    {
        int size = Size, width = _options.Columns * size, height = _options.Rows * size;
        var noise = new RandomStream(seed, Purpose.Noise);
        byte[] pixels = new byte[3 * width * height];
        float[] light = new float[pixels.Length], mask = new float[size * size];
        foreach (var thing in things)
        {
            var random = new RandomStream(seed, Purpose.Data, (uint)part, (uint)thing.Place);
            mask.AsSpan().Clear();
            _shapes.Draw(thing.Shape, part, random, mask);
            float[] colour = Palette.Of(thing.Colour);
            float bright = 0.75f + 0.25f * noise.Uniform((uint)(pixels.Length + thing.Place));
            for (int i = 0; i < mask.Length; i++)
            {
                int pixel = (thing.Place / _options.Columns * size + i / size) * width + thing.Place % _options.Columns * size + i % size;
                for (int c = 0; c < 3; c++) light[3 * pixel + c] = mask[i] * bright * colour[c];
            }
        }

        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Math.Clamp(255 * (0.08f + light[i] + (float)_options.Noise * (2 * noise.Uniform((uint)i) - 1)), 0, 255);
        return new Scene(things, pixels);
    }

    /// <summary>A single thing in one scene of five; else several, all alike or all different.</summary>
    private Thing[] Arrange(RandomStream random, ref uint at)
    {
        int shapes = _options.Names.Count, kinds = Palette.Names.Count * shapes;
        int count = _options.Most == 1 || random.Below(5, at++) == 0 ? 1 : 2 + random.Below(_options.Most - 1, at++);
        bool alike = random.Uniform(at++) < _options.Alike;
        int[] places = Different(count, _options.Places, random, ref at);
        int[] chosen = Different(alike ? 1 : count, kinds, random, ref at);
        return [.. places.Select(
            (p, i) => alike ? chosen[0] : chosen[i]).Zip(places, (kind, place) => new Thing(kind / shapes, kind % shapes, place))];
    }

    private static int[] Different(int count, int below, RandomStream random, ref uint at)
    {
        var drawn = new List<int>();
        while (drawn.Count < count)
            if (random.Below(below, at++) is var number && !drawn.Contains(number)) drawn.Add(number);
        return [.. drawn];
    }
}
