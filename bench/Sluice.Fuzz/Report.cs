using System.Diagnostics;

namespace Sluice.Fuzz;

/// <summary>What became of the inputs of one target.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Inputs">How many were read.</param>
/// <param name="Accepted">How many gave a result.</param>
/// <param name="Refused">How many ended in a SluiceFormatException.</param>
/// <param name="Others">The inputs that ended in any other exception: each is a defect.</param>
/// <param name="WorstMilliseconds">The longest time for one input; of one that took long, the least of three, since others may use the
/// machine.</param>
/// <param name="WorstMegabytes">The most memory allocated for one input, beyond twice its length.</param>
public sealed record Report(
    string Target, long Inputs, long Accepted, long Refused, IReadOnlyList<(uint Number, Exception Exception)> Others, double WorstMilliseconds,
    double WorstMegabytes)
{
    /// <summary>Reads the inputs 0 .. count-1 of a target.</summary>
    public static Report Of(Target target, uint count, ulong seed)
    {
        var mutator = new Mutator(seed);
        return Of(target, Inputs());

        IEnumerable<byte[]> Inputs()
        {
            for (uint i = 0; i < count; i++) yield return mutator.Make(target, i);
        }
    }

    /// <summary>Reads the samples of a target with odd values in the place of each of their settings.</summary>
    public static Report OfSettings(Target target) => Of(target, target.Samples.SelectMany(OddSettings.Of));

    private static Report Of(Target target, IEnumerable<byte[]> inputs)
    {
        var others = new List<(uint, Exception)>();
        uint count = 0;
        long accepted = 0, refused = 0, worstTicks = 0, worstBytes = 0;
        foreach (var sample in target.Samples) target.Read(sample); // the samples are good, and the code is compiled
        foreach (byte[] input in inputs)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var (ticks, failure) = Read(target, input);
            worstBytes = Math.Max(worstBytes, GC.GetAllocatedBytesForCurrentThread() - before - 2 * input.Length);
            if (failure is null) accepted++;
            else if (failure is SluiceFormatException) refused++;
            else others.Add((count, failure));
            for (int again = 0; again < 2 && ticks > Stopwatch.Frequency / 10; again++) ticks = Math.Min(ticks, Read(target, input).Ticks);
            worstTicks = Math.Max(worstTicks, ticks);
            count++;
        }

        return new Report(target.Name, count, accepted, refused, others, Stopwatch.GetElapsedTime(0, worstTicks).TotalMilliseconds, worstBytes / 1e6);
    }

    private static (long Ticks, Exception? Failure) Read(Target target, byte[] input)
    {
        long start = Stopwatch.GetTimestamp();
        Exception? failure = null;
        try
        {
            target.Read(input);
        }
        catch (Exception e)
        {
            failure = e;
        }

        return (Stopwatch.GetTimestamp() - start, failure);
    }
}
