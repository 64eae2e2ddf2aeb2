using Sluice.Data.Sequences;
using Sluice.Kernels;
using Sluice.Tasks.Describe;

namespace Sluice.Tests.Tasks.Describe;

public class SceneTests
{
    private static readonly SceneOptions s_options = new() { Rows = 3, Columns = 4, Most = 3, Alike = 0.25 };

    [Theory]
    [InlineData("a red circle", "red circle 0")]
    [InlineData("a red circle left of a blue square", "blue square 2", "red circle 0")]
    [InlineData("a red circle right of a red square", "red square 2", "red circle 7")]
    [InlineData("a yellow ring above a white ring", "white ring 8", "yellow ring 1")]
    [InlineData("a green ring below a white diamond right of a white ring", "white diamond 2", "white ring 1", "green ring 10")]
    [InlineData("three purple triangles", "purple triangle 1", "purple triangle 5", "purple triangle 4")]
    public void A_scene_has_one_caption_and_its_words_know_what_they_name(string expected, params string[] things)
    {
        var scene = things.Select(Parse).ToArray();
        var caption = new Grammar(s_options).Describe(scene);
        Assert.Equal(expected, caption.ToString());
        for (int t = 0; t < caption.Words.Count; t++)
        {
            Func<Thing, bool>? named = Palette.Names.Contains(caption.Words[t]) ? g => Palette.Names[g.Colour] == caption.Words[t]
                : DrawnShapes.All.Contains(caption.Words[t].TrimEnd('s')) ? g => DrawnShapes.All[g.Shape] == caption.Words[t].TrimEnd('s') : null;
            if (named is null) Assert.Empty(caption.Named[t]);
            else Assert.All(caption.Named[t], place => Assert.Contains(scene, g => g.Place == place && named(g)));
        }

        Assert.Equal(caption.Words, new Grammar(s_options).Encode(caption).Select(i => new Grammar(s_options).Words[i]));
    }

    [Fact]
    public void No_caption_of_one_part_is_in_another_wherever_things_stand()
    {
        var maker = new SceneMaker(s_options);
        var language = new Grammar(s_options);
        var captions =
            Enum.GetValues<DataPart>().Select(p => maker.Make(p, 300).Select(s => language.Describe(s.Things).ToString()).ToHashSet()).ToArray();
        Assert.False(captions[0].Overlaps(captions[1]) || captions[0].Overlaps(captions[2]) || captions[1].Overlaps(captions[2]));

        // Each kind of thing is learned from, and so is every relation and number.
        string all = string.Join(' ', captions[0]);
        Assert.All(language.Words.Where(w => w is not ("four" or "five")), w => Assert.Contains(w, all));
    }

    [Fact]
    public void Scenes_are_a_function_of_seed_part_and_number()
    {
        var scene = new SceneMaker(s_options).Make(DataPart.Training, 5)[4];
        Assert.Equal(scene.Pixels, new SceneMaker(s_options).Make(DataPart.Training, 9)[4].Pixels);
        Assert.NotEqual(scene.Pixels, new SceneMaker(s_options with { Seed = 2 }).Make(DataPart.Training, 5)[4].Pixels);
        Assert.Equal(3 * 30 * 40, scene.Pixels.Length);
        foreach (var thing in scene.Things)
        {
            // The colour stands out in the middle, or around it for a ring, and nowhere else in other places.
            float[] light = Light(scene, thing.Place);
            Assert.True(light.Max() > 0.4, $"place {thing.Place} is dark");
            Assert.All(Enumerable.Range(0, 12).Except(scene.Things.Select(t => t.Place)), p => Assert.True(Light(scene, p).Max() < 0.2));
        }
    }

    [Fact]
    public void Handwriting_of_one_part_is_in_no_other()
    {
        // The brightness of each image is its number.
        byte[] pixels = [.. Enumerable.Range(0, 200).SelectMany(i => Enumerable.Repeat((byte)(i + 1), 16))],
            labels = [.. Enumerable.Range(0, 200).Select(i => (byte)(i / 10 % 10))];
        var digits = new HandwrittenDigits(pixels, 4, labels);
        float[] mask = new float[4];
        foreach (var part in Enum.GetValues<DataPart>())
        {
            for (uint n = 0; n < 100; n++)
            {
                int digit = (int)n % 10;
                digits.Draw(digit, part, new RandomStream(1, Purpose.Data, 0, n), mask);
                int image = (int)Math.Round(mask[0] * 255) - 1;
                Assert.Equal(digit, image / 10 % 10);
                Assert.Equal(part, (image % 10) switch { 0 => DataPart.Test, 1 => DataPart.Validation, _ => DataPart.Training });
            }
        }

        Assert.Contains("got too few of 0", Assert.Throws<SluiceFormatException>(
            () => new HandwrittenDigits(pixels.AsMemory(0, 16 * 20), 4, Enumerable.Repeat((byte)1, 20).ToArray())).Message);
        Assert.Contains("one for each label", Assert.Throws<SluiceFormatException>(() => new HandwrittenDigits(pixels, 4, labels.AsSpan(1))).Message);
    }

    [Theory]
    [InlineData(0, 4, 1, "rows and columns, got 0 and 4")]
    [InlineData(1, 2, 3, "1 to 2 things on 1 x 2 places, got 3")]
    [InlineData(4, 4, 6, "1 to 5 things")]
    public void Grids_that_make_no_sense_are_refused(int rows, int columns, int most, string message)
        => Assert.Contains(
            message, Assert.Throws<SluiceException>(() => new SceneMaker(new SceneOptions { Rows = rows, Columns = columns, Most = most })).Message);

    [Fact]
    public void What_cannot_be_said_is_refused()
    {
        Assert.Contains("all alike or all different", Assert.Throws<SluiceException>(
            () => new Grammar(s_options).Describe([Parse("red ring 1"), Parse("red ring 2"), Parse("blue ring 3")])).Message);
        Assert.Contains(
            "expected pictures of digits", Assert.Throws<SluiceException>(() => new SceneMaker(s_options with { Kind = "digits" })).Message);
    }

    private static Thing Parse(string text)
    {
        string[] parts = text.Split(' ');
        return new Thing(Palette.Names.ToList().IndexOf(parts[0]), DrawnShapes.All.ToList().IndexOf(parts[1]), int.Parse(parts[2]));
    }

    /// <summary>The brightest colour of each pixel of a place.</summary>
    private static float[] Light(Scene scene, int place)
        => [.. from y in Enumerable.Range(
            place / 4 * 10,
            10) from x in Enumerable.Range(place % 4 * 10, 10) select scene.Pixels.AsSpan(3 * (y * 40 + x), 3).ToArray().Max() / 255f];
}
