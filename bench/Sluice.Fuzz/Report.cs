using System.Diagnostics;

namespace Sluice.Fuzz;

/// <summary>What became of the inputs of one target.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Inputs">How many were read.</param>
/// <param name="Accepted">How many gave a result.</param>
/// <param name="Refused">How many ended in a SluiceFormatException.</param>
/// <param name="Others">The inputs that ended in any other exception: each is a defect.</param>
/// <param name="WorstMilliseconds">The longest time for one input.</param>
/// <param name="WorstMegabytes">The most memory allocated for one input, beyond twice its length.</param>
public sealed record Report(string Target, long Inputs, long Accepted, long Refused, IReadOnlyList<(uint Number, Exception Exception)> Others, double WorstMilliseconds, double WorstMegabytes)
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
            long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            try
            {
                target.Read(input);
                accepted++;
            }
            catch (SluiceFormatException)
            {
                refused++;
            }
            catch (Exception e)
            {
                others.Add((count, e));
            }

            worstTicks = Math.Max(worstTicks, Stopwatch.GetTimestamp() - start);
            worstBytes = Math.Max(worstBytes, GC.GetAllocatedBytesForCurrentThread() - before - 2 * input.Length);
            count++;
        }

        return new Report(target.Name, count, accepted, refused, others, Stopwatch.GetElapsedTime(0, worstTicks).TotalMilliseconds, worstBytes / 1e6);
    }
}
