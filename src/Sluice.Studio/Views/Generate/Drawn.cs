using Sluice.Tasks.Generate;

namespace Sluice.Studio.Views.Generate;

/// <summary>What a net drew.</summary>
/// <param name="Form">What a step is.</param>
/// <param name="Given">So many of the first steps of each sequence are those of the file.</param>
/// <param name="Sequences">The sequences; none for images.</param>
/// <param name="Paintings">The images as they came to be; none for other steps.</param>
/// <param name="Truth">The sequence of the file, as far as those that were drawn go; or null.</param>
/// <param name="File">The file that was read, or null.</param>
/// <param name="Count">Sequences in it.</param>
internal sealed record Drawn(
    StepForm Form, int Given, IReadOnlyList<float[][]> Sequences, IReadOnlyList<Painting> Paintings, float[][]? Truth, string? File, int Count)
{
    /// <summary>How many of them make a row of the square that they lie on; 0 where they lie on none.</summary>
    public int Side { get; private init; }

    /// <summary>Draws what a request asks for.</summary>
    public static Drawn Of(Generator model, DrawRequest request, IReadOnlyList<float[][]> read, string? file)
    {
        var form = model.Form;
        var (count, steps, seed, temperature) = (request.Count!.Value, request.Steps!.Value, request.Seed!.Value, request.Temperature!.Value);
        bool images = form.Kind == StepForm.Images;
        var none = new Drawn(form, 0, [], [], null, file, read.Count);
        switch (request.From)
        {
            case "nothing":
                return images
                    ? none with { Paintings = model.Paint(count, seed, temperature) }
                    : none with { Sequences = model.Draw(count, steps, null, seed, temperature) };
            case "prefix":
                float[][] whole = Taken(request.Index ?? 0, false), start = whole[..Math.Min(request.Start!.Value, whole.Length)];
                return none with
                {
                    Given = start.Length,
                    Sequences = [.. model.Draw(count, steps, start, seed, temperature).Select(d => (float[][])[.. start, .. d])],
                    Truth = whole[..Math.Min(whole.Length, start.Length + steps)],
                };
            case "again":
                float[][] seen = Taken(request.Index ?? 0, true);
                return images
                    ? none with { Paintings = model.Repaint([seen]), Truth = seen }
                    : none with { Sequences = [model.Reconstruct(seen)], Truth = seen };
            default:
                float[][][] ends = request.From switch
                {
                    "between" => [Taken(request.Index ?? 0, true), Taken(request.Other ?? 1, true)],
                    "square" => [.. request.Corners.Select(c => Taken(c, true))],
                    "seeds" => [Own(seed), Own(seed + 1)],
                    _ => [.. Enumerable.Range(0, 4).Select(k => Own(seed + (ulong)k))],
                };
                if (request.IsSquare) none = none with { Side = count };
                return images
                    ? none with { Paintings = model.PaintBetween(ends, request.IsSquare ? LatentMix.Square(count) : LatentMix.Line(count)) }
                    : none with
                    {
                        Sequences = request.IsSquare
                            ? model.Square(ends, count, seed, temperature)
                            : model.Between(ends[0], ends[1], count, seed, temperature),
                    };
        }

        float[][] Own(ulong of) => model.Draw(1, images ? 1 : steps, null, of)[0];

        float[][] Taken(int index, bool all)
        {
            if (index >= read.Count) throw new SluiceFormatException($"expected {index + 1} sequences or more, got {read.Count}.", file);
            float[][] sequence = read[index];
            if (all && !images && sequence.Length <= DrawRequest.MostSteps) DrawRequest.CheckSize(model, request.All, sequence.Length);
            return !all || sequence.Length <= DrawRequest.MostSteps
                ? sequence
                : throw new SluiceFormatException(
                    $"expected a sequence of at most {DrawRequest.MostSteps} steps, got {sequence.Length}; a beginning of it can be gone on with.",
                    file);
        }
    }

    /// <summary>It as the page takes it.</summary>
    public DrawnAnswer Answer() => new(
        Form.Kind, Given, [.. Sequences.Select(Steps)], [.. Paintings.Select(PaintingAnswer.Of)],
        Truth is not null && Form.Kind != StepForm.Images ? Steps(Truth) : null,
        Truth is not null && Form.Kind == StepForm.Images ? PaintingAnswer.Bytes(Truth[0]) : null, File, Count, Side);

    private object[] Steps(float[][] sequence) => [.. sequence.Select(s => Answers.Value(Form, s))];
}

/// <summary>What the page is told of what was drawn.</summary>
/// <param name="Kind">What a step is.</param>
/// <param name="Given">So many of the first steps of each sequence are those of the file.</param>
/// <param name="Sequences">Of each its steps: [dx, dy, lifted], the keys that sound, numbers, or a value.</param>
/// <param name="Paintings">Images glimpse by glimpse.</param>
/// <param name="Truth">The sequence of the file, or null.</param>
/// <param name="Image">The image of the file, or null.</param>
/// <param name="File">The file that was read, or null.</param>
/// <param name="Count">Sequences in it.</param>
/// <param name="Side">How many of those drawn make a row of the square that they lie on; 0 where they lie on none.</param>
internal sealed record DrawnAnswer(
    string Kind, int Given, object[][] Sequences, PaintingAnswer[] Paintings, object[]? Truth, byte[]? Image, string? File, int Count, int Side);

/// <summary>An image as it came to be.</summary>
/// <param name="Canvases">After each glimpse the light of each pixel from 0 to 255, row after row, in base 64.</param>
/// <param name="Read">The windows that were read through.</param>
/// <param name="Written">The windows that were written through.</param>
internal sealed record PaintingAnswer(byte[][] Canvases, IReadOnlyList<WindowPlace> Read, IReadOnlyList<WindowPlace> Written)
{
    public static PaintingAnswer Of(Painting painting) => new([.. painting.Canvases.Select(Bytes)], painting.Read, painting.Written);

    public static byte[] Bytes(float[] light) => [.. light.Select(v => (byte)Math.Round(255 * Math.Clamp(v, 0, 1)))];
}

/// <summary>What the page is told of a model.</summary>
/// <param name="Kind">What a step is: music, strokes, numbers, classes or images.</param>
/// <param name="Net">vrnn, storn, draw or plain.</param>
/// <param name="Cell">Of its recurrent layers.</param>
/// <param name="Hidden">Units of a layer.</param>
/// <param name="Latents">Latent numbers of a step, or of a glimpse; 0 for none.</param>
/// <param name="Glimpses">In which an image is drawn; 1 for a net without.</param>
/// <param name="Attention">Whether it reads and writes through windows.</param>
/// <param name="Width">Numbers of a step, or columns of an image.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Columns">The columns of the table that it learned from.</param>
/// <param name="Length">The steps that a sequence had on average in training.</param>
/// <param name="File">The file that it learned from, where that is in the folder.</param>
internal sealed record AboutAnswer(
    string Kind, string Net, string Cell, int Hidden, int Latents, int Glimpses, bool Attention, int Width, int Height, IReadOnlyList<string> Columns,
    int Length, string? File)
{
    public static AboutAnswer Of(Generator model, string? file)
    {
        var (options, form) = (model.Options, model.Form);
        bool draw = options.Kind == "draw";
        return new AboutAnswer(
            form.Kind, options.Kind, options.Cell, options.Hidden, model.Latent == 0 ? 0 : options.Latents, draw ? options.Glimpses : 1,
            draw && options.Attention, form.Width / form.Height, form.Height, form.Columns, form.Length, file);
    }
}
