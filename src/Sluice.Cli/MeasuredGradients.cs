using System.Globalization;
using Sluice.Inspection;
using Sluice.Tasks.Reports;

namespace Sluice.Cli;

/// <summary>How gradients flow back in some nets, side by side: as a table, as an object for JSON, and as pictures.</summary>
/// <param name="About">One sentence on what was measured.</param>
/// <param name="Nets">Each net under its name.</param>
internal sealed record MeasuredGradients(string About, IReadOnlyList<(string Name, GradientFlow Flow)> Nets)
{
    private const double Negligible = 1e-30;

    /// <summary>The pictures, each with a name for its file.</summary>
    public IReadOnlyList<(string Name, string Svg)> Pictures()
    {
        var layers = Layers();
        var norms = layers.SelectMany((l, i) => l.Layer.States.Select((s, dash) => new PlotLine(
            $"{l.Name}: {s}", [.. l.Layer.Median(s).Select((y, lag) => ((double)lag, y > Negligible ? y : double.NaN))], i, dash)));
        var spectra = layers.Select(
            (l, i) => new PlotLine(l.Name, [.. l.Layer.Spectrum.Select((y, n) => (100.0 * n / Math.Max(1, l.Layer.Spectrum.Length - 1), y))], i, 0));
        List<(string, string)> pictures =
        [
            ("gradient-by-lag", LinePlot.Svg(
                "Gradient of the loss at the last step", "lag: steps back in time", "norm, beside that of h at lag 0", [.. norms],
                logarithmic: true)),
            ("singular-values", LinePlot.Svg(
                "Singular values of the Jacobian of one step", "% of the directions, strongest first", "singular value", [.. spectra],
                logarithmic: false)),
        ];
        if (layers.Any(l => l.Layer.Gates.Count > 0))
            pictures.Add(("gates", GateBars.Svg([.. layers.SelectMany(l => l.Layer.Gates.Select(g => (l.Name, g)))])));
        return pictures;
    }

    /// <summary>An object for JSON.</summary>
    public object ToData() => new
    {
        About,
        Nets = Nets.Select(n => new
        {
            n.Name,
            Layers = n.Flow.Layers.Select(l => new
            {
                l.Name,
                l.FactorPerStep,
                Gradients = l.States.ToDictionary(s => s, s => new { Median = l.Median(s), Lowest = l.Lowest(s), Highest = l.Highest(s) }),
                SingularValues = l.Spectra,
                l.Gates,
            }),
        }),
    };

    /// <summary>Writes the tables.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine(About);
        foreach (var (name, layer) in Layers())
        {
            output.WriteLine();
            output.WriteLine($"{name}   norm of the gradient beside that of {layer.States[0]} at lag 0: median (lowest to highest)");
            output.WriteLine($"  {"lag",5}{string.Concat(layer.States.Select(s => $"   {s,-32}"))}".TrimEnd());
            foreach (int lag in Shown(layer.Norms(layer.States[0]).GetLength(0) - 1))
                output.WriteLine(
                    $"  {lag,5}{string.Concat(layer.States.Select(s => $"   {Short(layer.Median(s)[lag]),-9} {$"({Short(layer.Lowest(s)[lag])} to {Short(layer.Highest(s)[lag])})",-22}"))}".TrimEnd());
            output.WriteLine($"  {Short(layer.FactorPerStep)} times as large with each step back");
            double[] spectrum = layer.Spectrum;
            output.WriteLine(
                $"  singular values of the Jacobian of a step: largest {Short(spectrum[0])}, median {Short(spectrum[spectrum.Length / 2])}, smallest {Short(spectrum[^1])}");
            if (layer.Gates.Count > 0) output.WriteLine("  gate    mean   below 0.1   above 0.9");
            foreach (var gate in layer.Gates)
                output.WriteLine($"  {gate.Gate,-4} {gate.Mean,7:F3} {100 * gate.Shut,9:F1} % {100 * gate.Open,9:F1} %");
        }
    }

    private List<(string Name, LayerFlow Layer)> Layers()
        => [.. Nets.SelectMany(n => n.Flow.Layers.Select(l => (n.Flow.Layers.Count == 1 ? n.Name : $"{n.Name}, {l.Name}", l)))];

    /// <summary>1, 2, 3, 5, 7, 10, 20, ... and the last.</summary>
    private static IEnumerable<int> Shown(int last)
    {
        int[] digits = [1, 2, 3, 5, 7];
        var round = Enumerable.Range(0, 6).SelectMany(p => digits.Select(d => d * (int)Math.Pow(10, p))).Where(l => l < last);
        return [0, .. round, last];
    }

    private static string Short(double value)
        => value == 0 ? "0"
            : value is >= 0.001 and < 10000 ? value.ToString("0.000", CultureInfo.InvariantCulture)
            : value.ToString("0.0e0", CultureInfo.InvariantCulture);
}
