using System.Globalization;
using Sluice.Data.Sequences;
using Sluice.Kernels;

namespace Sluice.Tasks.Translate;

/// <summary>
/// Made-up pairs whose right answers and alignments are known, to check a translator without data. No target that is unseen is ever
/// learned from. The same seed gives the same pairs.
/// </summary>
public static class Practice
{
    private const int FirstYear = 1900, Years = 200;

    /// <summary>
    /// How a date is written, in .NET's letters; {0} is the day with its ending, 3rd. Numbers with slashes have the month first, with points the day.
    /// </summary>
    private static readonly string[] s_forms =
    [
        "d MMMM yyyy", "dd MMMM yyyy", "d MMM yyyy", "MMMM d, yyyy", "MMM d, yyyy", "dddd, d MMMM yyyy", "ddd, MMM d, yyyy", "'{0} of' MMMM yyyy",
        "MMMM '{0}', yyyy",
        "M/d/yyyy", "MM/dd/yyyy", "d.M.yyyy", "dd.MM.yyyy", "yyyy/M/d", "yyyyMMdd", "d-MMM-yyyy",
    ];

    /// <summary>The letters a to z, 3 to 12 of them, and the same ones backwards: the alignment is antidiagonal.</summary>
    /// <param name="training">How many pairs to learn from, 0 or more.</param>
    /// <param name="unseen">How many to ask.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="SluiceException">A number is below 0.</exception>
    public static (IReadOnlyList<SequencePair> Training, IReadOnlyList<SequencePair> Unseen) Reversed(int training, int unseen, ulong seed)
        => Make(training, unseen, number =>
        {
            var random = new RandomStream(seed, Purpose.Data, epoch: 1, step: number);
            char[] letters = [.. Enumerable.Range(1, 3 + random.Below(10, 0)).Select(i => (char)('a' + random.Below(26, (uint)i)))];
            return new SequencePair(new string(letters), new string([.. letters.Reverse()]));
        });

    /// <summary>
    /// Dates of 1900 to 2099 as people write them, "3 March 2021", "Mar 3, 2021", "03.03.2021", and as ISO 8601 has them, "2021-03-03".
    /// </summary>
    /// <inheritdoc cref="Reversed"/>
    /// <exception cref="SluiceException">A number is below 0, or so many pairs to learn from leave no date unseen.</exception>
    public static (IReadOnlyList<SequencePair> Training, IReadOnlyList<SequencePair> Unseen) Dates(int training, int unseen, ulong seed)
        => Make(training, unseen, number =>
        {
            var random = new RandomStream(seed, Purpose.Data, epoch: 2, step: number);
            var first = new DateOnly(FirstYear, 1, 1);
            var date = first.AddDays(random.Below(first.AddYears(Years).DayNumber - first.DayNumber, 0));
            string form = s_forms[random.Below(s_forms.Length, 1)].Replace("{0}", date.Day + Ending(date.Day), StringComparison.Ordinal);
            string source = date.ToString(form, CultureInfo.InvariantCulture);
            return new SequencePair(
                random.Below(4, 2) == 0 ? source.ToLowerInvariant() : source, date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        });

    private static (IReadOnlyList<SequencePair>, IReadOnlyList<SequencePair>) Make(int training, int unseen, Func<uint, SequencePair> draw)
    {
        if (training < 0 || unseen < 0)
            throw new SluiceException($"Practice: expected 0 pairs or more, got {training} to learn from and {unseen} unseen.");
        uint number = 0;
        var learned = Distinct(training, _ => true);
        var targets = learned.Select(p => p.Target).ToHashSet(StringComparer.Ordinal);
        return (learned, Distinct(unseen, p => !targets.Contains(p.Target)));

        List<SequencePair> Distinct(int count, Func<SequencePair, bool> wanted)
        {
            var sources = new HashSet<string>(StringComparer.Ordinal);
            List<SequencePair> pairs = [];
            for (int vain = 0; pairs.Count < count; vain++)
            {
                if (vain > 1000)
                    throw new SluiceException(
                        $"Practice: expected {training} different pairs to learn from and {unseen} unseen, got only {pairs.Count}; ask for fewer.");
                var pair = draw(number++);
                if (!wanted(pair) || !sources.Add(pair.Source)) continue;
                pairs.Add(pair with { Line = pairs.Count + 1 });
                vain = 0;
            }

            return pairs;
        }
    }

    private static string Ending(int day) => day is 11 or 12 or 13 ? "th" : (day % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
}
