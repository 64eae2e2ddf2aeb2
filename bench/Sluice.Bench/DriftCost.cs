using System.Text;
using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Devices;
using Sluice.Layers;
using Sluice.Readers;

namespace Sluice.Bench;

/// <summary>What it costs to compare a live row with what a model learned from, beside the step of an LSTM of 128 units that takes the row.</summary>
internal static class DriftCost
{
    private const int Units = 128, Rows = 2000;

    public static int Print()
    {
        Device.UseThreads(1);
        Console.WriteLine($"{Machine.Processor}, {Machine.Runtime}, {DateTime.UtcNow:yyyy-MM-dd}. One thread; least times.");
        Console.WriteLine("| numbers of a row | ns to compare a row | ns of a step alone | ns of a step of 32 together | share of the step together |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (int columns in new[] { 4, 16, 64 })
        {
            string[] names = [.. Enumerable.Range(0, columns).Select(c => $"sensor {c}")];
            var drift = new Drift(Schema.Of(CsvTable.Parse(Csv(names), "drift.csv")));
            double[][] rows = [.. Enumerable.Range(0, 64).Select(r => Enumerable.Range(0, columns).Select(c => Math.Sin(r + 3 * c)).ToArray())];
            var found = new ValueDrift[columns];
            int[] places = drift.PlacesOf(names);
            double compared = Least(() =>
            {
                for (int r = 0; r < Rows; r++) drift.Add(places, rows[r % rows.Length], found);
            }) / Rows;
            double alone = Step(columns, 1), together = Step(columns, 32);
            Console.WriteLine($"| {columns} | {compared:F0} | {alone:F0} | {together:F0} | {100 * compared / together:F1} % |");
        }

        return 0;
    }

    /// <summary>Nanoseconds of a step of a sequence, where so many are taken together.</summary>
    private static double Step(int inputs, int sequences)
    {
        var layer = new Recurrent("bench", "l0", "lstm", inputs, Units, seed: 1);
        var (x, state) = (new Tensor(sequences, inputs), new State("lstm", sequences, Units));
        return Least(() =>
        {
            for (int i = 0; i < 200; i++) layer.Step(x, state);
        }) / 200 / sequences;
    }

    private static string Csv(string[] names)
    {
        var text = new StringBuilder(string.Join(',', names)).Append('\n');
        for (int r = 0; r < 500; r++)
            text.AppendJoin(',', names.Select((_, c) => Math.Sin(0.37 * r + c).ToString("F3", System.Globalization.CultureInfo.InvariantCulture))).Append('\n');
        return text.ToString();
    }

    /// <summary>The least time of a call within a second, in nanoseconds.</summary>
    private static double Least(Action action) => 1e9 * Enumerable.Range(0, 10).Min(_ => ForeignNets.Least(action));
}
