using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Losses;

namespace Sluice.Tasks.Generate;

/// <summary>What DRAW did at one glimpse.</summary>
/// <param name="Canvas">The logits of the canvas after it [1, B, h·w].</param>
/// <param name="Read">The raw numbers of the window that was read through, or null without attention or without an image.</param>
/// <param name="Write">Those of the window that was written through, or null without attention.</param>
internal sealed record GlimpseSeen(Tensor Canvas, Tensor? Read, Tensor? Write);

/// <summary>
/// DRAW (Gregor et al. 2015): an image is one step, drawn in several glimpses t. With hᵉ and hᵈ the encoder and the decoder, c the canvas of logits:
/// x^ = x − σ(c⁻); r = read(x, x^, hᵈ⁻); hᵉ = encoder([r, hᵈ⁻]); z ~ N(W hᵉ + b); hᵈ = decoder(z); c = c⁻ + write(hᵈ).
/// With attention, read and write look through windows that hᵈ places; without it, read is [x, x^] and write W hᵈ + b. p(x | z) is told by the
/// last canvas; the prior of every latent is N(0, 1). The first canvas is learned, and begins dark.
/// </summary>
internal sealed class DrawNet : LatentNet
{
    private readonly CellStack _encoder;
    private readonly Linear _posterior, _write;
    private readonly Linear? _readWindow, _writeWindow;
    private readonly AttentionWindow? _reading, _writing;
    private readonly Parameter _canvas;
    private readonly int _glimpses, _latents, _pixels;

    public DrawNet(GeneratorOptions options, int height, int width)
    {
        ulong seed = options.Seed;
        (_glimpses, _latents, _pixels) = (options.Glimpses, options.Latents, height * width);
        int read = options.Attention ? options.Read * options.Read : _pixels, written = options.Attention ? options.Write * options.Write : _pixels;
        Memory = new CellStack("decoder", _latents, options);
        int hidden = Memory.Stack.Output;
        _encoder = new CellStack("encoder", 2 * read + hidden, options);
        _posterior = new Linear("posterior", hidden, 2 * _latents, seed);
        _write = new Linear("write", hidden, written, seed);
        if (options.Attention)
        {
            (_reading, _writing) = (new AttentionWindow(options.Read, height, width), new AttentionWindow(options.Write, height, width));
            _readWindow = new Linear("read.window", hidden, AttentionWindow.Numbers, seed);
            _writeWindow = new Linear("write.window", hidden, AttentionWindow.Numbers, seed);
        }

        _canvas = new Parameter("canvas", _pixels) { Decays = false };
    }

    public override CellStack Memory { get; }

    public AttentionWindow? Reading => _reading;

    public AttentionWindow? Writing => _writing;

    public override IEnumerable<Parameter> Parameters =>
    [
        .. _encoder.Parameters, .. _posterior.Parameters, .. Memory.Parameters, .. _write.Parameters, .. _readWindow?.Parameters ?? [],
        .. _writeWindow?.Parameters ?? [], _canvas,
    ];

    /// <summary>The canvas begins dark: each pixel at its own log-odds of light, and none lighter than the mean of all.</summary>
    public override void Start(float[] output)
    {
        double mean = output.Average(o => Softplus.Slope(o)), most = Math.Log(mean / (1 - mean));
        _canvas.Set([.. output.Select(o => (float)Math.Min(o, most))]);
    }

    public override Pass Run(Tape tape, Tensor x, Tensor noise, List<Recording>? recordings = null) => Draw(tape, x, noise, recordings);

