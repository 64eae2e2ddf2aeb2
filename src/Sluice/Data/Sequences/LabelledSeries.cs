using Sluice.Data.Tables;

namespace Sluice.Data.Sequences;

/// <summary>A series of numbers in the order of time, and where in it something was wrong.</summary>
/// <param name="Name">What reports call it.</param>
/// <param name="Times">The time of each row.</param>
/// <param name="Values">The value of each row.</param>
/// <param name="Windows">The rows around each anomaly, in order and apart from each other.</param>
public sealed record LabelledSeries(string Name, IReadOnlyList<DateTime> Times, double[] Values, IReadOnlyList<RowRange> Windows)
{
    private const double ProbationShare = 0.15;
    private const int MostProbation = 750;

    /// <summary>The rows at the start that a detector may learn from and that are not scored: 15 %, at most 750.</summary>
    public int Probation => Math.Min((int)(ProbationShare * Values.Length), MostProbation);
}
