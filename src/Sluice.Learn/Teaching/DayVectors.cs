using Sluice.Tasks.Settings;

namespace Sluice.Learn.Teaching;

/// <summary>A number of a vector, and what it is of.</summary>
public sealed record VectorEntry(string Name, double Value);

/// <summary>What a net can be told of a day, as numbers: a net sees nothing else.</summary>
public static class DayVectors
{
    internal const int Tuesday = 2;

    internal static (Words Name, double Value)[] Day { get; } =
    [
        (new("high °F", "最高气温 °F", "最高氣溫 °F"), 76), (new("low °F", "最低气温 °F", "最低氣溫 °F"), 43),
        (new("wind mph", "风速 mph", "風速 mph"), 13), (new("rain in", "降雨 英寸", "降雨 英吋"), 0.25), (new("humidity", "湿度", "濕度"), 0.83),
    ];

    internal static Words Weekday { get; } = new("weekday", "星期", "星期");

    internal static Words[] Week { get; } =
    [
        new("Sunday", "星期日", "星期日"), new("Monday", "星期一", "星期一"), new("Tuesday", "星期二", "星期二"), new("Wednesday", "星期三", "星期三"),
        new("Thursday", "星期四", "星期四"), new("Friday", "星期五", "星期五"), new("Saturday", "星期六", "星期六"),
    ];

    /// <summary>The weather of a day, five numbers of different units.</summary>
    public static IReadOnlyList<VectorEntry> Weather(StoryLanguage language)
        => [.. Day.Select(d => new VectorEntry(d.Name.All[(int)language], d.Value))];

    /// <summary>A Tuesday, one-hot: 1 for the day that it is, and 0 for the other six.</summary>
    public static IReadOnlyList<VectorEntry> OnTuesday(StoryLanguage language)
        => [.. Week.Select((d, k) => new VectorEntry(d.All[(int)language], k == Tuesday ? 1 : 0))];
}
