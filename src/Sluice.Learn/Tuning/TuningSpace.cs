using System.Globalization;
using Sluice.Kernels;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Settings;

namespace Sluice.Learn.Tuning;

/// <summary>
/// The settings that are searched. Which those of a task are follows from its settings by rules that hold for every task: what a run calls
/// <c>model.hidden</c> is searched around the value that the run has. It never changes: threads may share it.
/// </summary>
/// <param name="Dimensions">One for each setting.</param>
public sealed record TuningSpace(IReadOnlyList<Dimension> Dimensions)
{
    private static readonly string[] s_cells = ["lstm", "gru", "lstm-peephole", "mgu"];

    // By key, what is searched around the value of a run.
    private static readonly (string Key, Func<string, double, Dimension> Around)[] s_rules =
    [
        ("model.cell", (cell, _) => Dimension.Choice("model.cell", [cell, .. s_cells])),
        ("model.hidden", (_, own) => Dimension.Range("model.hidden", Math.Max(4, Math.Floor(own / 4)), Math.Max(16, 2 * own), true)),
        ("model.layers", (_, own) => Dimension.Range("model.layers", 1, Math.Max(2, own + 1), true)),
        ("model.embedding", (_, own) => Dimension.Range("model.embedding", Math.Max(4, Math.Floor(own / 2)), Math.Max(16, 2 * own), true)),
        ("model.word", (_, own) => Dimension.Range("model.word", Math.Max(4, Math.Floor(own / 2)), Math.Max(16, 2 * own), true)),
        ("model.dropout", (_, own) => Dimension.Range("model.dropout", 0, Math.Max(0.5, own), false)),
        ("training.rate", (_, own) => Dimension.Range("training.rate", Dimension.Rounded(own / 10), Dimension.Rounded(own * 10), false)),
        ("training.batch", (_, own) => Dimension.Steps(
            "training.batch", new[] { own / 4, own / 2, own, 2 * own, 4 * own }.Where(b => b >= 1).Select(b => (long)b))),
    ];

    /// <summary>The settings that are searched for a run, in the order of the rules.</summary>
    /// <param name="run">The run around which the search is.</param>
    /// <param name="given">The keys that were chosen, and stay.</param>
    public static TuningSpace Of(TaskRun run, IReadOnlyCollection<string> given)
        => new([.. s_rules.Where(r => run[r.Key].Length > 0 && !given.Contains(r.Key)).Select(r => r.Around(
            run[r.Key], double.TryParse(run[r.Key], NumberStyles.Float, CultureInfo.InvariantCulture, out double own) ? own : 0))]);

    /// <summary>The space with a dimension in the place of another, or beside the others.</summary>
    /// <param name="run">A run of the task.</param>
    /// <param name="text">KEY=LEAST..MOST, or KEY=A,B,C.</param>
    /// <exception cref="UsageException">It is neither, there is no such setting, a value does not fit, or it is one value alone.</exception>
    public TuningSpace With(TaskRun run, string text)
    {
        var dimension = Parse(run, text);
        return Dimensions.Any(d => d.Key == dimension.Key)
            ? new([.. Dimensions.Select(d => d.Key == dimension.Key ? dimension : d)])
            : new([.. Dimensions, dimension]);
    }

    /// <summary>Where trial <paramref name="number"/> lies, each place a function of the seed and the number alone.</summary>
    public double[] Draw(ulong seed, int number)
    {
        var random = new RandomStream(seed, Purpose.Sampling, (uint)number);
        return [.. Dimensions.Select((_, i) => (double)random.Uniform((uint)i))];
    }

    /// <summary>The values at a place, by key.</summary>
    public IReadOnlyDictionary<string, string> At(IReadOnlyList<double> place)
        => Dimensions.Select((d, i) => (d.Key, Value: d.At(place[i]))).ToDictionary(p => p.Key, p => p.Value);

    /// <summary>The space as it is kept and compared.</summary>
    public override string ToString() => string.Join("; ", Dimensions);

    private static Dimension Parse(TaskRun run, string text)
    {
        int at = text.IndexOf('=');
        string key = at > 0 ? text[..at].Trim() : "";
        string[] values = at > 0 ? NameList.Read(key, text[(at + 1)..]) ?? [] : [];
        if (key.Length == 0 || values.Length == 0)
            throw new UsageException($"--space: expected KEY=LEAST..MOST or KEY=A,B,C, got '{text}'.");
        if (key is "training.epochs" or "training.seed" or "training.threads" || key.StartsWith("data.", StringComparison.Ordinal))
            throw new UsageException($"--space: {key} is the same for all trials, so that they can be compared; give it a value with --set.");
        string[] ends = values is [var only] ? only.Split("..") : [];
        if (ends is [var low, var high])
        {
            if (!double.TryParse(low, NumberStyles.Float, CultureInfo.InvariantCulture, out double least)
                || !double.TryParse(high, NumberStyles.Float, CultureInfo.InvariantCulture, out double most))
                throw new UsageException($"--space: expected two numbers with '..' between for {key}, got '{values[0]}'.");
            if (!(least < most))
                throw new UsageException($"--space: {key}={values[0]} has no width; expected a least value below the most. One value alone is given with --set {key}={low}.");
            foreach (string end in ends) Try(run, key, end);
            return Dimension.Range(key, least, most, !TakesFractions(run, key, (least + most) / 2));
        }

        if (values.Distinct().Count() < 2)
            throw new UsageException($"--space: {key}={values[0]} has no width; expected two values or more. One value alone is given with --set {key}={values[0]}.");
        foreach (string value in values) Try(run, key, value);
        return Dimension.Choice(key, values);
    }

    private static void Try(TaskRun run, string key, string value)
    {
        try
        {
            run.With(key, value);
        }
        catch (SluiceException e)
        {
            throw new UsageException($"--space: {e.Message}");
        }
    }

    private static bool TakesFractions(TaskRun run, string key, double middle)
    {
        try
        {
            run.With(key, (middle + 1e-7).ToString("R", CultureInfo.InvariantCulture));
            return true;
        }
        catch (SluiceException)
        {
            return false;
        }
    }
}
