namespace Sluice.Inspection;

public sealed partial class LayerFlow
{
    private const double Negligible = 1e-30;

    /// <summary>The geometric mean of the change from lag to lag, of all states together, as far as there is something to see; else 0.</summary>
    public double FactorPerStep
    {
        get
        {
            double[] whole = Whole;
            int last = Array.FindLastIndex(whole, w => w > Negligible);
            return last < 2 ? 0 : Math.Pow(whole[last] / whole[1], 1.0 / (last - 1));
        }
    }

    /// <summary>At each lag the median norms of all states together.</summary>
    public double[] Whole
    {
        get
        {
            double[][] medians = [.. States.Select(Median)];
            return [.. Enumerable.Range(0, medians[0].Length).Select(lag => Math.Sqrt(medians.Sum(m => m[lag] * m[lag])))];
        }
    }

    /// <summary>The mean of the spectra measured, from the largest singular value on; empty where none was asked for.</summary>
    public double[] Spectrum => _spectra.Count == 0 ? [] : [.. Enumerable.Range(0, _spectra[0].Length).Select(i => _spectra.Average(s => s[i]))];

    /// <summary>At each lag the median over the sequences of ‖∂L/∂state‖ beside that of the output at lag 0.</summary>
    public double[] Median(string state) => Across(state, r => (r[(r.Length - 1) / 2] + r[r.Length / 2]) / 2);

    /// <summary>The lowest of them.</summary>
    public double[] Lowest(string state) => Across(state, r => r[0]);

    /// <summary>The highest of them.</summary>
    public double[] Highest(string state) => Across(state, r => r[^1]);

    private double[] Across(string state, Func<double[], double> of)
    {
        double[,] norms = Norms(state), output = Norms(States[0]);
        return [.. Enumerable.Range(0, norms.GetLength(0)).Select(
            lag => of([.. Enumerable.Range(0, norms.GetLength(1)).Select(b => output[0, b] == 0 ? 0 : norms[lag, b] / output[0, b]).Order()]))];
    }
}
