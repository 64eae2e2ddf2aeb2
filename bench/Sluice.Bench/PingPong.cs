using System.Diagnostics;
using Sluice.Mpi;

namespace Sluice.Bench;

/// <summary>What a message costs between two processes: there and back again, the least of many times, halved.</summary>
internal static class PingPong
{
    private const double Seconds = 0.5;

    public static int Print()
    {
        using var group = MpiGroup.Join();
        if (group is null or { Count: not 2 })
        {
            Console.Error.WriteLine($"error: expected two processes (mpirun -n 2), got {group?.Count ?? 1}.");
            return 2;
        }

        if (group.Rank == 0)
        {
            Console.WriteLine($"{Machine.Processor}, {Machine.Cores} cores, {Machine.Runtime}, {DateTime.UtcNow:yyyy-MM-dd}. Least and median of one way.");
            Console.WriteLine("| bytes | least µs | median µs | GB/s at the least |");
            Console.WriteLine("|---|---|---|---|");
        }

        for (int size = 8; size <= 1 << 26; size *= 4)
        {
            byte[] message = new byte[size];
            int rounds = Math.Clamp((int)(Seconds * 1e9 / (2000 + size)), 10, 2000);
            var times = new double[rounds];
            for (int i = -3; i < rounds; i++)
            {
                long start = Stopwatch.GetTimestamp();
                if (group.Rank == 0)
                {
                    group.Send(1, message);
                    group.Receive(1, message);
                }
                else
                {
                    group.Receive(0, message);
                    group.Send(0, message);
                }

                if (i >= 0) times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / 2;
            }

            Array.Sort(times);
            if (group.Rank == 0) Console.WriteLine($"| {size} | {times[0]:F1} | {times[rounds / 2]:F1} | {size / times[0] / 1e3:F2} |");
        }

        return 0;
    }
}
