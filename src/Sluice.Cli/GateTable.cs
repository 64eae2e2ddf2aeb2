using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Reports;

namespace Sluice.Cli;

/// <summary>What the gates did, as a table: a row a step, a column a block or state.</summary>
internal static class GateTable
{
    private const int Label = 10;

    /// <summary>Writes the table of a layer: the mean over its units, or the values of a few units.</summary>
    public static void Write(Inspected inspected, int layer, int[]? units, TextWriter output)
    {
        var recording = inspected.Recordings[layer];
        bool colour = Screen.HasColour(output);
        string[] names = Inspected.Values(recording);
        int label = Math.Max(Label, inspected.Steps.Skip(inspected.First).Max(s => Math.Min(16, Screen.Columns(s[0]))));
        foreach (int? unit in units is null ? [null] : units.Select(u => (int?)u))
        {
            if (unit is not null) output.WriteLine($"unit {unit}");
            output.WriteLine(
                $"  {inspected.Names[0].PadRight(label)} {string.Join(' ', inspected.Names.Skip(1).Select(n => $"{n,8}"))}{string.Concat(names.Select(n => $"{n,8}"))}");
            for (int t = inspected.First; t < inspected.Steps.Count; t++)
            {
                string[] words = inspected.Steps[t];
                output.Write(
                    $"  {Screen.Left(words[0], label)} {string.Join(' ', words.Skip(1).Select(w => $"{w,8}"))}");
                foreach (string name in names) output.Write(Cell(Inspected.Value(recording, name, t, unit), colour));
                output.WriteLine();
            }
        }
    }

    private static string Cell(float value, bool colour) => colour ? ValueColour.Of(value, $"{value,8:F2}") : $"{value,8:F2}";
}
