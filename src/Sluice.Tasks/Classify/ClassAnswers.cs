using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Reports;

namespace Sluice.Tasks.Classify;

/// <summary>What was asked of a classifier.</summary>
/// <param name="Samples">The sequences.</param>
internal sealed record Asked(IReadOnlyList<Sample> Samples)
{
    /// <summary>A row for each sequence, where they came from a table.</summary>
    public Table? Table { get; init; }
}

/// <summary>Labels as a table and as pictures.</summary>
internal static class ClassAnswers
{
    private const int MostRows = 80, MostColumns = 60;

    /// <summary>The most probable labels of each sequence.</summary>
    public static Predictions Of(Classifier model, Asked asked, double[][] all, int best)
    {
        var samples = asked.Samples;
        int[][] orders = [.. all.Select(p => Enumerable.Range(0, p.Length).OrderByDescending(k => p[k]).Take(best).ToArray())];
        bool Empty(int i) => samples[i].Count == 0;
        string Text(Sample sample) => string.Join(model.Options.Tokenizer == "word" ? " " : "", sample.Words);
        Column[] answers =
        [
            .. Enumerable.Range(0, best).SelectMany(n => new Column[]
            {
                new CategoryColumn(n == 0 ? "label" : $"label {n + 1}", [.. orders.Select((o, i) => Empty(i) ? null : model.Labels[o[n]])]),
                new NumberColumn(
                    n == 0 ? "probability" : $"probability {n + 1}",
                    [.. orders.Select((o, i) => Empty(i) ? double.NaN : Math.Round(all[i][o[n]], 4))]),
            }),
        ];
        var number = new NumberColumn("sequence", [.. samples.Select((_, i) => i + 1.0)]);
        var table = asked.Table is { } own ? AnswerTable.Of(own, [.. Enumerable.Range(0, own.RowCount)], answers)
            : new Table([number, .. model.Input is WordInput ? new[] { new CategoryColumn("text", [.. samples.Select(Text)]) } : [], .. answers]);
        return new Predictions(table, samples.Select((_, i) => new
        {
            Sequence = i + 1,
            Label = Empty(i) ? null : model.Labels[Array.IndexOf(all[i], all[i].Max())],
            Probabilities = Empty(i) ? null : model.Labels.Zip(all[i]).ToDictionary(p => p.First, p => p.Second),
        }))
        {
            Pictures = () => [Picture(model, all, i => Empty(i) ? "" : Short(model.Input is WordInput ? Text(samples[i]) : $"{i + 1}"))],
        };
    }

    /// <summary>How often each label was taken for each other.</summary>
    public static string Confusion(ClassFigures figures)
    {
        string[] labels = [.. figures.Labels.Take(MostColumns).Select(Short)];
        return HeatMap.Svg(
            "rows: what is right; columns: what was told", labels, labels, [.. labels.Select((_, i) => Shares(figures, i, labels.Length))]);
    }

    private static float[] Shares(ClassFigures figures, int row, int width)
    {
        double sum = Enumerable.Range(0, figures.Labels.Count).Sum(c => figures.Confusion[row][c]);
        return [.. Enumerable.Range(0, width).Select(c => sum > 0 ? (float)(figures.Confusion[row][c] / sum) : 0)];
    }

    private static string Picture(Classifier model, double[][] all, Func<int, string> name)
    {
        int rows = Math.Min(MostRows, all.Length), columns = Math.Min(MostColumns, model.Labels.Count);
        string title =
            rows < all.Length ? $"the first {rows} of {all.Length} sequences, and the probability of each label" : "the probability of each label";
        return HeatMap.Svg(
            title, [.. Enumerable.Range(0, rows).Select(name)], [.. model.Labels.Take(columns).Select(Short)],
            [.. all.Take(rows).Select(p => p.Take(columns).Select(v => (float)v).ToArray())]);
    }

    private static string Short(string text) => text.Length <= 24 ? text : text[..23] + "…";
}
