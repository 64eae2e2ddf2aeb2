using System.Text.Json.Nodes;
using Sluice.Data.Tables;

namespace Sluice.Tasks.Life;

/// <summary>What simpler models say of the remaining life: the same for all, or a line through the readings of one row.</summary>
public sealed class LifeBaselines
{
    private readonly double[] _line;

    private LifeBaselines(double constant, double[] line) => (Constant, _line) = (constant, line);

    /// <summary>The mean of what was to be learned.</summary>
    public double Constant { get; }

    /// <summary>The line w·x + b of least squares, at 0 or above.</summary>
    /// <param name="readings">The scaled readings of one row.</param>
    public double Line(ReadOnlySpan<float> readings)
    {
        double sum = _line[^1];
        for (int s = 0; s < readings.Length; s++) sum += _line[s] * readings[s];
        return Math.Max(0, sum);
    }

    /// <summary>Solves (XᵀX + λ) w = Xᵀy, where a tiny λ settles what equal sensors leave open.</summary>
    internal static LifeBaselines Fit(IReadOnlyList<float[]> readings, IReadOnlyList<double> lives)
    {
        int n = readings[0].Length + 1;
        var (a, w) = (new double[n, n], new double[n]);
        for (int r = 0; r < readings.Count; r++)
        {
            for (int i = 0; i < n; i++)
            {
                double x = i < n - 1 ? readings[r][i] : 1;
                w[i] += x * lives[r];
                for (int j = 0; j < n; j++) a[i, j] += x * (j < n - 1 ? readings[r][j] : 1);
            }
        }

        // The matrix is positive: elimination needs no other order of rows.
        for (int i = 0; i < n; i++) a[i, i] += 1e-6 * readings.Count;
        for (int i = 0; i < n; i++)
        {
            for (int k = i + 1; k < n; k++)
            {
                double factor = a[k, i] / a[i, i];
                w[k] -= factor * w[i];
                for (int j = i; j < n; j++) a[k, j] -= factor * a[i, j];
            }
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++) w[i] -= a[i, j] * w[j];
            w[i] /= a[i, i];
        }

        return new(lives.Average(), w);
    }

    internal string ToJson()
        => DataJson.Write(new JsonObject { ["constant"] = Constant, ["line"] = new JsonArray([.. _line.Select(v => JsonValue.Create(v))]) });

    internal static LifeBaselines FromJson(string json, int sensors) => DataJson.Read("the baselines", json, root =>
    {
        double[] line = [.. root.GetProperty("line").EnumerateArray().Select(v => v.GetDouble())];
        double constant = root.GetProperty("constant").GetDouble();
        return line.Length == sensors + 1 && line.Append(constant).All(double.IsFinite)
            ? new LifeBaselines(constant, line)
            : throw new SluiceException($"expected {sensors + 1} finite weights, got {line.Length}.");
    });
}
