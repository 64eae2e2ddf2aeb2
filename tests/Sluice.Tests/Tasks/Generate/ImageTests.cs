using Sluice.Formats;
using Sluice.Tasks.Generate;
using Sluice.Tasks.Sources;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Generate;

public class ImageTests
{
    private const int Height = 6, Width = 5;

    private static GeneratorOptions Small(string kind = "draw") => new()
    {
        Kind = kind,
        Attention = true,
        Hidden = 16,
        Latents = 3,
        Features = 16,
        Glimpses = 4,
        Read = 3,
        Write = 3,
        Batch = 8,
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bars_are_learned_drawn_again_and_mixed(bool attention)
    {
        using var folder = new TemporaryFolder();
        var data = StepFile.Learn(Run(Bars(folder, 64)));
        Assert.Equal((StepForm.Images, 58, 6, Height), (data.Form.Kind, data.Train.Count, data.Validation.Count, data.Form.Height));
        var (model, training) = Generator.From(data, Small() with { Attention = attention });
        double before = model.Evaluate(data.Validation).Loss;
        new Trainer(training, new TrainingOptions { Epochs = 40, Rate = 0.02, ClipNorm = 10 }).Run();
        var figures = model.Evaluate(data.Validation);
        Assert.True(figures.Loss < before * 0.8, $"{before} to {figures}");
        Assert.Equal(6, figures.Steps);
        Assert.Equal([1, 10], model.Estimate(data.Validation, 10).Select(e => e.Samples));
        Assert.Null(model.FreeRunning(data.Validation));
        var image = data.Validation[0];
        float[] again = model.Reconstruct(image)[0];
        Assert.True(again.Zip(image[0], (a, b) => Math.Abs(a - b)).Sum() <= (attention ? 5 : 3));
        var painting = model.Repaint([image])[0];
        Assert.Equal((4, attention ? 4 : 0), (painting.Canvases.Count, painting.Written.Count));
        Assert.Equal(again, painting.Canvases[^1].Select(v => v > 0.5f ? 1f : 0));
        var between = model.Between(data.Validation[0], data.Validation[1], 3);
        Assert.Equal(again, between[0][0]);
        Assert.Equal(model.Reconstruct(data.Validation[1])[0], between[2][0]);
        Assert.Equal(
            between[1][0],
            model.PaintBetween([data.Validation[0], data.Validation[1]], LatentMix.Line(3))[1].Canvases[^1].Select(v => v > 0.5f ? 1f : 0));
        var square = model.Square([data.Train[0], data.Train[1], data.Validation[0], data.Validation[1]], 3);
        Assert.Equal(9, square.Count);
        Assert.Equal(between.Select(b => b[0]), square.Skip(6).Select(s => s[0]));
        Assert.Contains("4 corners, got 2", Assert.Throws<SluiceException>(() => model.Square([image, image], 3)).Message);
        Assert.Equal(model.Draw(2, 1, seed: 4, temperature: 0).Select(d => d[0]),
            model.Paint(2, 4).Select(p => p.Canvases[^1].Select(v => v > 0.5f ? 1f : 0).ToArray()));
        model.Save(folder.File("draw.safetensors"));
        Assert.Equal(figures, Generator.Load(folder.File("draw.safetensors")).Evaluate(data.Validation));
    }

    [Fact]
    public void Latents_are_mixed_along_the_rows_of_a_square_and_then_between_them()
    {
        double[] corners = [0, 4, 8, 16];
        Assert.Equal(
            [0, 2, 4, 4, 7, 10, 8, 12, 16], LatentMix.Square(3).Select(m => m.Of(k => corners[k])));
        Assert.Equal([0, 1, 2, 3, 4], LatentMix.Line(5).Select(m => m.Of(k => corners[k])));
        Assert.Equal(7, LatentMix.Square(1)[0].Of(k => corners[k]));
    }

    [Fact]
    public void Grey_becomes_black_and_white_anew_in_each_epoch_and_always_the_same_to_measure_on()
    {
        using var folder = new TemporaryFolder();
        string file = Idx(folder, "grey", 40, Height, Width, (_, i) => (byte)(i % 3 == 0 ? 0 : i % 3 == 1 ? 255 : 128));
        var images = ImageList.Read(file);
        Assert.Equal(images[7][0], ImageList.Read(file)[7][0]);
        Assert.Equal(images[7][0], images.Slice(5, 10)[2][0]);
        Assert.NotEqual(images.Draw(7, 1, 1)[0], images.Draw(7, 1, 2)[0]);
        Assert.NotEqual(images.Draw(7, 1, 1)[0], images.Draw(7, 2, 1)[0]);
        foreach (var image in images)
            for (int i = 0; i < Height * Width; i++)
                Assert.True(i % 3 == 2 ? image[0][i] is 0 or 1 : image[0][i] == i % 3);
        Assert.Equal(0.5, images.Average(image => image[0].Where((_, i) => i % 3 == 2).Average()), 0.1);

        // Bytes of 0 and 1 alone are black and white already.
        Assert.Equal(Enumerable.Range(0, Height * Width).Select(i => (float)(i % 2)), ImageList.Read(
            Idx(folder, "binary", 1, Height, Width, (_, i) => (byte)(i % 2)))[0][0]);
    }

    [Theory]
    [InlineData("vrnn")]
    [InlineData("storn")]
    [InlineData("plain")]
    public void Other_nets_take_an_image_as_one_step(string kind)
    {
        using var folder = new TemporaryFolder();
        var data = StepFile.Learn(Run(Bars(folder, 20)));
        var (model, training) = Generator.From(data, Small(kind));
        new Trainer(training, new TrainingOptions { Epochs = 1 }).Run();
        Assert.Single(model.Paint(1, 1)[0].Canvases);
        if (kind == "plain") Assert.Contains("latents", Assert.Throws<SluiceException>(() => model.Between(data.Train[0], data.Train[1], 2)).Message);
        else Assert.Equal(2, model.PaintBetween([data.Train[0], data.Train[1]], LatentMix.Line(2)).Count);
    }

    [Fact]
    public void Images_of_other_sizes_labels_and_steps_that_are_no_images_are_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        string bars = Bars(folder, 20), other = Idx(folder, "other", 3, Height, Width + 1, (_, _) => 0);
        var form = StepFile.Learn(Run(bars)).Form;
        Refused("images of 6 x 5 pixels, got 6 x 6", () => StepFile.Sequences(form, TableSource.Of(other)));
        Refused("images of 6 x 5 pixels, got 6 x 6", () => StepFile.Learn(Run(bars) with { ValidationData = other }));
        byte[] labels = [0, 0, 8, 1, 0, 0, 0, 2, 3, 4];
        File.WriteAllBytes(folder.File("labels"), labels);
        Refused("got labels", () => ImageList.Read(folder.File("labels")));
        Refused("at most 65536 pixels, got 300 x 300", () => ImageList.Read(Idx(folder, "large", 1, 300, 300, (_, _) => 0)));
        Refused("expected images to learn from", () => StepFile.Learn(Run(Idx(folder, "one", 1, Height, Width, (_, _) => 0))));
        var music = StepForm.Plain(StepForm.Music, 88, [], []);
        Assert.Contains("expected images for draw, got music", Assert.Throws<SluiceException>(() => new Generator(Small(), music)).Message);
        var many = Small() with { Glimpses = 1001 };
        Assert.Contains("1 to 1000 for glimpses", Assert.Throws<SluiceException>(() => new Generator(many, form)).Message);
        Assert.Contains("the prior standard", Assert.Throws<SluiceException>(() => new Generator(Small() with { Prior = "learned" }, form)).Message);

        static void Refused(string part, Func<object> read) => Assert.Contains(part, Assert.Throws<SluiceFormatException>(read).Message);
    }

