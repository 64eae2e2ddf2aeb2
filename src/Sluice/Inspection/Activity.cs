using Sluice.Autodiff;

namespace Sluice.Inspection;

/// <summary>What stands for many steps and units in a smaller picture.</summary>
public enum Detail
{
    /// <summary>The value farthest from the middle of the scale: 0, or one half for gates.</summary>
    Strongest,

    /// <summary>The mean.</summary>
    Mean,
}

/// <summary>The values of one gate or state of a layer over the steps of one sequence, [steps, units].</summary>
/// <param name="steps">Steps.</param>
/// <param name="units">Units.</param>
/// <param name="isGate">Whether the values are amounts from 0 to 1.</param>
public sealed class Activity(int steps, int units, bool isGate)
{
    private readonly float[] _values = new float[checked(steps * units)];

    /// <summary>Steps.</summary>
    public int Steps { get; } = steps;

    /// <summary>Units.</summary>
    public int Units { get; } = units;

    /// <summary>Whether the values are amounts from 0 to 1.</summary>
    public bool IsGate { get; } = isGate;

    /// <summary>The values of all units at a step.</summary>
    public Span<float> Row(int step) => _values.AsSpan(step * Units, Units);

    /// <summary>The values of a unit over steps.</summary>
    /// <exception cref="SluiceException">There is no such unit, or there are no such steps.</exception>
    public float[] Unit(int unit, int from, int to)
    {
        Check(from, to, [unit]);
        return [.. Enumerable.Range(from, to - from).Select(t => _values[t * Units + unit])];
    }

    /// <summary>Takes recorded values [T, 1, units] as those from a step on.</summary>
    public void Take(int start, Tensor recorded)
    {
        for (int t = 0; t < recorded.Rows; t++) recorded.Row(t).CopyTo(Row(start + t));
    }

    /// <summary>
    /// 1 for gates; else the size within which three of four units stay at 99 of 100 steps, so that a few units that count, or a few
    /// great values, do not make all others pale.
    /// </summary>
    public float Scale()
    {
        if (IsGate || Steps == 0) return 1;
        const int Most = 200_000;
        int every = Math.Max(1, (int)((long)Steps * Units / Most));
        int[] steps = [.. Enumerable.Range(0, (Steps + every - 1) / every).Select(k => k * every)];
        float[] units = [.. Enumerable.Range(0, Units).Select(u => Within(0.99, steps.Select(t => MathF.Abs(Row(t)[u]))))];
        return Math.Max(1e-6f, Within(0.75, units));

        static float Within(double share, IEnumerable<float> sizes)
            => sizes.Order().ToArray() is var sorted ? sorted[(int)(share * (sorted.Length - 1))] : 0;
    }

    /// <summary>A picture of some steps and units in so many rows and columns: each point stands for the steps and units that fall on it.</summary>
    /// <param name="from">The first step.</param>
    /// <param name="to">The step after the last.</param>
    /// <param name="shown">The units from the top down.</param>
    /// <param name="rows">At most so many rows as units.</param>
    /// <param name="columns">At most so many columns as steps.</param>
    /// <param name="detail">What stands for many values.</param>
    /// <returns>rows · columns values, row after row.</returns>
    /// <exception cref="SluiceException">There are no such steps or units, or the sizes do not fit.</exception>
    public float[] Picture(int from, int to, IReadOnlyList<int> shown, int rows, int columns, Detail detail)
    {
        Check(from, to, shown);
        if (rows < 1 || rows > shown.Count || columns < 1 || columns > to - from)
            throw new SluiceException($"Activity.Picture: expected 1 to {shown.Count} rows and 1 to {to - from} columns, got {rows} and {columns}.");
        var picture = new float[rows * columns];
        int[] units = [.. shown], row = [.. Enumerable.Range(0, units.Length).Select(k => (int)((long)k * rows / units.Length))];
        float middle = IsGate ? 0.5f : 0;
        Parallel.For(0, columns, column =>
        {
            int first = from + (int)((long)(to - from) * column / columns), last = from + (int)((long)(to - from) * (column + 1) / columns);
            var found = new float[rows];
            if (detail == Detail.Strongest)
            {
                var far = new float[rows];
                Array.Fill(far, -1);
                for (int t = first; t < last; t++)
                {
                    var values = Row(t);
                    for (int k = 0; k < units.Length; k++)
                    {
                        float value = values[units[k]], distance = MathF.Abs(value - middle);
                        if (distance > far[row[k]]) (far[row[k]], found[row[k]]) = (distance, value);
                    }
                }
            }
            else
            {
                var count = new int[rows];
                for (int t = first; t < last; t++)
                {
                    var values = Row(t);
                    for (int k = 0; k < units.Length; k++)
                    {
                        found[row[k]] += values[units[k]];
                        count[row[k]]++;
                    }
                }

                for (int r = 0; r < rows; r++) found[r] /= count[r];
            }

            for (int r = 0; r < rows; r++) picture[r * columns + column] = found[r];
        });
        return picture;
    }

    /// <summary>All units, from the highest mean down.</summary>
    public int[] ByMean()
    {
        var sums = new double[Units];
        for (int t = 0; t < Steps; t++)
        {
            var row = Row(t);
            for (int u = 0; u < Units; u++) sums[u] += row[u];
        }

        return Descending(sums);
    }

    /// <summary>All units, from the highest correlation with a unit over all steps down; the unit itself is first.</summary>
    /// <exception cref="SluiceException">There is no such unit.</exception>
    public int[] ByLikeness(int unit)
    {
        Check(0, Steps, [unit]);
        double[] mean = new double[Units], square = new double[Units], product = new double[Units];
        for (int t = 0; t < Steps; t++)
        {
            var row = Row(t);
            for (int u = 0; u < Units; u++)
            {
                mean[u] += row[u] / (double)Steps;
                square[u] += (double)row[u] * row[u] / Steps;
                product[u] += (double)row[u] * row[unit] / Steps;
            }
        }

        double Deviation(int u) => Math.Sqrt(Math.Max(0, square[u] - mean[u] * mean[u]));
        double[] correlation = [.. Enumerable.Range(
            0,
            Units).Select(u => u == unit ? 2 : Deviation(u) * Deviation(unit) is var d && d > 1e-12 ? (product[u] - mean[u] * mean[unit]) / d : 0)];
        return Descending(correlation);
    }

    private static int[] Descending(double[] keys) => [.. Enumerable.Range(0, keys.Length).OrderByDescending(u => keys[u])];

    private void Check(int from, int to, IReadOnlyList<int> units)
    {
        if (from < 0 || to > Steps || from >= to) throw new SluiceException($"Activity: expected steps within 0 to {Steps}, got {from} to {to}.");
        foreach (int unit in units) if ((uint)unit >= (uint)Units) throw new SluiceException($"Activity: expected units below {Units}, got {unit}.");
        if (units.Count == 0) throw new SluiceException("Activity: expected a unit or more, got none.");
    }
}
