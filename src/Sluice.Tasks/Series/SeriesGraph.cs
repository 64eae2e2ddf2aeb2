using Sluice.Networks;

namespace Sluice.Tasks.Series;

/// <summary>Windows as values of a network, in the unit of the net: what <see cref="SeriesBatch"/> is to a run.</summary>
/// <param name="Seen">The values seen [lookback, B]; not a number where one is missing.</param>
/// <param name="Level">What they are taken relative to [B].</param>
/// <param name="Base">The naive forecast of each step [horizon, B].</param>
/// <param name="Known">What is known of the rows seen and those ahead [lookback + horizon, B, columns]; "" for nothing.</param>
/// <param name="Past">What is only seen [lookback, B, columns]; "" for nothing.</param>
/// <param name="Static">What is constant [B, columns]; "" for nothing.</param>
/// <param name="Series">The place of each series [B]; "" where the net does not ask.</param>
internal sealed record SeriesGraph(string Seen, string Level, string Base, string Known, string Past, string Static, string Series)
{
    /// <summary>A row for each window, repeated for so many steps.</summary>
    public static string Repeated(NetworkBuilder net, string rows, int steps)
        => net.Add("Expand", net.Unsqueeze(rows, 0), net.Concat(0, net.Integers(steps), net.Add("Shape", rows)));

    /// <summary>Each value seen, less the level and 0 where it is missing, and behind it whether it is missing, where the net reads that.</summary>
    public IEnumerable<string> Values(NetworkBuilder net, bool missing)
    {
        string seen = net.Unsqueeze(Seen, -1);
        yield return net.Known(net.Add("Sub", seen, net.Unsqueeze(Level, -1)), net.Number(0));
        if (missing) yield return net.Cast(net.Add("IsNaN", seen), ElementType.Float);
    }
}
