using Sluice.Data.Sequences;

namespace Sluice.Learn.Studies.Anomalies;

/// <summary>What a detector earned.</summary>
/// <param name="Profile">The name of the profile.</param>
/// <param name="Score">100 for each window found at its start and no false alarm, 0 for no alarm at all.</param>
/// <param name="Threshold">The least score of a row that is an alarm, the same for all series; infinite for no alarm.</param>
/// <param name="Found">Windows with an alarm.</param>
/// <param name="Windows">Windows.</param>
/// <param name="FalseAlarms">Rows outside of all windows with an alarm.</param>
public sealed record NabScore(string Profile, double Score, double Threshold, int Found, int Windows, int FalseAlarms);

/// <summary>
/// The score of the Numenta Anomaly Benchmark (Lavin and Ahmad 2015, "Evaluating real-time anomaly detection algorithms", section
/// II): σ(y) = 2 / (1 + e^(5y)) − 1 of the place y of an alarm, −1 at the start of a window and 0 at its end. A window earns the
/// most that an alarm in it has, or loses the weight of a miss; an alarm outside loses by its distance from the window before it,
/// in window lengths, and all of the weight before the first window. The first rows of each series are not scored.
/// </summary>
public static class NabScorer
{
    private const double Far = 3;

    // In the order of falling scores: what each row changes when it becomes an alarm.
    private readonly record struct Alarm(double Score, double Worth, int Window);

    /// <summary>Scores a detector with one threshold for all series: the one that is best for it, as the benchmark does, or a given one.</summary>
    /// <param name="profile">The weights.</param>
    /// <param name="series">The series.</param>
    /// <param name="scores">The score of each row of each series; the higher, the more unusual.</param>
    /// <param name="threshold">The least score that is an alarm, or null for the best.</param>
    /// <exception cref="SluiceException">A series without a score for each row, or a score that is not a number.</exception>
    public static NabScore Score(NabProfile profile, IReadOnlyList<LabelledSeries> series, IReadOnlyList<double[]> scores, double? threshold = null)
    {
        if (series.Count != scores.Count)
            throw new SluiceException($"NabScorer: expected the scores of {series.Count} series, got those of {scores.Count}.");
        var alarms = new List<Alarm>();
        int windows = 0;
        for (int s = 0; s < series.Count; s++)
        {
            Add(profile, series[s], scores[s], windows, alarms);
            windows += series[s].Windows.Count;
        }

        alarms.Sort((a, b) => b.Score.CompareTo(a.Score));
        var earned = new double[windows];
        Array.Fill(earned, -profile.Miss);
        double nothing = -profile.Miss * windows, sum = nothing;
        int found = 0, wrong = 0;
        var best = new NabScore(profile.Name, sum, double.PositiveInfinity, 0, windows, 0);
        for (int i = 0; i < alarms.Count; i++)
        {
            var (score, worth, window) = alarms[i];
            if (window < 0)
            {
                sum += worth;
                wrong++;
            }
            else if (worth > earned[window])
            {
                if (earned[window] < 0) found++;
                sum += worth - earned[window];
                earned[window] = worth;
            }

            bool last = i + 1 == alarms.Count || alarms[i + 1].Score != score;
            if (last && (threshold is { } least ? score >= least : sum > best.Score))
                best = best with { Score = sum, Threshold = score, Found = found, FalseAlarms = wrong };
        }

        return best with { Score = windows == 0 ? 0 : 100 * (best.Score - nothing) / (profile.Hit * windows - nothing) };
    }

    /// <summary>σ of a place: −1 is the start of a window, 0 its end, and beyond it counts in window lengths.</summary>
    internal static double Worth(double place) => place >= Far ? -1 : 2 / (1 + Math.Exp(5 * place)) - 1;

    private static void Add(NabProfile profile, LabelledSeries series, double[] scores, int firstWindow, List<Alarm> alarms)
    {
        if (scores.Length != series.Values.Length)
            throw new SluiceException($"NabScorer: {series.Name} has {series.Values.Length} rows, expected as many scores, got {scores.Length}.");
        int next = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            if (double.IsNaN(scores[row])) throw new SluiceException($"NabScorer: {series.Name}, row {row + 1}: expected a score, got NaN.");
            while (next < series.Windows.Count && row >= series.Windows[next].End) next++;
            if (row < series.Probation) continue;
            if (next < series.Windows.Count && row >= series.Windows[next].Start)
            {
                var window = series.Windows[next];
                double place = -(double)(window.End - row) / window.Count;
                alarms.Add(new(scores[row], profile.Hit * Worth(place) / Worth(-1), firstWindow + next));
            }
            else
            {
                var before = next > 0 ? series.Windows[next - 1] : default;
                double worth = next == 0 ? -1 : Worth((double)(row - (before.End - 1)) / (before.Count - 1));
                alarms.Add(new(scores[row], profile.FalseAlarm * worth, -1));
            }
        }
    }
}
