using Sluice.Data.Tables;

namespace Sluice.Tasks.Reports;

/// <summary>Answers beside the rows that were asked.</summary>
internal static class AnswerTable
{
    /// <summary>The columns of the input, as they were written, and those of the answers.</summary>
    /// <param name="input">The table that was asked.</param>
    /// <param name="rows">Its row for each answer, from 0; one beyond its end for rows that have not come yet.</param>
    /// <param name="answers">What was answered; one that is named like a column of the input is called "predicted".</param>
    /// <param name="instead">Columns that take the place of those of the input with their names, such as dates that go on.</param>
    /// <param name="without">Columns of the input that are left out.</param>
    /// <param name="numbers">The number of each row, from 0, which stands first where the input has no such column; null for none.</param>
    public static Table Of(
        Table input, IReadOnlyList<int> rows, IEnumerable<Column> answers, IReadOnlyList<Column>? instead =
            null, IReadOnlyCollection<string>? without = null, IEnumerable<int>? numbers = null)
    {
        int[] known = [.. rows.Select(r => r < input.RowCount ? r : -1)];
        bool any = known.Any(r => r >= 0);
        List<Column> columns = [];
        foreach (var column in input.Columns)
        {
            if (instead?.FirstOrDefault(c => c.Name == column.Name) is { } other) columns.Add(other);
            else if (any && without?.Contains(column.Name) != true) columns.Add(column.At(known));
        }

        bool Taken(string name) => columns.Any(c => c.Name == name);
        foreach (var answer in answers)
        {
            string name = answer.Name;
            while (Taken(name)) name = "predicted " + name;
            columns.Add(name == answer.Name ? answer : answer.Named(name));
        }

        if (numbers is not null && !Taken("row")) columns.Insert(0, new NumberColumn("row", [.. numbers.Select(r => r + 1.0)]));
        return new Table(columns);
    }

    /// <summary>Decimals that mean something: those of a thousandth of the standard deviation.</summary>
    /// <param name="values">What is foreseen, as far as it is known; NaN counts for nothing.</param>
    public static int Decimals(IEnumerable<double> values)
    {
        double[] known = [.. values.Where(double.IsFinite)];
        if (known.Length == 0) return 6;
        double mean = known.Average(), deviation = Math.Sqrt(known.Sum(v => (v - mean) * (v - mean)) / known.Length);
        double scale = deviation > 0 ? deviation : Math.Max(Math.Abs(mean), 1e-12);
        return (int)Math.Clamp(Math.Ceiling(3 - Math.Log10(scale)), 0, 15);
    }
}
