namespace Sluice.Learn.Synthesis;

/// <summary>One period of a season with a mean of 0 and a deviation of 1, which may change into another one over the years.</summary>
public sealed class SeasonalPattern
{
    private readonly double[] _shape, _later;
    private readonly bool _changes;
    private readonly double _growth, _wobble, _turns;

    /// <summary>Draws a pattern.</summary>
    /// <param name="chance">The random numbers.</param>
    /// <param name="period">Steps of a period.</param>
    public SeasonalPattern(Chance chance, int period)
    {
        _shape = Shape(chance, period);
        _changes = chance.Is(0.2);
        _later = _changes ? Shape(chance, period) : _shape;
        _growth = chance.Is(0.2) ? chance.Uniform(-0.6, 1.5) : 0;
        _wobble = chance.Is(0.25) ? chance.Uniform(0.1, 0.5) : 0;
        _turns = chance.Uniform(0.5, 4);
    }

    /// <summary>The value at step t of n.</summary>
    public double At(int t, int n)
    {
        double share = (double)t / n;
        int phase = t % _shape.Length;
        double value = _changes ? (1 - share) * _shape[phase] + share * _later[phase] : _shape[phase];
        return value * Math.Max(0, 1 + _growth * share + _wobble * Math.Sin(2 * Math.PI * _turns * share));
    }

    private static double[] Shape(Chance chance, int period)
    {
        var shape = new double[period];
        switch (period <= 12 ? chance.Weighted([3, 5, 1, 1]) : chance.Weighted([4, 2, 1.5, 3, 1.5]))
        {
            case 0: Harmonics(chance, shape); break;
            case 1: Free(chance, shape); break;
            case 2: Duty(chance, shape); break;
            case 3: Peaks(chance, shape); break;
            default: Sawtooth(chance, shape); break;
        }

        // Where it begins is of no meaning.
        int turn = chance.Between(0, period - 1);
        return Standardised([.. shape[turn..], .. shape[..turn]]);
    }

    /// <summary>Up to six sines, weaker with their frequency.</summary>
    private static void Harmonics(Chance chance, double[] shape)
    {
        int most = Math.Max(1, Math.Min(6, shape.Length / 2)), count = chance.Between(1, most);
        for (int k = 1; k <= count; k++)
        {
            double amplitude = chance.Normal() / Math.Pow(k, 0.7), phase = chance.Uniform(0, 2 * Math.PI);
            for (int t = 0; t < shape.Length; t++) shape[t] += amplitude * Math.Sin(2 * Math.PI * k * t / shape.Length + phase);
        }
    }

    /// <summary>A walk that returns to where it began: smooth or ragged.</summary>
    private static void Free(Chance chance, double[] shape)
    {
        double keep = shape.Length <= 12 ? chance.Uniform(0, 0.6) : chance.Uniform(0.5, 0.98), at = 0;
        for (int round = 0; round < 2; round++)
            for (int t = 0; t < shape.Length; t++) shape[t] = at = keep * at + Math.Sqrt(1 - keep * keep) * chance.Normal();
        for (int t = 0; t < shape.Length; t++) shape[t] += (shape[0] - at) * t / shape.Length;
    }

    /// <summary>On for a share of the period, off for the rest.</summary>
    private static void Duty(Chance chance, double[] shape)
    {
        int on = Math.Clamp((int)Math.Round(chance.Uniform(0.05, 0.8) * shape.Length), 1, Math.Max(1, shape.Length - 1));
        double tilt = chance.Is(0.3) ? chance.Uniform(-1, 1) : 0;
        for (int t = 0; t < shape.Length; t++) shape[t] = t < on ? 1 + tilt * t / on : 0;
    }

    /// <summary>One to three bumps, as traffic has.</summary>
    private static void Peaks(Chance chance, double[] shape)
    {
        for (int peaks = chance.Between(1, 3); peaks > 0; peaks--)
        {
            double middle = chance.Uniform(), width = chance.Logarithmic(0.015, 0.2), height = chance.Uniform(0.3, 1);
            for (int t = 0; t < shape.Length; t++)
            {
                double away = Math.Abs((double)t / shape.Length - middle);
                away = Math.Min(away, 1 - away) / width;
                shape[t] += height * Math.Exp(-away * away / 2);
            }
        }
    }

    /// <summary>A rise and a fall that take different times.</summary>
    private static void Sawtooth(Chance chance, double[] shape)
    {
        double top = chance.Uniform(0.02, 0.98);
        for (int t = 0; t < shape.Length; t++)
        {
            double at = (double)t / shape.Length;
            shape[t] = at < top ? at / top : (1 - at) / (1 - top);
        }
    }

    private static double[] Standardised(double[] shape)
    {
        double mean = shape.Average(), deviation = Math.Sqrt(shape.Average(v => (v - mean) * (v - mean)));
        return deviation < 1e-9 ? new double[shape.Length] : [.. shape.Select(v => (v - mean) / deviation)];
    }
}
