using Sluice.Autodiff;

namespace Sluice.Tasks.Generate;

public sealed partial class Generator
{
    /// <summary>Draws sequences, from nothing or as continuations; a function of the seed.</summary>
    /// <param name="count">How many.</param>
    /// <param name="steps">New steps of each.</param>
    /// <param name="start">The steps that all of them begin with, or null.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="temperature">1 draws by the probabilities of the net, less bolder, 0 the likeliest step; latents are drawn in any case.</param>
    /// <returns>The new steps alone, as numbers of the data.</returns>
    /// <exception cref="SluiceException">A count, a number of steps or a temperature that makes no sense.</exception>
    public IReadOnlyList<float[][]> Draw(int count, int steps, float[][]? start = null, ulong seed = 1, double temperature = 1)
    {
        if (count < 1 || steps < 0) throw new SluiceException($"Generator.Draw: expected 1 or more of 0 steps or more, got {count} of {steps}.");
        if (!(temperature >= 0)) throw new SluiceException($"Generator.Draw: expected a temperature of 0 or more, got {temperature}.");
        int given = start?.Length ?? 0;
        var known = given > 0 ? Batch([.. Enumerable.Repeat(start!, count)]) : null;
        float[][][] drawn = [.. Enumerable.Range(0, count).Select(_ => new float[steps][])];
        Live(known, given, given + steps, seed, 0, temperature, (t, _, x) =>
        {
            for (int b = 0; b < count && t >= given; b++) drawn[b][t - given] = Form.Unscale(x.Row(b));
        }, count);
        return drawn;
    }

    /// <summary>A sequence as the net sees it: each step the likeliest by the middle of its own latents, after the true ones before it.</summary>
    /// <exception cref="SluiceException">A sequence without steps.</exception>
    public float[][] Reconstruct(float[][] sequence)
    {
        if (sequence.Length == 0) throw new SluiceException("Generator.Reconstruct: expected a sequence of 1 step or more, got none.");
        var output = _net.Run(new Tape(recording: false), Batch([sequence]), new Tensor(sequence.Length, 1, Latent)).Output;
        var x = new float[Form.Width];
        return [.. Enumerable.Range(0, sequence.Length).Select(t =>
        {
            _likelihood.Draw(output.Row(t), new Chance(Options.Seed, 0, (uint)t), 0, x);
            return Form.Unscale(x);
        })];
    }

    /// <summary>
    /// Takes live sequences through their steps: the first are known, with latents from the posterior; the others are drawn. Two tapes take
    /// turns, since a step reads the states of the one before.
    /// </summary>
    /// <param name="truth">What is known [T, B, D], or null.</param>
    /// <param name="known">Steps that are known.</param>
    /// <param name="steps">Steps in all.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="place">The number of the first sequence, a coordinate of its random numbers.</param>
    /// <param name="temperature">How bold steps are drawn.</param>
    /// <param name="seen">Told of each step what the net said [1, B, outputs] and what came [1, B, D].</param>
    /// <param name="count">Sequences, where nothing is known.</param>
    /// <param name="latents">The latents of all steps [T, B, Z], where they are not drawn.</param>
    private void Live(
        Tensor? truth, int known, int steps, ulong seed, uint place, double temperature, Action<int, Tensor, Tensor> seen, int count = 0,
        Tensor? latents = null)
    {
        int batch = truth?.Shape[1] ?? count;
        var walk = _net.Begin(batch);
        Tape[] tapes = [new(recording: false) { Seed = seed }, new(recording: false) { Seed = seed }];
        Tensor[] rooms = [new(1, batch, Form.Width), new(1, batch, Form.Width)];
        for (int t = 0; t < steps; t++)
        {
            var tape = tapes[t % 2];
            tape.Reset();
            (tape.Epoch, tape.Step) = (place, (uint)t);
            var now = t < known ? truth!.View(t * batch, 1, batch, Form.Width) : null;
            var output = _net.Expect(
                tape, walk, now, Latents.Noise(tape, Walking, 1, batch, Latent), latents?.View(t * batch, 1, batch, Latent));
            var x = now ?? rooms[t % 2];
            for (int b = 0; b < batch && now is null; b++)
                _likelihood.Draw(output.Row(b), new Chance(seed, place + (uint)b, (uint)t), temperature, x.Row(b));
            seen(t, output, x);
            _net.Take(tape, walk, x);
        }
    }
}
