using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Tasks.Labels;

namespace Sluice.Tasks.Classify;

public sealed partial class Classifier
{
    /// <summary>Runs a sequence and records every gate, state and pre-activation of each layer and direction, [steps, 1, units].</summary>
    /// <exception cref="SluiceException">A sequence without steps.</exception>
    public List<Recording> Inspect(Sample sample)
    {
        if (sample.Count == 0) throw new SluiceException("Classifier.Inspect: expected a sequence of a step or more, got none.");
        var recordings = new List<Recording>();
        Logits(new Tape(recording: false), [sample], recordings);
        return recordings;
    }

    /// <summary>
    /// What the classifier says of the beginnings of a sequence: the probability of each label when the sequence ends after so many steps.
    /// Each beginning is a sequence of its own, since layers in both directions begin at its end as well.
    /// </summary>
    /// <param name="sample">The sequence.</param>
    /// <param name="most">At most so many beginnings, 1 or more, evenly spread; the whole is the last.</param>
    /// <exception cref="SluiceException">A sequence without steps.</exception>
    public IReadOnlyList<(int Steps, double[] Probabilities)> Beginnings(Sample sample, int most)
    {
        if (sample.Count == 0 || most < 1)
            throw new SluiceException(
                $"Classifier.Beginnings: expected a sequence of a step or more and 1 beginning or more, got {sample.Count} and {most}.");
        int count = Math.Min(sample.Count, most), width = Input is RowInput ? Input.Width : 0;
        int[] lengths = [.. Enumerable.Range(1, count).Select(k => (int)((long)sample.Count * k / count))];
        return [.. lengths.Zip(
            Classify([.. lengths.Select(n => sample with { Count = n, Words = [.. sample.Words.Take(n)], Rows = sample.Rows[..(n * width)] })]))];
    }

    /// <inheritdoc/>
    public void Trace(Tape tape, int steps, int batch) => Logits(tape, Input.Blank(steps, batch));
}
