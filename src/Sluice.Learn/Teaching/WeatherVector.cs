using Sluice.Data.Tables;

namespace Sluice.Learn.Teaching;

/// <summary>A day's weather and a weekday as vectors: a net sees nothing else.</summary>
public static class WeatherVector
{
    /// <summary>Prints both, each entry with what it means.</summary>
    public static void Write(TextWriter output)
    {
        var day = new Table([
            new NumberColumn("high °F", [76]), new NumberColumn("low °F", [43]), new NumberColumn("wind mph", [13]),
            new NumberColumn("rain in", [0.25]), new NumberColumn("humidity", [0.83])]);
        Print(output, "The weather of a day", TableEncoder.Fit(day, day.Columns.Select(c => c.Name), new RowRange(0, 1), Scaling.None), day, 0);
        output.WriteLine();
        var week = new Table([new CategoryColumn("weekday", ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"])]);
        Print(output, "Tuesday", TableEncoder.Fit(week, ["weekday"], new RowRange(0, 7)), week, 2);
    }

    private static void Print(TextWriter output, string title, TableEncoder encoder, Table table, int row)
    {
        output.WriteLine(title);
        float[] vector = encoder.Encode(table, row);
        var entries = encoder.Columns.SelectMany(c => c.Entries).ToList();
        for (int i = 0; i < vector.Length; i++) output.WriteLine($"  {entries[i],-20} {vector[i],6}");
    }
}
