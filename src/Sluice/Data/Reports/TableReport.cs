using System.Globalization;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;

namespace Sluice.Data.Reports;

/// <summary>What is in a table, before any training: sizes, gaps, balance, and what would deceive a measurement.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Repeated">Rows that are the same as an earlier one.</param>
/// <param name="Parts">Rows of the parts for training, validation and test.</param>
/// <param name="Shared">Rows of validation and test that are the same as one of training.</param>
/// <param name="Columns">A report for each column.</param>
/// <param name="Target">The column to forecast, or null where none is named.</param>
/// <param name="Balance">Where the target is a category: rows of each class in training, validation and test.</param>
/// <param name="Warnings">Sentences on what is likely to be wrong.</param>
public sealed record TableReport(
    int Rows, int Repeated, Split Parts, int Shared, IReadOnlyList<ColumnReport> Columns, string? Target, IReadOnlyList<ClassBalance> Balance,
    IReadOnlyList<string> Warnings)
{
    /// <summary>What is to be said of how the table was read.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What columns are for, by name; those that are not named have no role.</summary>
    public IReadOnlyDictionary<string, string> Roles { get; init; } = new Dictionary<string, string>();

    private const int FarthestShift = 400;

    // Rows of a block that may be a series.
    private const int LeastBlock = 8;

    /// <summary>Looks at a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="parts">How its rows are divided.</param>
    /// <param name="target">The column to forecast, or null.</param>
    /// <exception cref="SluiceFormatException">There is no such column.</exception>
    public static TableReport Of(Table table, Split parts, string? target = null)
    {
        var columns = table.Columns.Select(ColumnReport.Of).ToArray();
        string[] rows = [.. Enumerable.Range(0, table.RowCount).Select(r => string.Join('\u001f', table.Columns.Select(c => c.Text(r))))];
        var training = rows.Take(parts.Train.End).ToHashSet(StringComparer.Ordinal);
        int repeated = rows.Length - rows.Distinct(StringComparer.Ordinal).Count(), shared = rows.Skip(parts.Train.End).Count(training.Contains);
        var balance = target is not null && table.Column(target) is CategoryColumn classes ? ClassBalance.Of(classes, parts) : [];

        var warnings = new List<string>();
        bool dated = columns.Any(c => c.Kind == ColumnKind.Date);
        if (dated && repeated > 0) warnings.Add($"{repeated} rows are the same as an earlier one, date included.");
        if (dated && shared > 0) warnings.Add($"{shared} rows of validation and test are also in training: they measure memory.");
        foreach (var column in columns) warnings.AddRange(About(column));
        foreach (var column in table.Columns.Where(c => c.Kind == ColumnKind.Category).OfType<CategoryColumn>())
            warnings.AddRange(LikeTexts.Sentence(
                $"column '{column.Name}':", column.Values.OfType<string>().CountBy(v => v).Select(c => (c.Key, c.Value))));
        foreach (var numbers in table.Columns.OfType<NumberColumn>())
            if (Marks(numbers) is { } mark) warnings.Add(mark);
        foreach (var dates in table.Columns.OfType<DateColumn>()) warnings.AddRange(OutOfTime(dates, parts));
        foreach (var row in balance.Where(b => b.Training == 0))
            warnings.Add($"the class '{row.Category}' of '{target}' does not occur in training.");
        if (target is not null)
        {
            if (dated) warnings.AddRange(table.Columns.Where(c => c.Name != target).Select(Blocks).OfType<string>());
            foreach (var column in table.Columns.Where(c => c.Name != target))
                if (Shift(table.Column(target), column) is { } shift) warnings.Add(Sentence(column.Name, target, shift));
        }

        return new TableReport(table.RowCount, repeated, parts, shared, columns, target, balance, warnings)
        {
            Notes = table.Notes,
            Roles = target is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [target] = "target" },
        };
    }

    private static IEnumerable<string> About(ColumnReport column)
    {
        if (column.Different == 0) yield return $"column '{column.Name}' has no value at all: leave it out.";
        else if (column.Different == 1) yield return $"column '{column.Name}' has the same value in every row: it says nothing.";
        if (column is { Kind: ColumnKind.Category, Different: > 1000 })
            yield return $"column '{column.Name}' has {column.Different} different texts: these are no categories; leave it out.";
        if (column.Dates is not { } dates) yield break;
        if (dates.Gaps > 0)
            yield return $"column '{column.Name}': {Count(dates.Gaps, "gap")} in which {Count(dates.Skipped, "row")} {(dates.Skipped == 1 ? "is" : "are")} missing; the net takes the row after a gap for the next step (forecast and series add the missing rows with --fill true).";
        if (dates.Repeated > 0)
            yield return $"column '{column.Name}': {Count(dates.Repeated, "date")} {(dates.Repeated == 1 ? "comes" : "come")} twice; several series in one table are to be trained apart.";
        if (dates.Backwards > 0)
            yield return $"column '{column.Name}': {Count(dates.Backwards, "date")} {(dates.Backwards == 1 ? "is" : "are")} before the one before; sort the rows by time (--sort {column.Name}).";
    }

    /// <summary>What is to be said of a number such as -999 that may stand for no value: nines alone, in several rows, far from all others.</summary>
    private static string? Marks(NumberColumn column)
    {
        double[] all = [.. column.Values.Where(double.IsFinite)];
        if (all.Length == 0) return null;
        foreach (double mark in new[] { all.Min(), all.Max() })
        {
            double[] others = [.. all.Where(v => v != mark)];
            if (all.Length - others.Length < 2 || others.Length < 2) continue;
            string text = mark.ToString(CultureInfo.InvariantCulture);
            double low = others.Min(), high = others.Max(), distance = mark < low ? low - mark : mark - high;
            if (text.Count(c => c == '9') >= 2 && text.All(c => c is '9' or '-' or '.') && distance > high - low)
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"column '{column.Name}': {text} stands in {all.Length - others.Length} rows, far from all others ({low:G6} to {high:G6}): if it stands for no value, say so with --missing {text}.");
        }

        return null;
    }

    /// <summary>
    /// What is to be said of a code or category each of whose values stands in one block of rows, as where one series ends and another begins.
    /// </summary>
    private static string? Blocks(Column column)
    {
        if (column.Kind is not (ColumnKind.Category or ColumnKind.Id) || column.MissingCount > 0) return null;
        string?[] values = [.. Enumerable.Range(0, column.Count).Select(column.Text)];
        int different = values.Distinct().Count(), blocks = 1 + values.Skip(1).Zip(values).Count(pair => pair.First != pair.Second);
        return different > 1 && blocks == different && different * LeastBlock <= column.Count
            ? $"column '{column.Name}' has {different} values, each in one block of rows: if these are series of their own, one would be taken for what follows on the other; train series --id {column.Name} tells them apart."
            : null;
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static IEnumerable<string> OutOfTime(DateColumn dates, Split parts)
    {
        var last = dates.Values.Take(parts.Train.End).Max();
        int early = dates.Values.Skip(parts.Train.End).Count(d => d <= last);
        if (early > 0)
            yield return $"{early} rows of validation and test are not after the last of training ({(last is { } day ? TimeStep.Text(day.Date) : "")}): the future would teach the past.";
    }

    /// <summary>
    /// So many rows later the target has the same values as the column in every row; negative for earlier; null where it never has.
    /// </summary>
    private static int? Shift(Column target, Column column)
    {
        if (target.Kind != column.Kind) return null;
        string?[] a = [.. Enumerable.Range(0, target.Count).Select(target.Text)], b = [.. Enumerable.Range(0, column.Count).Select(column.Text)];
        if (a.OfType<string>().Distinct().Count() < 2) return null;
        int least = Math.Max(8, target.Count / 2);
        foreach (int distance in Enumerable.Range(0, Math.Min(FarthestShift, target.Count)))
            foreach (int shift in distance == 0 ? [0] : new[] { -distance, distance })
                if (Equal(shift)) return shift;
        return null;

        bool Equal(int shift)
        {
            int compared = 0;
            for (int row = Math.Max(0, -shift); row < Math.Min(a.Length, a.Length - shift); row++)
            {
                if (a[row + shift] is null || b[row] is null) continue;
                if (a[row + shift] != b[row]) return false;
                compared++;
            }

            return compared >= least;
        }
    }

    private static string Sentence(string column, string target, int shift) => shift switch
    {
        0 => $"column '{column}' is the same as the target '{target}': leave it out, and never name it as known ahead.",
        > 0 => string.Create(
            CultureInfo.InvariantCulture,
            $"column '{column}' has what the target '{target}' has {shift} rows later: it gives the answer away. Leave it out."),
        _ => string.Create(
            CultureInfo.InvariantCulture, $"column '{column}' has what the target '{target}' had {-shift} rows earlier: it says nothing new."),
    };
}

/// <summary>Rows of a class in each part.</summary>
public sealed record ClassBalance(string Category, int Training, int Validation, int Test)
{
    internal const int Most = 20;

    internal static IReadOnlyList<ClassBalance> Of(CategoryColumn column, Split parts)
    {
        return [.. column.Values.OfType<string>().GroupBy(v => v).OrderByDescending(g => g.Count()).Take(Most)
            .Select(g => new ClassBalance(g.Key, Count(g.Key, parts.Train), Count(g.Key, parts.Validation), Count(g.Key, parts.Test)))];

        int Count(string value, RowRange rows) => column.Values.AsSpan(rows.Start, rows.Count).Count(value);
    }
}