    /// <summary>Draws images: where they are known from the posterior, else from latents that are given, which the prior drew.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="x">The images [1, B, h·w], or null.</param>
    /// <param name="noise">ε [1, B, glimpses · Z] of the posterior; without images the latents themselves.</param>
    /// <param name="recordings">Receives what the decoder computed, or null.</param>
    /// <param name="seen">Receives what happened at each glimpse, or null.</param>
    public Pass Draw(Tape tape, Tensor? x, Tensor noise, List<Recording>? recordings = null, List<GlimpseSeen>? seen = null)
    {
        int batch = noise.Shape[1];
        if (x is { } images && images.Shape[0] != 1)
            throw new SluiceException($"DrawNet: expected images [1, B, {_pixels}], each one step, got {images.Describe()}.");
        State[] encoder = _encoder.Stack.NewState(batch), decoder = Memory.Stack.NewState(batch);
        var h = new Tensor(1, batch, Memory.Stack.Output);
        var canvas = Canvas.Begin(tape, _canvas, batch);
        List<Tensor> posterior = [], latents = [];
        for (int t = 0; t < _glimpses; t++)
        {
            var z = Part(tape, noise, t);
            Tensor? window = null;
            if (x is not null)
            {
                var error = Canvas.Error(tape, x, canvas);
                window = _readWindow?.Run(tape, h);
                var read = window is null ? Concat.Run(tape, x, error) : WindowRead.Run(tape, _reading!, window, x, error);
                var q = _posterior.Run(tape, _encoder.Run(tape, Concat.Run(tape, read, h), out encoder, encoder));
                z = Latents.Draw(tape, q, z);
                posterior.Add(q);
            }

            latents.Add(z);
            h = Memory.Run(tape, z, out decoder, decoder, recordings);
            var (patch, place) = (_write.Run(tape, h), _writeWindow?.Run(tape, h));
            canvas = Sum.Run(tape, canvas, place is null ? patch : WindowWrite.Run(tape, _writing!, place, patch));
            seen?.Add(new GlimpseSeen(canvas, window, place));
        }

        return new Pass(canvas, x is null ? null : Join(tape, posterior, 2), null, Join(tape, latents, 1));
    }

    public override Walk Begin(int batch) => new() { Memory = [], Before = new Tensor(1, batch, _pixels) };

    /// <summary>Each step is an image of its own.</summary>
    public override Tensor Expect(Tape tape, Walk walk, Tensor? known, Tensor noise, Tensor? latent = null)
        => Draw(tape, latent is null ? known : null, latent ?? noise).Output;

    public override void Take(Tape tape, Walk walk, Tensor x) => walk.Before = x;

    /// <summary>The numbers of one glimpse.</summary>
    private Tensor Part(Tape tape, Tensor noise, int glimpse)
    {
        var part = tape.Lend(false, 1, noise.Rows, _latents);
        for (int r = 0; r < part.Rows; r++) noise.Row(r).Slice(glimpse * _latents, _latents).CopyTo(part.Row(r));
        return part;
    }

    /// <summary>Glimpses side by side, where each has so many kinds of numbers: all of the first kind, then all of the next (μ, then s).</summary>
    private Tensor Join(Tape tape, List<Tensor> parts, int kinds)
    {
        var y = tape.Lend(false, 1, parts[0].Rows, kinds * _glimpses * _latents);
        int At(int kind, int glimpse) => (kind * _glimpses + glimpse) * _latents;
        for (int r = 0; r < y.Rows; r++)
            for (int k = 0; k < kinds; k++)
                for (int t = 0; t < _glimpses; t++) parts[t].Row(r).Slice(k * _latents, _latents).CopyTo(y.Row(r)[At(k, t)..]);
        tape.Record("GlimpseJoin", parts, y, () =>
        {
            if (y.Gradient is not { } dy) return;
            for (int t = 0; t < _glimpses; t++)
            {
                if (!parts[t].NeedsGradient) continue;
                var to = tape.GradientOf(parts[t]);
                for (int r = 0; r < to.Rows; r++)
                    for (int k = 0; k < kinds; k++)
                        for (int j = 0; j < _latents; j++) to[r, k * _latents + j] += dy[r, At(k, t) + j];
            }
        });
        return y;
    }
}
