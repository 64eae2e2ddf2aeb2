namespace Sluice.Data.Sequences;

/// <summary>How well spans were found: right is one with the same start, end and type, as the scorer of CoNLL 2000 counts.</summary>
/// <param name="True">Spans that there are.</param>
/// <param name="Found">Spans that were found.</param>
/// <param name="Right">Spans that were found and are there.</param>
public readonly record struct SpanFigures(int True, int Found, int Right)
{
    /// <summary>The share of those found that is right.</summary>
    public double Precision => Found == 0 ? 0 : (double)Right / Found;

    /// <summary>The share of those there that was found.</summary>
    public double Recall => True == 0 ? 0 : (double)Right / True;

    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F1 => Right == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>The figures of all spans together (under the empty name) and of each type, types in alphabetical order.</summary>
    /// <param name="sequences">For each sequence, the tags that are right and those that were found.</param>
    /// <exception cref="SluiceException">A sequence has other numbers of both.</exception>
    public static IReadOnlyDictionary<string, SpanFigures> Of(IEnumerable<(IReadOnlyList<string> Right, IReadOnlyList<string> Found)> sequences)
    {
        var figures = new SortedDictionary<string, SpanFigures>(StringComparer.Ordinal) { [""] = default };
        foreach (var (right, found) in sequences)
        {
            if (right.Count != found.Count) throw new SluiceException($"SpanFigures: expected {right.Count} tags, got {found.Count}.");
            var there = TagScheme.Spans(right).ToHashSet();
            foreach (var span in there) Add(span.Type, new SpanFigures(1, 0, 0));
            foreach (var span in TagScheme.Spans(found)) Add(span.Type, new SpanFigures(0, 1, there.Contains(span) ? 1 : 0));
        }

        return figures;

        void Add(string type, SpanFigures more)
        {
            foreach (string name in new[] { "", type })
            {
                var sum = figures.GetValueOrDefault(name);
                figures[name] = new SpanFigures(sum.True + more.True, sum.Found + more.Found, sum.Right + more.Right);
            }
        }
    }
}
