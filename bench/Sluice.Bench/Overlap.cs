using System.Diagnostics;
using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Layers;
using Sluice.Mpi;

namespace Sluice.Bench;

/// <summary>
/// What it would gain to send gradients while others are computed: an exchange of as many bytes as a layer has weights, after a computation and
/// beside it, by a thread of its own. Two processes, all in turns; medians.
/// </summary>
internal static class Overlap
{
    private const int Steps = 20, Batch = 32;

    public static int Print(int rounds)
    {
        using var group = MpiGroup.Join();
        if (group is null or { Count: not 2 })
        {
            Console.Error.WriteLine($"error: expected two processes (mpirun -n 2), got {group?.Count ?? 1}.");
            return 2;
        }

        Device.UseThreads(1);
        if (group.Rank == 0)
        {
            Console.WriteLine($"{Machine.Processor}, {Machine.Cores} cores, {Machine.Runtime}, {DateTime.UtcNow:yyyy-MM-dd}. Medians of {rounds} turns.");
            Console.WriteLine("| LSTM | MB of gradients | computing ms | exchange ms | one after the other | at once | gained |");
            Console.WriteLine("|---|---|---|---|---|---|---|");
        }

        foreach (int units in new[] { 256, 512, 1024, 2048 }) Row(group, units, rounds);
        return 0;
    }

    private static void Row(MpiGroup group, int units, int rounds)
    {
        var layer = new RecurrentStack("rnn", new StackOptions("lstm", units, units), 1);
        var x = new Tensor(Steps, Batch, units);
        var tape = new Tape(recording: false);
        byte[] message = new byte[4 * layer.Parameters.Sum(p => p.Count)], answer = new byte[message.Length];
        void Compute()
        {
            tape.Reset();
            layer.Run(tape, x, out _);
        }

        void Exchange() => group.Exchange(1 - group.Rank, message, answer);
        void AtOnce()
        {
            var other = Task.Factory.StartNew(Exchange, TaskCreationOptions.LongRunning);
            Compute();
            other.Wait();
        }

        Action[] all = [Compute, Exchange, () => { Compute(); Exchange(); }, AtOnce];
        var times = all.Select(_ => new double[rounds]).ToArray();
        for (int round = -2; round < rounds; round++)
        {
            for (int a = 0; a < all.Length; a++)
            {
                // Both begin together.
                group.Exchange(1 - group.Rank, new byte[8], new byte[8]);
                long start = Stopwatch.GetTimestamp();
                all[a]();
                if (round >= 0) times[a][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        double Median(int a) => times[a].Order().ElementAt(rounds / 2);
        if (group.Rank == 0)
        {
            Console.WriteLine(
                $"| {units} | {message.Length / 1e6:F1} | {Median(0):F1} | {Median(1):F1} | {Median(2):F1} | {Median(3):F1} | {100 * (1 - Median(3) / Median(2)):F0} % |");
        }
    }
}
