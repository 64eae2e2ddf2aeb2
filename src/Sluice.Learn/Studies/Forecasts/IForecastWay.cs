namespace Sluice.Learn.Studies.Forecasts;

/// <summary>A place to forecast from.</summary>
/// <param name="Series">The series.</param>
/// <param name="Origin">The first row that is forecast; a way looks at no value from here on.</param>
/// <param name="Turn">Which of the places of its series: 0 is the earliest that was asked for, so that series that end together have a date in common.</param>
public sealed record ForecastCut(PlainSeries Series, int Origin, int Turn)
{
    /// <summary>What is known there.</summary>
    internal ReadOnlySpan<double> Past => Series.Values.AsSpan(0, Origin);
}

/// <summary>What was forecast from one place.</summary>
/// <param name="Point">For each step ahead the point.</param>
/// <param name="Levels">The levels of the quantiles, rising; none where points alone are said.</param>
/// <param name="Quantiles">[steps][levels].</param>
public sealed record ForecastAhead(double[] Point, IReadOnlyList<double> Levels, IReadOnlyList<double[]> Quantiles)
{
    /// <summary>Points alone.</summary>
    public ForecastAhead(double[] point) : this(point, [], []) { }

    /// <summary>A quantile of each step; null where that level is not said.</summary>
    internal double[]? At(double level) => Place(level) is >= 0 and var at ? [.. Quantiles.Select(q => q[at])] : null;

    /// <summary>The place of a level; -1 where it is not said.</summary>
    internal int Place(double level)
    {
        int at = 0;
        while (at < Levels.Count && Levels[at] != level) at++;
        return at < Levels.Count ? at : -1;
    }
}

/// <summary>A way to forecast.</summary>
public interface IForecastWay
{
    /// <summary>What tables call it.</summary>
    string Name { get; }

    /// <summary>Forecasts from each place, by what lies before it.</summary>
    /// <param name="cuts">The places.</param>
    /// <param name="horizon">Steps ahead.</param>
    /// <returns>One for each place; null where there is none, for too short a past.</returns>
    IReadOnlyList<ForecastAhead?> Forecast(IReadOnlyList<ForecastCut> cuts, int horizon);
}
