using Sluice.Cli.Tests;
using Sluice.Devices;
using Sluice.Tests;

namespace Sluice.Campaign.Parts;

/// <summary>A model of each task in turn, asked by sixteen threads at once.</summary>
internal sealed class Isolation : IPart
{
    private const int Threads = 16, Calls = 25, Questions = 8;

    public string Name => "isolation";

    public string Promise => "one model asked by 16 threads at once gives each the bits that a lone caller gets";

    public double Share => 0.06;

    public Outcome Run(Budget budget)
    {
        string[] names = [.. SharedModels.Names];
        using var device = Device.Create(2);
        using var scope = device.Use();
        var models = names.ToDictionary(n => n, SharedModels.Load);
        var lone = names.ToDictionary(n => n, n => Enumerable.Range(0, Questions).Select(q => models[n](q)).ToArray());
        long calls = 0;
        var failures = new List<string>();
        foreach (var c in budget.Cases())
        {
            string name = names[c.Number % names.Length];
            int wrong = 0;
            ManyThreads.Run(Threads, t =>
            {
                for (int i = 0; i < Calls; i++)
                    if (models[name]((t + i) % Questions) != lone[name][(t + i) % Questions]) Interlocked.Increment(ref wrong);
            });
            calls += Threads * Calls;
            if (wrong > 0) failures.Add($"{name}: {wrong} of {Threads * Calls} answers differ; {budget.Repeat(c.Number)}");
        }

        return new Outcome($"{calls:N0} calls of {names.Length} models", failures.Count == 0 ? "all equal" : failures[0], failures);
    }
}
