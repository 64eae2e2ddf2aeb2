using Sluice.Data.Tables;
using Sluice.Tasks.Reasons;

namespace Sluice.Studio.Views.Inside;

/// <summary>What the forecast of a row rests on: its parts, which sum to it, and the effect of each column and of each row before.</summary>
/// <param name="Series">The series.</param>
/// <param name="Date">The date of the row, or null.</param>
/// <param name="Logarithm">Whether all of it is of the logarithm.</param>
/// <param name="Point">The forecast.</param>
/// <param name="Baseline">The forecast with all that is read at its mean; null where it has none.</param>
/// <param name="Level">The mean of the last season.</param>
/// <param name="Trend">What a straight line from there adds.</param>
/// <param name="Season">How far the same place of the last seasons was from their mean.</param>
/// <param name="Rest">What is left.</param>
/// <param name="Columns">The effect of each column, the largest first.</param>
/// <param name="Lags">The effect of each row of each column, the largest first.</param>
internal sealed record WhyAnswer(
    string Series, string? Date, bool Logarithm, double Point, double? Baseline, double Level, double Trend, double Season, double Rest,
    IReadOnlyList<Effect> Columns, IReadOnlyList<Effect> Lags)
{
    /// <summary>What was found of the first row ahead.</summary>
    public static WhyAnswer Of(Attribution one) => new(
        one.Series, one.Dates[0] is { } date ? TimeStep.Text(date) : null, one.Logarithm, one.Points[0], one.Baseline?[0], one.Parts.Level,
        one.Parts.Trend[0], one.Parts.Season[0], one.Parts.Rest[0], ReasonReport.Columns(one), ReasonReport.Lags(one));

    /// <summary>What the forecast at a step of a run rests on.</summary>
    /// <exception cref="SluiceException">Nothing is forecast there.</exception>
    public static WhyAnswer Of(Look look, int step) => Of(look switch
    {
        SeriesLook series => series.Why(step),
        WordsLook { Inspected.Why: { } why } => why(),
        _ => throw new SluiceException("studio: expected a run of a model that forecasts numbers, got another one."),
    });
}
