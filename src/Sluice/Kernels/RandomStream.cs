namespace Sluice.Kernels;

/// <summary>What a random number is for; numbers of different purposes are independent. Saved runs depend on the values.</summary>
public enum Purpose : uint
{
    /// <summary>Initial weights.</summary>
    Weights = 1,

    /// <summary>The order of the training examples.</summary>
    Order = 2,

    /// <summary>Dropout masks.</summary>
    Dropout = 3,

    /// <summary>Sampling from a model's predictions.</summary>
    Sampling = 4,

    /// <summary>Made-up data.</summary>
    Data = 5,

    /// <summary>Zoneout masks and other noise on the states.</summary>
    Noise = 6,
}

/// <summary>
/// Random numbers that are a pure function of (seed, purpose, epoch, step, index):
/// the word <c>index mod 4</c> of <see cref="Philox.Block"/> with the seed as key and the counter
/// (index / 4, step, epoch, purpose). Asking twice for the same index gives the same number.
/// </summary>
public readonly struct RandomStream(ulong seed, Purpose purpose, uint epoch = 0, uint step = 0)
{
    /// <summary>32 random bits.</summary>
    public uint Bits(uint index)
    {
        var (w0, w1, w2, w3) = Philox.Block(seed, index >> 2, step, epoch, (uint)purpose);
        return (index & 3) switch { 0 => w0, 1 => w1, 2 => w2, _ => w3 };
    }

    /// <summary>Uniform in [0, 1), a multiple of 2⁻²⁴.</summary>
    public float Uniform(uint index) => (Bits(index) >> 8) * (1f / (1 << 24));

    /// <summary>
    /// Standard normal, by Box and Muller (1958): √(-2 ln u) · cos 2πv for an even index, sin for the odd one after it.
    /// It uses the words of <see cref="Bits"/> at the same index and its neighbour: draw one kind of number from a stream.
    /// </summary>
    public float Normal(uint index)
    {
        var (w0, w1, w2, w3) = Philox.Block(seed, index >> 2, step, epoch, (uint)purpose);
        var (a, b) = (index & 2) == 0 ? (w0, w1) : (w2, w3);
        double u = (a + 1.0) * (1.0 / 4294967296.0); // in (0, 1]: the logarithm stays finite
        double v = b * (2 * Math.PI / 4294967296.0);
        return (float)(Math.Sqrt(-2 * Math.Log(u)) * ((index & 1) == 0 ? Math.Cos(v) : Math.Sin(v)));
    }

    /// <summary>Uniform in 0 .. n-1 (to within n/2³², which no shuffle of a data set can notice).</summary>
    /// <exception cref="SluiceException">n is not positive.</exception>
    public int Below(int n, uint index)
    {
        if (n <= 0) throw new SluiceException($"RandomStream.Below: n must be positive, got {n}.");
        return (int)(((ulong)Bits(index) * (uint)n) >> 32);
    }

    /// <summary>Puts the items into a random order (Fisher and Yates; draws the indices 0 .. Length-2).</summary>
    public void Shuffle(Span<int> items)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = Below(last + 1, (uint)(items.Length - 1 - last));
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
