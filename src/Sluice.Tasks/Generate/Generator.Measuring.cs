using Sluice.Autodiff;

namespace Sluice.Tasks.Generate;

/// <summary>How well a net foresees sequences each step of which is told after the true ones before it, in nats a step.</summary>
/// <param name="Loss">The negative bound, the mean over all steps; for a net without latents −ln p itself.</param>
/// <param name="Reconstruction">The part −ln p(x | z).</param>
/// <param name="Divergence">The part KL(q(z | x) ‖ p(z)).</param>
/// <param name="LossOfSequences">The negative bound of whole sequences, the mean over these: nats a sequence.</param>
/// <param name="LossOfMeans">The mean over sequences of the mean over their steps.</param>
/// <param name="Steps">Steps told.</param>
public sealed record GeneratorFigures(
    double Loss, double Reconstruction, double Divergence, double LossOfSequences, double LossOfMeans, int Steps);

/// <summary>What importance samples estimate −ln p(x) at, in nats a step; more samples come nearer to it from above.</summary>
/// <param name="Samples">Samples of one estimate.</param>
/// <param name="Loss">The mean over all steps.</param>
/// <param name="LossOfMeans">The mean over sequences of the mean over their steps.</param>
public sealed record ImportanceFigure(int Samples, double Loss, double LossOfMeans);

/// <summary>How well a net foresees the later halves of sequences, in nats a step.</summary>
/// <param name="Teacher">The negative bound where the net reads the true steps.</param>
/// <param name="Free">−ln p where it reads what it drew itself since the middle: the mean of p over the paths drawn.</param>
/// <param name="Steps">Steps told.</param>
/// <param name="Paths">Paths drawn for each sequence.</param>
public sealed record FreeFigures(double Teacher, double Free, int Steps, int Paths);

public sealed partial class Generator
{
    // Rows of a batch in measuring.
    private const int AtOnce = 64;

    /// <summary>Measures the bound on sequences, with one draw of the latents of each step.</summary>
    /// <exception cref="SluiceException">There is no step.</exception>
    public GeneratorFigures Evaluate(IReadOnlyList<float[][]> sequences)
    {
        double reconstruction = 0, divergence = 0, means = 0;
        int steps = 0, count = 0;
        foreach (var (tape, chunk) in Chunks(sequences, AtOnce))
        {
            int[] lengths = [.. chunk.Select(s => s.Length)];
            var bound = Read(tape, Batch(chunk), lengths, Measuring);
            for (int b = 0; b < chunk.Length; b++)
            {
                double told = Bound.Of(bound.Reconstruction, b, chunk.Length, lengths[b]);
                double apart = Bound.Of(bound.Divergence, b, chunk.Length, lengths[b]);
                (reconstruction, divergence, means) = (reconstruction + told, divergence + apart, means + (told + apart) / lengths[b]);
            }

            (steps, count) = (steps + lengths.Sum(), count + chunk.Length);
        }

        double whole = reconstruction + divergence;
        return new GeneratorFigures(whole / steps, reconstruction / steps, divergence / steps, whole / count, means / count, steps);
    }

    /// <summary>Estimates −ln p of sequences by importance samples: with 1, 10, 100 and so on up to so many.</summary>
    /// <param name="sequences">The sequences.</param>
    /// <param name="most">A power of 10; the estimates with fewer are the mean over all groups of them.</param>
    /// <exception cref="SluiceException">There is no step, or the samples are no power of 10.</exception>
    public IReadOnlyList<ImportanceFigure> Estimate(IReadOnlyList<float[][]> sequences, int most = 100)
    {
        List<int> sizes = [1];
        while (sizes[^1] < most && sizes[^1] < 100_000) sizes.Add(10 * sizes[^1]);
        if (sizes[^1] != most) throw new SluiceException($"Generator.Estimate: expected 1, 10, 100 or another power of 10 samples, got {most}.");
        if (Latent == 0)
        {
            var exact = Evaluate(sequences);
            return [new ImportanceFigure(1, exact.Loss, exact.LossOfMeans)];
        }

        double[] sums = new double[sizes.Count], means = new double[sizes.Count];
        int steps = 0, count = 0;
        foreach (var (tape, chunk) in Chunks(sequences, Math.Max(1, AtOnce / Math.Min(most, AtOnce))))
        {
            var logs = Weights(tape, chunk, most);
            for (int b = 0; b < chunk.Length; b++)
            {
                for (int i = 0; i < sizes.Count; i++)
                {
                    double loss = Bound.Estimate(logs[b], sizes[i]);
                    (sums[i], means[i]) = (sums[i] + loss, means[i] + loss / chunk[b].Length);
                }
            }

            (steps, count) = (steps + chunk.Sum(s => s.Length), count + chunk.Length);
        }

        return [.. sizes.Select((k, i) => new ImportanceFigure(k, sums[i] / steps, means[i] / count))];
    }

