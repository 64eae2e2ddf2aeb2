using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Inspection;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Glimpses;

namespace Sluice.Tasks.Classify;

/// <summary>What a classifier does in the midst of its training: some sequences with their labels, and what is told for what.</summary>
internal static class ClassifyLook
{
    // A table of more labels is not read; more steps take too long to be looked at often.
    private const int Shown = 6, MostLabels = 30, Counted = 300, MostSteps = 20_000;

    public static Func<Glimpse> At(Classifier model, ClassTraining data)
    {
        Sample[] all = [.. (data.Validation.Count > 0 ? data.Validation : data.Samples).Where(s => s.Count > 0)];
        int steps = 0;
        Sample[] some = [.. Excerpt.Some(all, Counted).TakeWhile((s, i) => i < Shown || (steps += s.Count) <= MostSteps)];

        // One of each label, the most frequent first.
        int[] shown = [.. Enumerable.Range(0, some.Length)
            .GroupBy(i => some[i].Label).SelectMany(g => g.Select((i, rank) => (i, rank))).OrderBy(p => p.rank).Take(Shown).Select(p => p.i)
            .Order()];
        return () =>
        {
            double[][] told = model.Classify(some);
            int[] best = [.. told.Select(p => Array.IndexOf(p, p.Max()))];
            List<Exhibit> exhibits = [new Answers("class", [.. shown.Select(
                i => Excerpt.Answer(Named(model, some[i], Array.IndexOf(all, some[i])), model.Labels[best[i]], some[i].Label, told[i][best[i]]))])];
            if (model.Labels.Count <= MostLabels) exhibits.Add(Confusion(model, some, best));
            return new Glimpse(GateSaturation.Of(model.Stack, model.Input.Run(new Tape(recording: false), [some[0]])), exhibits);
        };
    }

    private static string Named(Classifier model, Sample sample, int place)
        => sample.Words.Count > 0 ? string.Join(model.Options.Tokenizer == "word" ? " " : "", sample.Words) : $"#{place + 1}";

    private static Map Confusion(Classifier model, Sample[] samples, int[] best)
    {
        string[] labels = [.. model.Labels.Order(StringComparer.Ordinal)];
        int[][] counts = [.. labels.Select(_ => new int[labels.Length])];
        for (int i = 0; i < samples.Length; i++)
            if (Array.IndexOf(labels, samples[i].Label) is >= 0 and var row) counts[row][Array.IndexOf(labels, model.Labels[best[i]])]++;
        return new Map("confusion", labels, labels, [.. counts.Select(row => row.Select(c => (float)c / Math.Max(1, row.Sum())).ToArray())], counts);
    }
}
