using Sluice.Data.Tables;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Learn.Teaching;

/// <summary>A day's weather and a weekday as vectors: a net sees nothing else.</summary>
internal static class VectorStory
{
    private static readonly Words s_weather = new("The weather of a day", "一天的天气", "一天的天氣");

    /// <summary>Prints both, each entry with what it means.</summary>
    public static void Tell(Teller told)
    {
        var day = new Table([.. DayVectors.Day.Select(c => new NumberColumn(told.In(c.Name), [c.Value]))]);
        Vector(told, s_weather, TableEncoder.Fit(day, day.Columns.Select(c => c.Name), new RowRange(0, 1), Scaling.None), day, 0);
        told.Line();
        var week = new Table([new CategoryColumn(told.In(DayVectors.Weekday), [.. DayVectors.Week.Select(d => told.In(d))])]);
        var encoder = TableEncoder.Fit(week, week.Columns.Select(c => c.Name), new RowRange(0, 7));
        Vector(told, DayVectors.Week[DayVectors.Tuesday], encoder, week, DayVectors.Tuesday);
    }

    private static void Vector(Teller told, Words title, TableEncoder encoder, Table table, int row)
    {
        told.Say(title);
        float[] vector = encoder.Encode(table, row);
        var entries = encoder.Columns.SelectMany(c => c.Entries).ToList();
        for (int i = 0; i < vector.Length; i++) told.Line($"  {Screen.Left(entries[i], 20)} {vector[i],6}");
    }
}
