using Sluice.Data.Sequences;
using Sluice.Tasks.Labels;

namespace Sluice.Tasks.Classify;

/// <summary>How well a classifier does, with the most frequent label beside it.</summary>
/// <param name="Loss">The mean of −ln p of the right label, in nats.</param>
/// <param name="Sequences">Sequences.</param>
/// <param name="Accuracy">The share with the right label.</param>
/// <param name="Majority">The share that has the label most frequent in training.</param>
/// <param name="MacroF1">The mean of F1 over the labels that there are.</param>
/// <param name="CalibrationError">How far probabilities are from how often they are right: the mean over ten bins.</param>
/// <param name="Uncalibrated">The same where logits are not divided by the temperature.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Confusion">For each right label, how often each label was told.</param>
public sealed record ClassFigures(
    double Loss, int Sequences, double Accuracy, double Majority, double MacroF1, double CalibrationError, double Uncalibrated,
    IReadOnlyList<string> Labels, int[][] Confusion)
{
    /// <summary>F1 of a label.</summary>
    public double F1(int label)
    {
        int told = Confusion.Sum(row => row[label]), right = Confusion[label][label];
        return right == 0 ? 0 : 2.0 * right / (told + Confusion[label].Sum());
    }
}

public sealed partial class Classifier
{
    // So many steps with padding are looked at side by side.
    private const int StepsAtOnce = 1 << 15;

    /// <summary>The probability of each label.</summary>
    public double[] Classify(Sample sample) => Classify([sample])[0];

    /// <summary>The probability of each label for each of some sequences; one without steps gets the same for all.</summary>
    public double[][] Classify(IReadOnlyList<Sample> samples) => [.. Logits(samples).Select(l => Probabilities(l, Temperature.Value[0, 0]))];

    /// <summary>How well the classifier does on sequences with labels.</summary>
    /// <exception cref="SluiceException">There is no sequence with a label.</exception>
    public ClassFigures Evaluate(IReadOnlyList<Sample> samples)
    {
        samples = [.. samples.Where(s => s.Label is not null)];
        if (samples.Count == 0) throw new SluiceException("Classifier.Evaluate: expected sequences with labels, got none.");
        return Figures(samples, Logits(samples));
    }

    internal ClassFigures Figures(IReadOnlyList<Sample> samples, double[][] logits)
    {
        var confusion = Labels.Select(_ => new int[Labels.Count]).ToArray();
        int right = 0, majority = 0;
        double loss = 0;
        for (int i = 0; i < samples.Count; i++)
        {
            int label = IndexOf(samples[i].Label);
            double[] p = Probabilities(logits[i], Temperature.Value[0, 0]);
            int told = Array.IndexOf(p, p.Max());
            loss -= Math.Log(Math.Max(label < 0 ? 0 : p[label], 1e-30));
            if (told == label) right++;
            if (label == 0) majority++;
            if (label >= 0) confusion[label][told]++;
        }

        double n = samples.Count;
        var figures = new ClassFigures(
            loss / n, samples.Count, right / n, majority / n, 0, CalibrationError(
                samples, logits, Temperature.Value[0, 0]), CalibrationError(samples, logits, 1), Labels, confusion);
        return figures with
        {
            MacroF1 = Enumerable.Range(0, Labels.Count).Where(k => confusion[k].Sum() > 0).Select(figures.F1).DefaultIfEmpty(0).Average()
        };
    }

    /// <summary>The temperature under which the right labels are most probable: −ln p is convex in its inverse.</summary>
    internal void Calibrate(IReadOnlyList<Sample> samples, double[][] logits)
    {
        double Loss(double inverse)
            => samples.Select(
                (s, i) => IndexOf(s.Label) is >= 0 and var k ? -Math.Log(Math.Max(Probabilities(logits[i], 1 / inverse)[k], 1e-30)) : 0).Sum();
        double low = 0.05, high = 20;
        for (int i = 0; i < 40; i++)
        {
            // Two places at the same ratio from both ends.
            double ratio = Math.Pow(high / low, 1.0 / 3), a = low * ratio, b = high / ratio;
            if (Loss(a) < Loss(b)) high = b;
            else low = a;
        }

        Temperature.Value[0, 0] = (float)(1 / Math.Sqrt(low * high));
        Temperature.Changed();
    }

    /// <summary>The logits of each sequence.</summary>
    internal double[][] Logits(IReadOnlyList<Sample> samples)
    {
        var all = new double[samples.Count][];
        Array.Fill(all, new double[Labels.Count]);
        SampleTraining.ForBatches(samples, StepsAtOnce, (tape, places, batch) =>
        {
            var logits = Logits(tape, batch);
            for (int b = 0; b < places.Length; b++) all[places[b]] = Array.ConvertAll(logits.Row(b).ToArray(), l => (double)l);
        });
        return all;
    }

    private double CalibrationError(IReadOnlyList<Sample> samples, double[][] logits, double temperature)
    {
        const int Bins = 10;
        var (count, sure, right) = (new int[Bins], new double[Bins], new int[Bins]);
        for (int i = 0; i < samples.Count; i++)
        {
            double[] p = Probabilities(logits[i], temperature);
            double most = p.Max();
            int bin = Math.Min(Bins - 1, (int)(most * Bins));
            count[bin]++;
            sure[bin] += most;
            if (Array.IndexOf(p, most) == IndexOf(samples[i].Label)) right[bin]++;
        }

        return Enumerable.Range(0, Bins).Sum(b => Math.Abs(sure[b] - right[b])) / samples.Count;
    }

    private static double[] Probabilities(double[] logits, double temperature)
    {
        double most = logits.Max(), sum = 0;
        double[] p = Array.ConvertAll(logits, l => Math.Exp((l - most) / temperature));
        foreach (double each in p) sum += each;
        return Array.ConvertAll(p, each => each / sum);
    }
}
