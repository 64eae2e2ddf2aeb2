using Sluice.Data.Sequences;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Tag;

namespace Sluice.Studio.Views.Inside;

/// <summary>A classifier or a tagger that has read a sequence.</summary>
internal sealed class LabelLook : RecordedLook
{
    // So many beginnings of a sequence are classified by themselves, and so many labels are sent.
    private const int Beginnings = 240, MostLabels = 40, Runners = 6;

    /// <summary>Where the sequence comes from.</summary>
    public required ChosenSample Source { get; init; }

    /// <summary>The labels: of the whole for a classifier, of a step for a tagger.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>For each of these steps the probability of each label.</summary>
    public required IReadOnlyList<LabelledStep> Told { get; init; }

    /// <summary>The labels of the whole with their probabilities, the best first.</summary>
    public required IReadOnlyList<ExpectedSymbol> Whole { get; init; }

    /// <summary>Lets a classifier read a sequence.</summary>
    public static LabelLook Classify(string id, Classifier model, ChosenSample source, int most, long bytes)
    {
        source = source.Cut(Most(model.Stack, most, bytes), model.Input.Width);
        var recordings = model.Inspect(source.Sample);
        var all = model.Beginnings(source.Sample, Beginnings);
        int[] order = [.. Enumerable.Range(0, model.Labels.Count).OrderByDescending(k => all.Max(b => b.Probabilities[k])).Take(MostLabels)];
        string[] labels = [.. order.Select(k => model.Labels[k])];
        return new LabelLook
        {
            Id = id,
            Source = source,
            Layers = LayersOf(recordings, model.Stack),
            Recordings = recordings,
            Labels = labels,
            Told = [.. all.Select(b => new LabelledStep(b.Steps - 1, null, [.. order.Select(k => (float)b.Probabilities[k])]))],
            Whole = Best(labels, [.. order.Select(k => (float)all[^1].Probabilities[k])], Runners),
        };
    }

    /// <summary>Lets a tagger read a sequence.</summary>
    public static LabelLook Tag(string id, Tagger model, ChosenSample source, int most, long bytes)
    {
        if (model.Stack is null) throw new SluiceException("studio: expected a tagger with recurrent layers, got one that sees each step alone.");
        source = source.Cut(Most(model.Stack, most, bytes), model.Input.Width);
        var found = model.Inspect(source.Sample);
        return new LabelLook
        {
            Id = id,
            Source = source,
            Layers = LayersOf(found.Recordings, model.Stack),
            Recordings = found.Recordings,
            Labels = found.Tags,
            Told = [.. found.Probabilities.Select((p, t) => new LabelledStep(t, found.Tagging.Tags[t], [.. p.Select(v => (float)v)]))],
            Whole = Best(model.Labels, found.Labels, Runners),
        };
    }

    /// <summary>The numbers that were read as a picture, a row each; null where words were read.</summary>
    public float[]? Inputs() => Source.Sample.Rows.Length == 0 ? null : Picture.Of(Source.Sample.Rows, Steps, upward: Source.IsSound);
}

/// <summary>What is told after a step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Tag">Its tag, for a tagger.</param>
/// <param name="Probabilities">The probability of each label.</param>
internal sealed record LabelledStep(int Step, string? Tag, IReadOnlyList<float> Probabilities);

/// <summary>Rows of numbers as a picture.</summary>
internal static class Picture
{
    /// <summary>A row of the picture for each number of a step: 0 for the quietest tenth of all numbers, 1 for the largest.</summary>
    /// <param name="rows">The numbers, step after step.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="upward">Whether the first number is the lowest row.</param>
    public static float[] Of(IReadOnlyList<float> rows, int steps, bool upward)
    {
        int width = rows.Count / steps;
        float[] sorted = [.. rows.Order()];
        float low = sorted[sorted.Length / 10], range = Math.Max(sorted[^1] - low, 1e-9f);
        var picture = new float[rows.Count];
        for (int c = 0; c < width; c++)
            for (int t = 0; t < steps; t++) picture[(upward ? width - 1 - c : c) * steps + t] = Math.Max(0, (rows[t * width + c] - low) / range);
        return picture;
    }
}
