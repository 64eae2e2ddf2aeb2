using Sluice.Kernels;

namespace Sluice.Learn.Studies.Problems;

/// <summary>Random numbers one after the other.</summary>
public sealed class Dice(RandomStream random)
{
    private uint _next;

    /// <summary>Uniform in [0, 1).</summary>
    public float Uniform() => random.Uniform(_next++);

    /// <summary>Uniform in 0 .. n − 1.</summary>
    public int Below(int n) => random.Below(n, _next++);

    /// <summary>Uniform in from .. to, both included.</summary>
    public int Between(int from, int to) => from + Below(to - from + 1);
}
