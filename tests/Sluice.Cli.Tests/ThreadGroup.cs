using System.Collections.Concurrent;
using Sluice.Training;

namespace Sluice.Cli.Tests;

/// <summary>Threads in the place of processes: each has the task and the trainer that a process would have.</summary>
internal sealed class ThreadGroup : IProcessGroup
{
    private readonly BlockingCollection<byte[]>[,] _ways;

    private ThreadGroup(int rank, BlockingCollection<byte[]>[,] ways) => (Rank, _ways) = (rank, ways);

    public int Rank { get; }

    public int Count => _ways.GetLength(0);

    public long Sent { get; private set; }

    public void Send(int to, ReadOnlySpan<byte> message)
    {
        Sent += message.Length;
        _ways[Rank, to].Add(message.ToArray());
    }

    public void Receive(int from, Span<byte> message)
    {
        byte[] came;
        try
        {
            came = _ways[from, Rank].Take();
        }
        catch (InvalidOperationException)
        {
            throw new SluiceException($"process {from} no longer answers");
        }

        if (came.Length != message.Length) throw new SluiceException($"expected {message.Length} bytes of process {from}, got {came.Length}");
        came.CopyTo(message);
    }

    public void Exchange(int with, ReadOnlySpan<byte> message, Span<byte> answer)
    {
        Send(with, message);
        Receive(with, answer);
    }

    /// <summary>Runs so many processes to their end; the first failure is thrown.</summary>
    public static T[] Run<T>(int count, Func<IProcessGroup, T> process)
    {
        var ways = new BlockingCollection<byte[]>[count, count];
        for (int i = 0; i < ways.Length; i++) ways[i / count, i % count] = [];
        var results = new T[count];
        var failures = new Exception?[count];
        Thread[] threads = [.. Enumerable.Range(0, count).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = process(new ThreadGroup(rank, ways));
            }
            catch (Exception e)
            {
                failures[rank] = e;
            }
            finally
            {
                for (int to = 0; to < count; to++) ways[rank, to].CompleteAdding();
            }
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return failures.FirstOrDefault(f => f is not null) is { } failure ? throw failure : results;
    }
}
