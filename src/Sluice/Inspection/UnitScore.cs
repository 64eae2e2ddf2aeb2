namespace Sluice.Inspection;

/// <summary>
/// How well one unit tells something by itself, as the "quote unit" of Karpathy, Johnson and Li (2015) tells what is quoted: for a class by a
/// threshold, on one side of which the unit is on; for a number by their correlation.
/// </summary>
/// <param name="Unit">The unit.</param>
/// <param name="Class">The class that it tells from all others; null for a number.</param>
/// <param name="Score">
/// Balanced accuracy, the mean of the share of the class at which it is on and the share of the others at which it is off, 0.5 by chance; for a
/// number |r|, the size of the correlation.
/// </param>
/// <param name="Area">
/// The chance that it is higher at a step of the class than at another (the area under the receiver's curve), or lower where it is on below its
/// threshold; NaN for a number.
/// </param>
/// <param name="Threshold">The value that its own is compared with; for a number its mean.</param>
/// <param name="Above">Whether it is on above the threshold, or at it and below; for a number whether both rise together.</param>
public sealed record UnitScore(int Unit, int? Class, double Score, double Area, float Threshold, bool Above)
{
    // Of thresholds that are right as often, the lowest.
    private const double Least = 1e-12;

    /// <summary>Whether the unit is on.</summary>
    public bool IsOn(float value) => value > Threshold == Above;

    /// <summary>The class and the threshold of each unit with the highest balanced accuracy.</summary>
    /// <param name="states">The values of the units, [steps, units].</param>
    /// <param name="steps">The steps that count.</param>
    /// <param name="classes">The class of each of them.</param>
    /// <param name="count">How many classes there are, 2 or more; of two, the second is told from the first.</param>
    /// <param name="among">The classes that a unit may tell, such as those that are there to be told later too; null for all.</param>
    /// <returns>One for each unit, in their order.</returns>
    /// <exception cref="SluiceException">Not as many classes as steps.</exception>
    public static UnitScore[] OfClasses(
        Activity states, IReadOnlyList<int> steps, IReadOnlyList<int> classes, int count, IReadOnlyCollection<int>? among = null)
    {
        Check(steps, classes.Count);
        int[] own = [.. classes];
        return Each(states, steps, (unit, values) =>
        {
            int[] order = [.. Enumerable.Range(0, values.Length)];
            Array.Sort((float[])values.Clone(), order);
            return Enumerable.Range(count == 2 ? 1 : 0, count == 2 ? 1 : count).Where(k => count == 2 || among?.Contains(k) != false)
                .Select(k => Best(unit, k, values, order, own)).DefaultIfEmpty(new UnitScore(unit, 0, 0.5, double.NaN, 0, true))
                .Aggregate((a, b) => b.Score > a.Score ? b : a);
        });
    }

    /// <summary>The correlation of each unit with a number.</summary>
    /// <param name="states">The values of the units, [steps, units].</param>
    /// <param name="steps">The steps that count.</param>
    /// <param name="numbers">The number of each of them.</param>
    /// <returns>One for each unit, in their order.</returns>
    /// <exception cref="SluiceException">Not as many numbers as steps.</exception>
    public static UnitScore[] OfNumbers(Activity states, IReadOnlyList<int> steps, IReadOnlyList<float> numbers)
    {
        Check(steps, numbers.Count);
        return Each(states, steps, (unit, values) =>
        {
            double r = Correlation(values, numbers, out double mean);
            return new UnitScore(unit, null, Math.Abs(r), double.NaN, (float)mean, r >= 0);
        });
    }

