using System.Globalization;

namespace Sluice.Learn.Tuning;

/// <summary>A setting that is searched: each place in [0, 1) stands for a value. It never changes: threads may share it.</summary>
/// <param name="Key">The setting, such as <c>training.rate</c>.</param>
/// <param name="Scale">How values lie between 0 and 1.</param>
/// <param name="Least">The least value of a range.</param>
/// <param name="Most">The greatest value of a range.</param>
/// <param name="Values">The values of <see cref="TuningScale.Choice"/> and <see cref="TuningScale.Steps"/>.</param>
public sealed record Dimension(string Key, TuningScale Scale, double Least, double Most, IReadOnlyList<string> Values)
{
    // Three digits say all, and a table stays readable.
    private const int Digits = 3;

    // Full vectors: sizes from 16 on are multiples of 8.
    private const int Multiple = 8, MultiplesFrom = 16;

    /// <summary>Whether values are whole numbers.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Values without an order.</summary>
    public static Dimension Choice(string key, IEnumerable<string> values) => new(key, TuningScale.Choice, 0, 0, [.. values.Distinct()]);

    /// <summary>Values in their order.</summary>
    public static Dimension Steps(string key, IEnumerable<long> values)
        => new(key, TuningScale.Steps, 0, 0, [.. values.Distinct().Order().Select(v => v.ToString(CultureInfo.InvariantCulture))]);

    /// <summary>A range, on a logarithmic scale where its ends are positive and far apart.</summary>
    public static Dimension Range(string key, double least, double most, bool whole)
        => new(key, least > 0 && most >= 4 * least ? TuningScale.Logarithmic : TuningScale.Even, least, most, []) { IsWhole = whole };

    /// <summary>The value at a place.</summary>
    /// <param name="place">From 0 on, below 1.</param>
    public string At(double place)
    {
        if (Values.Count > 0) return Values[Math.Clamp((int)(place * Values.Count), 0, Values.Count - 1)];

        // Each whole number has as much room as the others.
        double room = IsWhole && Scale == TuningScale.Even ? 1 : 0;
        double value = Scale == TuningScale.Logarithmic
            ? Math.Exp(Math.Log(Least) + place * (Math.Log(Most) - Math.Log(Least)))
            : Least - room / 2 + place * (Most - Least + room);
        if (!IsWhole) return Math.Clamp(Rounded(value), Least, Most).ToString("R", CultureInfo.InvariantCulture);
        if (value >= MultiplesFrom && Scale == TuningScale.Logarithmic) value = Math.Round(value / Multiple) * Multiple;
        return Math.Clamp(Math.Round(value), Least, Most).ToString("F0", CultureInfo.InvariantCulture);
    }

    /// <summary>The place of a value; null where it is none of this dimension.</summary>
    public double? Of(string value)
    {
        if (Values.Count > 0)
        {
            int at = Values.ToList().IndexOf(value);
            return at < 0 ? null : (at + 0.5) / Values.Count;
        }

        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return null;
        if (number < Least || number > Most) return null;
        double place = Scale == TuningScale.Logarithmic
            ? (Math.Log(number) - Math.Log(Least)) / (Math.Log(Most) - Math.Log(Least))
            : (number - Least) / (Most - Least);
        return Math.Min(place, Math.BitDecrement(1.0));
    }

    /// <summary>The dimension as <c>--space</c> takes it.</summary>
    public override string ToString() => $"{Key}={(Values.Count > 0 ? string.Join(",", Values) : string.Create(CultureInfo.InvariantCulture, $"{Least:R}..{Most:R}"))}";

    /// <summary>A number of three digits.</summary>
    internal static double Rounded(double value)
    {
        if (value == 0) return 0;
        double unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(value))) - (Digits - 1));
        return Math.Round(Math.Round(value / unit) * unit, 12);
    }
}

/// <summary>How the values of a setting that is searched lie between 0 and 1.</summary>
public enum TuningScale
{
    /// <summary>Values without an order.</summary>
    Choice,

    /// <summary>A few values in their order.</summary>
    Steps,

    /// <summary>A range, evenly.</summary>
    Even,

    /// <summary>A range, evenly on a logarithmic scale.</summary>
    Logarithmic,
}
