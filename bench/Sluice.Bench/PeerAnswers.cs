namespace Sluice.Bench;

/// <summary>Seconds per run, over the runs of one measurement.</summary>
internal readonly record struct PeerTiming(double Median, double Minimum, int Runs);

/// <summary>
/// Three numbers that peers agree about. Of a layer: the sum of y, the sum of y², the last value of y (of the last row at its own end). Of a
/// training: its loss at the first, the second and the tenth step.
/// </summary>
internal readonly record struct PeerOutput(double First, double Second, double Third)
{
    // Different orders of summation of up to a million terms: sums agree to about 1e-5 of the root of the squares.
    private const double Agreement = 1e-4;

    /// <summary>Whether two layers computed the same.</summary>
    public bool IsLike(PeerOutput other)
    {
        double scale = Math.Sqrt(Math.Max(Second, 1e-30));
        return Math.Abs(First - other.First) < Agreement * (scale + Math.Abs(First)) && Math.Abs(Second - other.Second) < Agreement * Second
            && Math.Abs(Third - other.Third) < Agreement;
    }

    /// <summary>Whether two trainings went the same way; each step makes their differences larger.</summary>
    public bool WentLike(PeerOutput other) =>
        Math.Abs(First - other.First) < Agreement * First && Math.Abs(Second - other.Second) < 10 * Agreement * Second
        && Math.Abs(Third - other.Third) < 100 * Agreement * Third;
}
