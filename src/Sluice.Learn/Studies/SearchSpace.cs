using Sluice.Kernels;

namespace Sluice.Learn.Studies;

/// <summary>What is drawn at random for each trial of a comparison.</summary>
/// <param name="Rate">The learning rate at its highest.</param>
/// <param name="Hidden">Units of a layer.</param>
/// <param name="Dropout">The share of values hidden in training.</param>
/// <param name="Seed">The seed of weights and order.</param>
public sealed record Draw(double Rate, int Hidden, double Dropout, ulong Seed);

/// <summary>
/// From where the settings of trials are drawn: rate and hidden size evenly on a logarithmic scale, dropout evenly. A trial's
/// draw is a function of seed and number alone: every cell is tried with the same settings.
/// </summary>
public sealed record SearchSpace
{
    // Every cell of the catalog can have a multiple of this many units, and vectors are full.
    private const int HiddenStep = 8;

    /// <summary>The range of learning rates.</summary>
    public (double Least, double Most) Rate { get; init; } = (3e-4, 0.1);

    /// <summary>The range of hidden sizes; rounded to multiples of 8.</summary>
    public (int Least, int Most) Hidden { get; init; } = (32, 256);

    /// <summary>The range of dropout shares.</summary>
    public (double Least, double Most) Dropout { get; init; } = (0, 0.5);

    /// <summary>The most parameters a net may have: then sizes are not drawn, but every net has as many as fit; 0 for none.</summary>
    public long Parameters { get; init; }

    /// <summary>Says what is wrong with the ranges.</summary>
    /// <exception cref="SluiceException">A range whose least is above its most.</exception>
    public void Check()
    {
        if (Rate.Least > Rate.Most) throw new SluiceException($"least_rate: expected no more than most_rate, {Rate.Most}, got {Rate.Least}.");
        if (Hidden.Least > Hidden.Most)
            throw new SluiceException($"least_hidden: expected no more than most_hidden, {Hidden.Most}, got {Hidden.Least}.");
        if (Dropout.Least > Dropout.Most)
            throw new SluiceException($"least_dropout: expected no more than most_dropout, {Dropout.Most}, got {Dropout.Least}.");
    }

    /// <summary>The draw of a trial.</summary>
    public Draw Of(ulong seed, int trial)
    {
        var random = new RandomStream(seed, Purpose.Sampling, (uint)trial);
        double hidden = Between(random.Uniform(1), Math.Log(Hidden.Least), Math.Log(Hidden.Most));
        return new Draw(
            Rounded(Math.Exp(Between(random.Uniform(0), Math.Log(Rate.Least), Math.Log(Rate.Most)))),
            Math.Max(1, (int)Math.Round(Math.Exp(hidden) / HiddenStep)) * HiddenStep,
            Rounded(Between(random.Uniform(2), Dropout.Least, Dropout.Most)),
            seed + (ulong)trial);
    }

    /// <summary>The largest hidden size, a multiple of 8, with which a net has no more than <see cref="Parameters"/>.</summary>
    /// <param name="parametersOf">The parameters of a net of some hidden size.</param>
    /// <exception cref="SluiceException">Even the least is too large.</exception>
    public int LargestHidden(Func<int, long> parametersOf)
    {
        int low = 0, high = 1;
        while (parametersOf(high * HiddenStep) <= Parameters) (low, high) = (high, 2 * high);
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (parametersOf(middle * HiddenStep) <= Parameters) low = middle;
            else high = middle;
        }

        return low > 0 ? low * HiddenStep : throw new SluiceException(
            $"a net of {HiddenStep} units has {parametersOf(HiddenStep)} parameters already, expected at most {Parameters}.");
    }

    private static double Between(double share, double least, double most) => least + share * (most - least);

    /// <summary>Three digits say all, and a table stays readable.</summary>
    private static double Rounded(double value)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(value, 1e-12))) - 2);
        return Math.Round(Math.Round(value / unit) * unit, 12);
    }
}
