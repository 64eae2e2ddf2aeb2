using Sluice.Data.Reports;
using Sluice.Data.Tables;

namespace Sluice.Tasks.Reports;

/// <summary>The columns of a table as lines for people: what each holds, what it is for, how it is written, what is missing, and its range.</summary>
internal static class ColumnTable
{
    private const int LongestCell = 26, Widest = 140;

    private static readonly string[] s_titles = ["column", "kind", "role", "form", "example", "missing", "different", "values"];

    /// <summary>The lines.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="roles">What columns are for, by name; those that are not named have no role.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<ColumnReport> columns, IReadOnlyDictionary<string, string> roles)
    {
        string[][] rows = [s_titles, .. columns.Select(c => Row(c, roles.GetValueOrDefault(c.Name, "")))];
        bool[] shown = [.. s_titles.Select((_, i) => i is not (2 or 3) || rows.Skip(1).Any(r => r[i].Length > 0))];
        int[] widths = [.. s_titles.Select((_, i) => rows.Max(r => r[i].Length))];
        foreach (string[] row in rows)
        {
            string line = string.Join("  ", Enumerable.Range(0, row.Length)
                .Where(i => shown[i]).Select(i => i is 5 or 6 ? row[i].PadLeft(widths[i]) : row[i].PadRight(widths[i]))).TrimEnd();
            yield return line.Length > Widest ? line[..(Widest - 1)] + "…" : line;
        }
    }

    /// <summary>What is said of a table before a model learns from it: its columns, and how they were read.</summary>
    public static IEnumerable<string> About(Table table, params IEnumerable<(string Column, string Role)> roles)
        => Lines(
            [.. table.Columns.Select(ColumnReport.Of)],
            roles.Where(r => r.Column.Length > 0).DistinctBy(r => r.Column).ToDictionary()).Concat(table.Notes.Select(n => $"note: {n}"));

    /// <summary>What a column is for and what it holds, in a few words.</summary>
    public static string Why(ColumnReport c, string role)
    {
        string holds = c.Dates is { } d ? $"dates from {TimeStep.Text(d.First.Date)} to {TimeStep.Text(d.Last.Date)}"
            : c.Lowest is { } low ? FormattableString.Invariant($"numbers from {low:G10} to {c.Highest:G10}")
            : c.Kind == ColumnKind.Category ? $"{c.Different} different texts: {Values(c)}"
            : $"{c.Different} different texts, such as {Short(c.Example)}";
        return $"{(role.Length > 0 ? $"{role}; " : "")}{holds}{(c.Missing > 0 ? $"; missing in {c.Missing} rows" : "")}";
    }

    private static string[] Row(ColumnReport c, string role) =>
    [
        Short(c.Name), c.Different == 0 ? "empty" : ColumnForm.WordOf(c.Kind), role, c.Form, Short(
            c.Example), c.LongestGap > 1 ? $"{c.Missing} ({c.LongestGap} in a row)" : $"{c.Missing}", $"{c.Different}", Values(c),
    ];

    private static string Values(ColumnReport c)
    {
        if (c.Dates is { } d) return $"{TimeStep.Text(d.First.Date)} to {TimeStep.Text(d.Last.Date)}";
        if (c.Lowest is { } low) return FormattableString.Invariant($"{low:G10} to {c.Highest:G10}");
        return c.Kind == ColumnKind.Category
            ? string.Join(", ", c.Frequent.Take(4).Select(f => $"{Short(f.Category)} {f.Count}")) + (c.Different > 4 ? ", ..." : "")
            : "";
    }

    private static string Short(string text)
    {
        string clean = string.Concat(text.Select(ch => char.IsControl(ch) ? ' ' : ch));
        return clean.Length > LongestCell ? clean[..(LongestCell - 1)] + "…" : clean;
    }
}