    /// <summary>The same unit, class and threshold on other steps.</summary>
    /// <param name="states">The values of the units, [steps, units].</param>
    /// <param name="steps">The steps that count.</param>
    /// <param name="labels">The class or the number of each of them.</param>
    /// <returns>The score there; of a number below 0 where the correlation has turned round.</returns>
    /// <exception cref="SluiceException">Not as many labels as steps.</exception>
    public UnitScore On(Activity states, IReadOnlyList<int> steps, IReadOnlyList<float> labels)
    {
        Check(steps, labels.Count);
        float[] values = [.. steps.Select(t => states.Row(t)[Unit])];
        if (Class is not { } k)
        {
            double r = Correlation(values, labels, out _);
            return this with { Score = Above ? r : -r };
        }

        int[] order = [.. Enumerable.Range(0, values.Length)], own = [.. labels.Select(l => (int)l)];
        Array.Sort((float[])values.Clone(), order);
        double of = 0, others = 0, on = 0, wrong = 0;
        for (int t = 0; t < values.Length; t++)
        {
            if (own[t] == k) of++;
            else others++;
            if (!IsOn(values[t])) continue;
            if (own[t] == k) on++;
            else wrong++;
        }

        double area = Best(Unit, k, values, order, own, Above).Area;
        return this with { Score = of == 0 || others == 0 ? double.NaN : (on / of + 1 - wrong / others) / 2, Area = area };
    }

    private static UnitScore[] Each(Activity states, IReadOnlyList<int> steps, Func<int, float[], UnitScore> of)
    {
        var scores = new UnitScore[states.Units];
        Parallel.For(0, scores.Length, unit =>
        {
            var values = new float[steps.Count];
            for (int t = 0; t < values.Length; t++) values[t] = states.Row(steps[t])[unit];
            scores[unit] = of(unit, values);
        });
        return scores;
    }

    /// <summary>
    /// Walks up the values: with so many of the class and of the others at or below, the one side is right at (1 − below + belowOthers) / 2. The
    /// area is Σ over the class of the others below it, and half of those equal to it, by their pairs (Mann and Whitney 1947).
    /// </summary>
    private static UnitScore Best(int unit, int k, float[] values, int[] order, int[] classes, bool? above = null)
    {
        double of = classes.Count(c => c == k), others = classes.Length - of, below = 0, belowOthers = 0, pairs = 0, best = 0.5;
        if (of == 0 || others == 0) return new UnitScore(unit, k, 0.5, double.NaN, 0, above ?? true);
        var (threshold, up) = (0f, true);
        for (int i = 0; i < order.Length;)
        {
            float value = values[order[i]];
            double same = 0, sameOthers = 0;
            for (; i < order.Length && values[order[i]] == value; i++)
            {
                if (classes[order[i]] == k) same++;
                else sameOthers++;
            }

            pairs += same * (belowOthers + sameOthers / 2);
            (below, belowOthers) = (below + same, belowOthers + sameOthers);
            if (i == order.Length) break;
            double right = (1 - below / of + belowOthers / others) / 2;
            if (Math.Max(right, 1 - right) <= best + Least) continue;
            (best, up) = (Math.Max(right, 1 - right), right >= 0.5);

            // In the middle between two values, unless no number lies between them.
            float next = values[order[i]], middle = value + (next - value) / 2;
            threshold = middle < next ? middle : value;
        }

        double area = pairs / (of * others);
        return new UnitScore(unit, k, best, (above ?? up) ? area : 1 - area, threshold, above ?? up);
    }

    /// <summary>r = Σ(v − v̄)(y − ȳ) / √(Σ(v − v̄)² Σ(y − ȳ)²); 0 where one of them never moves.</summary>
    private static double Correlation(float[] values, IReadOnlyList<float> numbers, out double mean)
    {
        mean = values.Average(v => (double)v);
        double middle = numbers.Average(y => (double)y), product = 0, squares = 0, squaresOf = 0;
        for (int t = 0; t < values.Length; t++)
        {
            double v = values[t] - mean, y = numbers[t] - middle;
            (product, squares, squaresOf) = (product + v * y, squares + v * v, squaresOf + y * y);
        }

        return squares > 0 && squaresOf > 0 ? product / Math.Sqrt(squares * squaresOf) : 0;
    }

    private static void Check(IReadOnlyList<int> steps, int labels)
    {
        if (steps.Count == 0 || steps.Count != labels)
            throw new SluiceException($"UnitScore: expected a step or more and a label for each, got {steps.Count} and {labels}.");
    }
}
