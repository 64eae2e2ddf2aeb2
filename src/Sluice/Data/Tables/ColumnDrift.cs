namespace Sluice.Data.Tables;

/// <summary>A column of what came in lately, beside what a model learned from. It never changes: threads may share it.</summary>
/// <param name="Column">The column.</param>
/// <param name="Seen">Values that came lately, missing ones among them.</param>
/// <param name="Missing">The share of these that were missing, and in <paramref name="MissingBefore"/> that in training.</param>
/// <param name="MissingBefore">NaN where the model was saved before models kept it.</param>
/// <param name="Outside">The share of numbers below or above all that were learned from.</param>
/// <param name="Unknown">The share of texts that are none of the categories learned from.</param>
/// <param name="Index">
/// The population stability index, Σ (p − q) ln (p / q) over the tenths of the numbers, or over the categories, that were learned from, with p
/// the share of each lately and q in training: below 0.1 nothing has changed, above 0.25 much has (Siddiqi 2006). NaN where too little came, or
/// nothing is known.
/// </param>
public sealed record ColumnDrift(
    string Column, long Seen, double Missing, double MissingBefore, double Outside, double Unknown, double Index)
{
    // What chance alone does not do: an index that much above what so few values have by chance, shares that much above those of training.
    private const double Much = 0.25, More = 0.05;

    // The index of n values out of training is about (bins − 1) / n.
    private const int Bins = 10;

    /// <summary>What is to be said of it; null where nothing is.</summary>
    public string? Finding
    {
        get
        {
            bool known = !double.IsNaN(MissingBefore);
            List<string> found = [];
            if (Missing > More + (known ? MissingBefore : 0))
                found.Add($"{Share(Missing)} missing{(known ? $", {Share(MissingBefore)} in training" : "")}");
            if (Outside > More) found.Add($"{Share(Outside)} outside of what was learned from");
            if (Unknown > More) found.Add($"{Share(Unknown)} never seen in training");
            if (Index > Much + ((double)Bins / Seen))
                found.Add(FormattableString.Invariant($"distributed otherwise than in training (stability index {Index:F2}; above {Much} is much)"));
            return found.Count == 0 ? null : $"column '{Column}': {string.Join("; ", found)} (of the last {Seen})";

            static string Share(double share) => FormattableString.Invariant($"{100 * share:F1} %");
        }
    }
}

/// <summary>What of a value is not as in training.</summary>
public enum ValueDrift
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is missing.</summary>
    Missing,

    /// <summary>It is below or above all numbers, or none of the categories, that were learned from.</summary>
    Strange,
}
