using Sluice.Data.Sequences;

namespace Sluice.Tasks.Tag;

// Sequences too long to be held whole are read in windows that overlap: of each window the middle counts, and the margins are what its
// ends are read with. Memory does not grow with the sequence.
public sealed partial class Tagger
{
    /// <summary>Steps of the longest sequence that is read whole; a longer one is read window by window, with one reading.</summary>
    public const int LongestWhole = 16384;

    private const int WindowSteps = 4096, Margin = 512;

    /// <summary>
    /// The reading of a long sequence: the middles of its windows, one after the other; its probability is the product of theirs. The label
    /// is the one that is most probable in the mean over the windows.
    /// </summary>
    private Tagging TagByWindows(Sample sample)
    {
        var tags = new List<string>(sample.Count);
        double logarithm = 0;
        var labels = new Dictionary<string, double>();
        for (int start = 0; start < sample.Count; start += WindowSteps)
        {
            int end = Math.Min(sample.Count, start + WindowSteps), from = Math.Max(0, start - Margin), to = Math.Min(sample.Count, end + Margin);
            var window = Tag(Part(sample, from, to));
            tags.AddRange(window.Tags.Skip(start - from).Take(end - start));
            logarithm += Math.Log(window.Probability);
            if (window.Label is not null)
                labels[window.Label] = labels.GetValueOrDefault(window.Label) + window.LabelProbability * (end - start) / sample.Count;
        }

        (string? label, double probability) = labels.Count == 0 ? (null, 1) : (labels.MaxBy(l => l.Value).Key, labels.Values.Max());

        // A span may not have gone on where a window ends.
        IReadOnlyList<string> whole = Kind switch { TagKind.Bio => TagScheme.ToBio(tags), TagKind.Bioes => TagScheme.ToBioes(tags), _ => tags };
        return new Tagging(whole, label, Math.Exp(logarithm), probability);
    }

    /// <summary>Some steps of a sequence.</summary>
    private Sample Part(Sample sample, int from, int to) => new(to - from, sample.Line)
    {
        Words = [.. sample.Words.Skip(from).Take(to - from)],
        Rows = sample.Rows.Length == 0 ? [] : sample.Rows[(from * Input.Width)..(to * Input.Width)],
    };
}
