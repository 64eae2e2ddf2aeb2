namespace Sluice.Tasks.Calibration;

/// <summary>Finds out whether values end at 0, as counts and amounts of rain do, so that no forecast below it makes sense.</summary>
internal sealed class ZeroFloor
{
    /// <summary>What is said of it: found out, or given.</summary>
    public static readonly string[] Choices = ["auto", "zero", "none"];

    // Measurements such as temperatures may have no value below 0 by chance; an end is a place where values gather.
    private const double Gathered = 0.05;

    private long _count, _zeros;
    private bool _below, _parts;

    /// <summary>Whether they do: none is below 0, and all are whole numbers or many are 0.</summary>
    public bool Holds => _count > 0 && !_below && (!_parts || _zeros >= Gathered * _count);

    /// <summary>Adds a value; one that is missing says nothing.</summary>
    public void Add(double value)
    {
        if (double.IsNaN(value)) return;
        _count++;
        if (value == 0) _zeros++;
        _below |= value < 0;
        _parts |= value != Math.Floor(value);
    }

    /// <summary>Whether forecasts end at 0.</summary>
    /// <param name="said">What was said: yes, no, or to find out.</param>
    /// <param name="values">The values to learn from.</param>
    public static bool Of(bool? said, IEnumerable<double> values)
    {
        if (said is { } given) return given;
        var floor = new ZeroFloor();
        foreach (double value in values) floor.Add(value);
        return floor.Holds;
    }

    /// <summary>The word for what was said.</summary>
    public static string Word(bool? said) => Choices[said switch { null => 0, true => 1, false => 2 }];

    /// <summary>What a word says.</summary>
    public static bool? Said(string word) => word == "auto" ? null : word == "zero";

    /// <summary>What is said of a model whose forecasts end at 0 because its values do.</summary>
    public static IEnumerable<string> Found(bool? said, bool holds)
        => said is null && holds ? ["no value is below 0, so no forecast is (--floor none lets them be)"] : [];
}
