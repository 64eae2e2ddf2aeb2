using System.Globalization;
using Sluice.Data;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

// A day's weather is a list of numbers, and is its own vector.
var day = new Table([
    new NumberColumn("high °F", [76]), new NumberColumn("low °F", [43]), new NumberColumn("wind mph", [13]),
    new NumberColumn("rain in", [0.25]), new NumberColumn("humidity", [0.83])]);
Print("The weather of a day", TableEncoder.Fit(day, day.Columns.Select(c => c.Name), new RowRange(0, 1), Scaling.None), day, 0);

// A weekday is one of seven: a vector with 1 at its place and 0 elsewhere.
var week = new Table([new CategoryColumn("weekday", ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"])]);
Print("Tuesday", TableEncoder.Fit(week, ["weekday"], new RowRange(0, 7)), week, 2);

static void Print(string title, TableEncoder encoder, Table table, int row)
{
    Console.WriteLine(title);
    float[] vector = encoder.Encode(table, row);
    var entries = encoder.Columns.SelectMany(c => c.Entries).ToList();
    for (int i = 0; i < vector.Length; i++) Console.WriteLine($"  {entries[i],-20} {vector[i],6}");
    Console.WriteLine();
}
