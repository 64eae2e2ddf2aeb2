using Sluice.Learn.Studies.Forecasts;
using Sluice.Tasks.Series;
using Sluice.Tasks.Settings;

namespace Sluice.Cli;

/// <summary>Sums of series, level by level: that of all, those by columns, or those by the parts of their names.</summary>
internal static class SeriesLevels
{
    /// <summary>The option that asks for them.</summary>
    public const string Option = "--sum";

    /// <summary>The sum of all, and what it is called.</summary>
    public const string All = "sum";

    /// <summary>Finds the sums.</summary>
    /// <param name="all">The series.</param>
    /// <param name="said">
    /// Levels between commas, each a column or several joined by +; or a mark, such as /, at which names are cut; empty for the sum of all alone.
    /// </param>
    /// <exception cref="SluiceException">There is one series alone, a name stands for two things, or a level adds nothing up.</exception>
    /// <exception cref="SluiceFormatException">A column is not there, or changes within a series.</exception>
    public static IReadOnlyList<SeriesLevel> Of(IReadOnlyList<(SeriesTable Table, OneSeries Series)> all, string said)
    {
        if (all.Count < 2) throw new UsageException($"{Option}: expected two series or more, got one.");
        string[] names = [.. all.Select(s => s.Table.NameOf(s.Series))];
        List<SeriesLevel> levels = [new(All, [new(All, names)])];
        bool cut = said.Length == 1 && !char.IsLetterOrDigit(said[0]) && !all[0].Table.Table.Has(said);
        levels.AddRange(said.Length == 0 ? [] : cut ? Paths(names, said[0]) : said.Split(',').Select(level => ByColumns(all, names, level.Trim())));
        foreach (var group in levels.SelectMany(l => l.Groups))
            if (names.Contains(group.Name))
                throw new UsageException($"{Option}: a series is called '{group.Name}' already. Leave {Option} out, or give it another name.");
        return levels;
    }

    /// <summary>A level for each mark in the longest name; a name with fewer of them is in no sum of the deeper ones but its own.</summary>
    private static List<SeriesLevel> Paths(string[] names, char mark)
    {
        int depth = names.Max(n => n.Count(c => c == mark));
        if (depth == 0) throw new UsageException($"{Option}: no series has a '{mark}' in its name, such as '{names[0]}'. Name columns, or another mark.");
        return [.. Enumerable.Range(1, depth).Select(d => new SeriesLevel(
            $"{d}", [.. names.GroupBy(n => Begin(n, d)).Select(g => new SeriesGroup(g.Key, [.. g]))]))];

        string Begin(string name, int marks)
        {
            int at = -1;
            for (int m = 0; m < marks; m++)
                if ((at = name.IndexOf(mark, at + 1)) < 0) return name + mark;
            return name[..(at + 1)];
        }
    }

    private static SeriesLevel ByColumns(IReadOnlyList<(SeriesTable Table, OneSeries Series)> all, string[] names, string level)
    {
        string[] columns = level.Split('+', StringSplitOptions.TrimEntries);
        var groups = all.Zip(names).GroupBy(s => string.Join(", ", columns.Select(c => $"{c} {Text(s.First.Table, s.First.Series, c)}")), s => s.Second)
            .Select(g => new SeriesGroup(g.Key, [.. g])).ToList();
        return groups.Exists(g => g.Series.Count > 1) ? new SeriesLevel(level, groups)
            : throw new UsageException($"{Option}: each series has a '{level}' of its own: there is nothing to add up.");
    }

    /// <summary>The one text that a column has in the rows of a series.</summary>
    private static string Text(SeriesTable table, OneSeries series, string name)
    {
        var column = table.Table.Column(name);
        int[] rows = [.. series.Span.Rows.Where(r => !column.IsMissing(r))];
        if (rows.Length == 0)
            throw new SluiceFormatException(
                $"{Option}: column '{name}' has no value in the rows of '{table.NameOf(series)}'.", table.Table.File, table.Table.Line(series.Span.Rows[0]));
        string text = column.Text(rows[0])!;
        foreach (int row in rows)
            if (column.Text(row) != text)
                throw new SluiceFormatException(
                    $"{Option}: expected one '{name}' in all rows of '{table.NameOf(series)}', which has '{text}' at first, and '{column.Text(row)}' here.",
                    table.Table.File, table.Table.Line(row));
        return text;
    }
}
