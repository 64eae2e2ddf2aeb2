using Sluice.Inspection;
using Sluice.Tasks;

namespace Sluice.Cli;

/// <summary>What the gates did, as a table: a row a symbol, a column a block or state.</summary>
internal static class GateTable
{
    /// <summary>Writes the table of a layer: the mean over its units, or the values of a few units.</summary>
    public static void Write(LanguageModel model, int[] symbols, int layer, int[]? units, TextWriter output)
    {
        var (recordings, probabilities) = model.Inspect(symbols);
        if (layer < 0 || layer >= recordings.Count) throw new UsageException($"--layer: expected 0 to {recordings.Count - 1}, got {layer}.");
        var recording = recordings[layer];
        int hidden = recording.Value(recording.States[0]).Columns;
        if (units is not null && units.Any(u => u < 0 || u >= hidden)) throw new UsageException($"--units: expected 0 to {hidden - 1}, got {string.Join(",", units)}.");
        bool colour = output == Console.Out && !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var names = recording.Blocks.Concat(recording.States.Where(s => !recording.Blocks.Contains(s))).ToArray();
        foreach (int? unit in units is null ? [null] : units.Select(u => (int?)u))
        {
            if (unit is not null) output.WriteLine($"unit {unit}");
            output.WriteLine($"  {"symbol",-10} {"foreseen",8}{string.Concat(names.Select(n => $"{n,8}"))}");
            for (int t = 0; t < symbols.Length; t++)
            {
                string symbol = model.Vocabulary[symbols[t]].Replace("\n", "\\n");
                output.Write($"  {symbol}{new string(' ', Math.Max(0, 10 - Width(symbol)))} {(t == 0 ? "" : $"{100 * probabilities[t]:F0} %"),8}");
                foreach (string name in names) output.Write(Cell(Value(recording, name, t, unit), colour));
                output.WriteLine();
            }
        }
    }

    private static float Value(Recording recording, string name, int t, int? unit)
    {
        var row = recording.Value(name).Row(t);
        if (unit is { } u) return row[u];
        float sum = 0;
        foreach (float value in row) sum += value;
        return sum / row.Length;
    }

    // Blue for negative, orange for positive: told apart by colour-blind eyes as well.
    private static string Cell(float value, bool colour)
    {
        string text = $"{value,8:F2}";
        if (!colour) return text;
        int strength = (int)Math.Min(1, Math.Abs(value)) * 2 + (Math.Abs(value) > 0.5 ? 1 : 0);
        return $"\u001b[38;5;{(value < 0 ? new[] { 110, 75, 33, 27 } : [180, 214, 208, 202])[Math.Min(3, strength)]}m{text}\u001b[0m";
    }

    /// <summary>Columns on a terminal: Chinese characters take two.</summary>
    private static int Width(string text) => text.Sum(c => c >= 0x2E80 ? 2 : 1);
}