    [Fact]
    public void A_picture_shows_each_canvas_and_both_windows_and_a_png_all_pixels()
    {
        using var folder = new TemporaryFolder();
        var data = StepFile.Learn(Run(Bars(folder, 20)));
        var (model, _) = Generator.From(data, Small());
        string svg = CanvasPicture.Svg("bars", model.Repaint([data.Train[0], data.Train[1]]), Width, [data.Train[0][0], data.Train[1][0]]);
        Assert.Equal((10, 8, 8), (Count(svg, "<image"), Count(svg, "class=\"read\""), Count(svg, "class=\"write\"")));
        byte[] png = CanvasPicture.Png(model.Paint(12, 1), Width);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        Assert.Equal((10 * Width, 2 * Height), (png[19], png[23]));
        Assert.Equal([0xAE, 0x42, 0x60, 0x82], png[^4..]); // the sum of an empty IEND, as the standard has it

        static int Count(string text, string part) => text.Split(part).Length - 1;
    }

    private static GenerateRun Run(string file) => new(file, new GeneratorOptions(), new TrainingOptions());

    /// <summary>An image has one bar, down or across.</summary>
    private static string Bars(TemporaryFolder folder, int count) => Idx(
        folder, "bars", count, Height, Width, (n, i) => (byte)((n % 2 == 0 ? i % Width == n / 2 % Width : i / Width == n / 2 % Height) ? 255 : 0));

    private static string Idx(TemporaryFolder folder, string name, int count, int height, int width, Func<int, int, byte> pixel)
    {
        byte[] bytes =
        [
            0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, (byte)(height >> 8), (byte)height, 0, 0, (byte)(width >> 8), (byte)width,
            .. Enumerable.Range(0, count * height * width).Select(i => pixel(i / (height * width), i % (height * width))),
        ];
        File.WriteAllBytes(folder.File(name), bytes);
        return folder.File(name);
    }
}
