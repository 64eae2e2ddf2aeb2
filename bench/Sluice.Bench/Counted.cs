using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Sluice.Vectors;

namespace Sluice.Bench;

/// <summary>
/// One float whose multiply-adds are counted for each thread: on a device of such vectors the engine's own code tells who works how much.
/// </summary>
internal readonly unsafe struct Counted(Float1 value) : IVector<Counted, float>
{
    // Of the numbers of a thread one counts; the others keep those of other threads out of its cache line.
    private const int Place = 16;

    private static readonly ConcurrentBag<long[]> s_all = [];

    [ThreadStatic]
    private static long[]? t_own;

    private readonly Float1 _value = value;

    public static int Count => 1;

    /// <summary>The multiply-adds of each thread that made some since the last call. No thread computes meanwhile.</summary>
    public static long[] Take()
    {
        long[] counts = [.. s_all.Select(c => c[Place]).Where(n => n > 0)];
        foreach (long[] counter in s_all) counter[Place] = 0;
        return counts;
    }

    public static Counted Fma(Counted a, Counted b, Counted c)
    {
        (t_own ?? Begin())[Place]++;
        return new(Float1.Fma(a._value, b._value, c._value));
    }

    public static Counted Load(float* source) => new(Float1.Load(source));

    public static void Store(float* target, Counted value) => Float1.Store(target, value._value);

    public static Counted Broadcast(float value) => new(Float1.Broadcast(value));

    public static Counted Constant(double value) => new(Float1.Constant(value));

    public static Counted operator +(Counted a, Counted b) => new(a._value + b._value);

    public static Counted operator -(Counted a, Counted b) => new(a._value - b._value);

    public static Counted operator *(Counted a, Counted b) => new(a._value * b._value);

    public static Counted operator /(Counted a, Counted b) => new(a._value / b._value);

    public static Counted operator -(Counted a) => new(-a._value);

    public static Counted Max(Counted a, Counted b) => new(Float1.Max(a._value, b._value));

    public static Counted Min(Counted a, Counted b) => new(Float1.Min(a._value, b._value));

    public static Counted Abs(Counted x) => new(Float1.Abs(x._value));

    public static Counted Sqrt(Counted x) => new(Float1.Sqrt(x._value));

    public static Counted SelectLess(Counted a, Counted b, Counted then, Counted otherwise)
        => new(Float1.SelectLess(a._value, b._value, then._value, otherwise._value));

    public static Counted Exp(Counted x) => new(Float1.Exp(x._value));

    public static Counted Log(Counted x) => new(Float1.Log(x._value));

    public static Counted Tanh(Counted x) => new(Float1.Tanh(x._value));

    public static Counted Sigmoid(Counted x) => new(Float1.Sigmoid(x._value));

    public static Counted Softplus(Counted x) => new(Float1.Softplus(x._value));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long[] Begin()
    {
        s_all.Add(t_own = new long[2 * Place]);
        return t_own;
    }
}
