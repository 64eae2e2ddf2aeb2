using Sluice.Devices;
using Sluice.Tests;

namespace Sluice.Cli.Tests;

/// <summary>A model of every task, asked by sixteen threads at once: every answer is the one that a single thread gets, to the bit.</summary>
public class SharedModelTests
{
    private const int Threads = 16, Calls = 125;

    public static TheoryData<string> Names => [.. SharedModels.Names];

    [Theory, MemberData(nameof(Names))]
    public void Every_thread_gets_the_bits_that_one_thread_gets(string name)
    {
        const int Questions = 8;
        using var device = Device.Create(2);
        using var scope = device.Use();
        var ask = SharedModels.Load(name);
        string[] expected = [.. Enumerable.Range(0, Questions).Select(q => ask(q))];
        Assert.True(expected.Distinct().Count() > 1, "the questions should have different answers");

        ask = SharedModels.Load(name);
        int wrong = 0;
        ManyThreads.Run(Threads, t =>
        {
            for (int i = 0; i < Calls; i++)
                if (ask((t + i) % Questions) != expected[(t + i) % Questions]) Interlocked.Increment(ref wrong);
        });
        Assert.Equal(0, wrong);
    }
}