    /// <summary>ln p(x | z) + ln p(z) − ln q(z | x) of samples of each sequence.</summary>
    private double[][] Weights(Tape tape, float[][][] chunk, int samples)
    {
        double[][] logs = [.. chunk.Select(_ => new double[samples])];
        int each = Math.Max(1, Math.Min(samples, 4 * AtOnce / chunk.Length));
        for (int done = 0; done < samples; done += each)
        {
            tape.Reset();
            tape.Epoch = uint.MaxValue - 1 - (uint)(done / each);
            int now = Math.Min(each, samples - done);
            float[][][] rows = [.. chunk.SelectMany(s => Enumerable.Repeat(s, now))];
            int[] lengths = [.. rows.Select(s => s.Length)];
            var bound = Read(tape, Batch(rows), lengths, Measuring);
            for (int r = 0; r < rows.Length; r++)
                logs[r / now][done + r % now] = Bound.Of(bound.LogRatio, r, rows.Length, lengths[r])
                    - Bound.Of(bound.Reconstruction, r, rows.Length, lengths[r]);
        }

        return logs;
    }

    /// <summary>
    /// Measures how well the later halves of sequences are foreseen where the net has read the true first halves and from then on reads what it drew
    /// itself, latents from the prior. What it reads beside the truth flatters; this does not.
    /// </summary>
    /// <param name="sequences">The sequences; those of one step are passed over.</param>
    /// <param name="paths">Paths drawn for each.</param>
    /// <returns>The figures, or null where no sequence has two steps.</returns>
    public FreeFigures? FreeRunning(IReadOnlyList<float[][]> sequences, int paths = 10)
    {
        double teacher = 0, free = 0;
        int steps = 0;
        float[][][] long2 = [.. sequences.Where(s => s.Length > 1)];
        if (long2.Length == 0) return null;
        uint place = 0;
        foreach (var (tape, chunk) in Chunks(long2, Math.Max(1, 4 * AtOnce / paths)))
        {
            int[] lengths = [.. chunk.Select(s => s.Length)];
            int half = lengths.Min() / 2;
            var bound = Read(tape, Batch(chunk), lengths, Measuring);
            for (int b = 0; b < chunk.Length; b++)
                for (int t = half; t < lengths[b]; t++, steps++)
                    teacher += bound.Reconstruction[t * chunk.Length + b] + bound.Divergence[t * chunk.Length + b];
            var truth = Batch([.. chunk.SelectMany(s => Enumerable.Repeat(s, paths))]);
            var logs = new double[chunk.Length * paths];
            var slopes = new double[_likelihood.Outputs];
            Live(truth, half, truth.Shape[0], Options.Seed, place, 1, (t, output, _) =>
            {
                if (t < half) return;
                for (int r = 0; r < logs.Length; r++)
                    logs[r] = t < lengths[r / paths] ? -_likelihood.Loss(output.Row(r), truth.Row(t * logs.Length + r), slopes) : 0;
                for (int b = 0; b < chunk.Length; b++)
                    if (t < lengths[b]) free -= Bound.LogMean(logs.AsSpan(b * paths, paths));
            });
            place += (uint)logs.Length;
        }

        return new FreeFigures(teacher / steps, free / steps, steps, paths);
    }

    /// <summary>
    /// −ln p of a step that is foreseen without regard to those before: the output that a net starts with, which is the frequencies of keys and
    /// classes; for numbers one Gaussian over all steps to learn from.
    /// </summary>
    public static double Baseline(StepData data, IReadOnlyList<float[][]> sequences)
    {
        var form = data.Form.ScaledBy(data.Train);
        var plain = new Generator(new GeneratorOptions
        {
            Kind = "plain",
            Likelihood = form.Kind == StepForm.Numbers ? "gaussian" : "auto",
            Hidden = 1,
            Components = 1,
        }, form);
        float[] output = plain._likelihood.Start(plain.Shares(data.Train), 1);
        if (form.Kind == StepForm.Strokes) output[1] = output[2] = 0; // the mean of the one component
        var slopes = new double[output.Length];
        var x = new float[form.Width];
        return sequences.SelectMany(s => s).Average(step =>
        {
            form.Scale(step, x);
            return plain._likelihood.Loss(output, x, slopes);
        });
    }

    /// <summary>Sequences of nearly equal length, with a tape whose noise is theirs.</summary>
    private IEnumerable<(Tape Tape, float[][][] Chunk)> Chunks(IReadOnlyList<float[][]> sequences, int size)
    {
        var tape = new Tape(recording: false) { Seed = Options.Seed, Epoch = uint.MaxValue };
        float[][][] whole = [.. sequences.Where(s => s.Length > 0)];
        if (whole.Length == 0) throw new SluiceException("Generator: expected a sequence of 1 step or more, got none.");
        foreach (float[][][] chunk in whole.OrderBy(s => s.Length).Chunk(size))
        {
            tape.Reset();
            yield return (tape, chunk);
            (tape.Step, tape.Epoch) = (tape.Step + 1, uint.MaxValue);
        }
    }
}
