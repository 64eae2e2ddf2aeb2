namespace Sluice.Bench;

/// <summary>Someone who can do a problem: with so many threads, measured for about so many seconds; null where it cannot.</summary>
internal sealed record Contender(string Name, int Threads, Func<double, PeerTiming?> Measure);

/// <summary>What came of a contender: the median of its rounds' medians, and its least time.</summary>
internal sealed record Standing(string Name, int Threads, double Median, double Least);

/// <summary>
/// One problem, timed in turns by Sluice and its peers, each with the number of threads that suits it best: rounds go on until the ratio to the
/// best peer is known, or there are no more.
/// </summary>
/// <param name="Own">Sluice.</param>
/// <param name="Peers">The peers, the fastest first; none where no peer can do it.</param>
/// <param name="Ratio">The median over the rounds of the best peer's time by Sluice's; 0 without a peer.</param>
/// <param name="Low">The least that this median may be, 90 times in 100 or more.</param>
/// <param name="High">The most.</param>
/// <param name="Rounds">The rounds that were needed.</param>
internal sealed record Duel(Standing Own, IReadOnlyList<Standing> Peers, double Ratio, double Low, double High, int Rounds)
{
    // Where the interval is this narrow, more rounds would tell nothing new.
    private const double Narrow = 1.1;
    private const int Least = 5;

    // Peers far behind the best are timed in the first rounds alone.
    private const double Behind = 1.25;
    private const int ForAll = 2;

    /// <summary>Whether the interval is narrow.</summary>
    public bool IsNarrow => Peers.Count == 0 || High <= Low * Narrow;

    /// <summary>Times all in turns.</summary>
    public static Duel Of(IReadOnlyList<Contender> own, IReadOnlyList<Contender> peers, double seconds, int rounds)
    {
        var mine = Best(own, seconds) ?? throw new SluiceException("bench: Sluice itself gave no time.");
        Contender[] theirs = [.. peers.GroupBy(p => p.Name).Select(p => Best([.. p], seconds)).OfType<Contender>()];
        var times = theirs.Prepend(mine).ToDictionary(c => c, _ => new List<PeerTiming>());
        for (int round = 0; ; round++)
        {
            double best = round < ForAll ? double.PositiveInfinity : theirs.Min(t => (double?)Median(times[t])) ?? 0;
            foreach (var contender in theirs.Where(t => round < ForAll || Median(times[t]) <= Behind * best).Prepend(mine))
                if (contender.Measure(seconds) is { } timing) times[contender].Add(timing);
            if (round + 1 < Math.Min(Least, rounds)) continue;
            Contender[] order = [.. theirs.Where(t => times[t].Count > 0).OrderBy(t => Median(times[t]))];
            double[] ratios = order.Length == 0 ? [] : [.. times[order[0]].Zip(times[mine], (a, b) => a.Median / b.Median)];
            var (low, high) = Interval(ratios);
            var duel = new Duel(Place(mine), [.. order.Select(Place)], Median(ratios), low, high, round + 1);
            if (duel.IsNarrow || round + 1 >= rounds) return duel;
        }

        Standing Place(Contender c) => new(c.Name, c.Threads, Median(times[c]), times[c].Min(t => t.Minimum));
    }

    /// <summary>
    /// Between which of the values the median of all that could be drawn lies, 90 times in 100 or more: the k-th least and the k-th largest of n,
    /// where fewer than k of n throws of a coin show heads at most 5 times in 100. With fewer than five, the least and the largest.
    /// </summary>
    internal static (double Low, double High) Interval(double[] values)
    {
        if (values.Length == 0) return (0, 0);
        double[] sorted = [.. values.Order()];
        double term = Math.Pow(0.5, values.Length), below = term;
        int k = 1;
        for (int heads = 1; heads < values.Length / 2; heads++)
        {
            term *= (double)(values.Length - heads + 1) / heads;
            below += term;
            if (below > 0.05) break;
            k = heads + 1;
        }

        return (sorted[k - 1], sorted[^k]);
    }

    private static Contender? Best(IReadOnlyList<Contender> contenders, double seconds) =>
        contenders.Select(c => (Contender: c, Timing: c.Measure(seconds / 2))).Where(c => c.Timing is not null)
            .OrderBy(c => c.Timing!.Value.Median).FirstOrDefault().Contender;

    private static double Median(List<PeerTiming> times) => times.Count == 0 ? double.PositiveInfinity : Median([.. times.Select(t => t.Median)]);

    private static double Median(double[] values)
    {
        if (values.Length == 0) return 0;
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
