using Sluice.Data.Tables;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Learn.Teaching;

/// <summary>A day's weather and a weekday as vectors: a net sees nothing else.</summary>
internal static class VectorStory
{
    private static readonly Words s_weather = new("The weather of a day", "一天的天气", "一天的天氣");

    private static readonly (Words Name, double Value)[] s_day =
    [
        (new("high °F", "最高气温 °F", "最高氣溫 °F"), 76), (new("low °F", "最低气温 °F", "最低氣溫 °F"), 43),
        (new("wind mph", "风速 mph", "風速 mph"), 13), (new("rain in", "降雨 英寸", "降雨 英吋"), 0.25), (new("humidity", "湿度", "濕度"), 0.83),
    ];

    private static readonly Words s_weekday = new("weekday", "星期", "星期");

    private static readonly Words[] s_week =
    [
        new("Sunday", "星期日", "星期日"), new("Monday", "星期一", "星期一"), new("Tuesday", "星期二", "星期二"), new("Wednesday", "星期三", "星期三"),
        new("Thursday", "星期四", "星期四"), new("Friday", "星期五", "星期五"), new("Saturday", "星期六", "星期六"),
    ];

    /// <summary>Prints both, each entry with what it means.</summary>
    public static void Tell(Teller told)
    {
        var day = new Table([.. s_day.Select(c => new NumberColumn(told.In(c.Name), [c.Value]))]);
        Vector(told, s_weather, TableEncoder.Fit(day, day.Columns.Select(c => c.Name), new RowRange(0, 1), Scaling.None), day, 0);
        told.Line();
        var week = new Table([new CategoryColumn(told.In(s_weekday), [.. s_week.Select(d => told.In(d))])]);
        Vector(told, s_week[2], TableEncoder.Fit(week, week.Columns.Select(c => c.Name), new RowRange(0, 7)), week, 2);
    }

    private static void Vector(Teller told, Words title, TableEncoder encoder, Table table, int row)
    {
        told.Say(title);
        float[] vector = encoder.Encode(table, row);
        var entries = encoder.Columns.SelectMany(c => c.Entries).ToList();
        for (int i = 0; i < vector.Length; i++) told.Line($"  {Screen.Left(entries[i], 20)} {vector[i],6}");
    }
}
