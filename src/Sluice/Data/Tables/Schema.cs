using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Data.Tables;

/// <summary>A column as a model learned from it.</summary>
/// <param name="Name">The column.</param>
/// <param name="Form">What it holds and how it is written.</param>
/// <param name="Lowest">The lowest number, or null.</param>
/// <param name="Highest">The highest number, or null.</param>
/// <param name="Categories">The categories; empty where there are none, or too many.</param>
public sealed record ColumnSchema(string Name, ColumnForm Form, double? Lowest, double? Highest, IReadOnlyList<string> Categories)
{
    /// <summary>The share of rows without a value; NaN where the model was saved before models kept it.</summary>
    public double MissingShare { get; init; } = double.NaN;

    /// <summary>
    /// The numbers between which a tenth of all each lie, rising; fewer than nine where some are equal, none where there are no numbers or it is
    /// not known.
    /// </summary>
    public IReadOnlyList<double> Tenths { get; init; } = [];

    /// <summary>The shares of the numbers up to each of <see cref="Tenths"/> and beyond the last.</summary>
    public IReadOnlyList<double> TenthShares { get; init; } = [];

    /// <summary>The share of each category; empty where it is not known.</summary>
    public IReadOnlyList<double> Shares { get; init; } = [];
}

/// <summary>The columns of a table as a model learned from them. It is kept with the model, and new data is read by it. It never changes.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Missing">Texts that stand for a missing value, beside an empty cell.</param>
public sealed record Schema(IReadOnlyList<ColumnSchema> Columns, IReadOnlyList<string> Missing)
{
    private const int MostCategories = 1000, MostLooked = 20;

    /// <summary>The schema of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns that matter; null for all.</param>
    /// <param name="whole">Whether the table has all rows, so that ranges and categories are known; else only the forms are kept.</param>
    public static Schema Of(Table table, IEnumerable<string>? columns = null, bool whole = true)
        => new([.. (columns?.Distinct().Select(table.Column) ?? table.Columns).Select(c => Of(c, whole))], table.Missing);

    /// <summary>The column of this name, or null.</summary>
    public ColumnSchema? Find(string name)
        => Columns.FirstOrDefault(c => c.Name == name) ?? Columns.FirstOrDefault(c => ComposedText.Of(c.Name) == ComposedText.Of(name));

    /// <summary>What differs in a table from what was learned from: one sentence for each kind of difference of a column, with a count.</summary>
    public IEnumerable<string> Differences(Table table)
    {
        foreach (var known in Columns)
        {
            if (!table.Has(known.Name)) continue;
            switch (table.Column(known.Name))
            {
                case NumberColumn numbers when known is { Lowest: { } low, Highest: { } high }:
                    int outside = numbers.Values.Count(v => v < low || v > high);
                    if (outside > 0)
                        yield return FormattableString.Invariant(
                            $"column '{known.Name}': {Rows(outside)} beyond what was learned from ({low:G6} to {high:G6}).");
                    break;
                case CategoryColumn texts when known.Categories.Count > 0:
                    string[] strange = [.. texts.Values.OfType<string>().Where(v => !known.Categories.Contains(v, StringComparer.Ordinal))];
                    if (strange.Length > 0)
                        yield return $"column '{known.Name}': {Rows(strange.Length)} with a category that was never seen, such as '{strange[0]}'{Like(strange, known.Categories)}.";
                    break;
            }
        }

        static string Rows(int count) => count == 1 ? "1 row" : $"{count} rows";

        static string Like(string[] strange, IReadOnlyList<string> known)
            => strange.Distinct().Take(MostLooked).Select(s => (Text: s, Like: LikeTexts.Of(s, known))).FirstOrDefault(
                l => l.Like is not null) is (var text, { } like)
                ? $"; '{text}' differs from '{like}' only in capitals or blanks"
                : "";
    }

    /// <summary>As JSON, for the metadata of a model file.</summary>
    public string ToJson() => DataJson.Write(new JsonObject
    {
        ["columns"] = new JsonArray([.. Columns.Select(c => new JsonObject
        {
            ["name"] = c.Name,
            ["form"] = c.Form.ToString(),
            ["lowest"] = c.Lowest,
            ["highest"] = c.Highest,
            ["categories"] = new JsonArray([.. c.Categories.Select(v => JsonValue.Create(v))]),
            ["missing"] = double.IsNaN(c.MissingShare) ? null : c.MissingShare,
            ["tenths"] = Numbers(c.Tenths),
            ["tenth_shares"] = Numbers(c.TenthShares),
            ["shares"] = Numbers(c.Shares),
        })]),
        ["missing"] = new JsonArray([.. Missing.Select(m => JsonValue.Create(m))]),
    });

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">It is not that.</exception>
    public static Schema FromJson(string json) => DataJson.Read("the schema", json, root => new Schema(
        [.. root.GetProperty("columns").EnumerateArray().Select(c => Checked(new ColumnSchema(
            DataJson.Text(c.GetProperty("name")), ColumnForm.Parse(DataJson.Text(c.GetProperty("form"))), Number(c, "lowest"), Number(c, "highest"),
            [.. c.GetProperty("categories").EnumerateArray().Select(DataJson.Text)])
        {
            MissingShare = c.TryGetProperty("missing", out _) ? Number(c, "missing") ?? double.NaN : double.NaN,
            Tenths = Numbers(c, "tenths"),
            TenthShares = Numbers(c, "tenth_shares"),
            Shares = Numbers(c, "shares"),
        }))],
        [.. root.GetProperty("missing").EnumerateArray().Select(DataJson.Text)]));

    private static ColumnSchema Checked(ColumnSchema column)
    {
        bool rise = column.Tenths.Zip(column.Tenths.Skip(1)).All(p => p.First < p.Second);
        var shares = column.TenthShares.Concat(column.Shares).Append(double.IsNaN(column.MissingShare) ? 0 : column.MissingShare);
        if (!rise || (column.TenthShares.Count > 0 && column.TenthShares.Count != column.Tenths.Count + 1)
            || (column.Shares.Count > 0 && column.Shares.Count != column.Categories.Count) || shares.Any(s => s is not (>= 0 and <= 1.000001)))
            throw new JsonException($"the shares of column '{column.Name}' do not fit it.");
        return column;
    }

    private static double? Number(JsonElement column, string name)
        => column.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    private static JsonArray Numbers(IReadOnlyList<double> numbers) => [.. numbers.Select(n => JsonValue.Create(n))];

    private static IReadOnlyList<double> Numbers(JsonElement column, string name)
        => column.TryGetProperty(name, out var numbers) ? [.. numbers.EnumerateArray().Select(n => n.GetDouble())] : [];

    private static ColumnSchema Of(Column column, bool whole)
    {
        var form = column.Form ?? new ColumnForm(column.Kind);
        if (!whole) return new ColumnSchema(column.Name, form, null, null, []);
        double[] numbers = column is NumberColumn n ? [.. n.Values.Where(double.IsFinite)] : [];
        string[] categories = column is CategoryColumn { Kind: ColumnKind.Category } c
            ? [.. c.Values.OfType<string>().Distinct(StringComparer.Ordinal).Take(MostCategories + 1)]
            : [];
        Array.Sort(numbers);
        double[] tenths = numbers.Length > 0 ? [.. Enumerable.Range(1, 9).Select(k => numbers[k * (numbers.Length - 1) / 10]).Distinct()] : [];
        return new ColumnSchema(
            column.Name, form, numbers.Length > 0 ? numbers.Min() : null, numbers.Length > 0 ? numbers.Max() : null,
            categories.Length <= MostCategories ? categories : [])
        {
            MissingShare = column.Count > 0 ? Enumerable.Range(0, column.Count).Count(column.IsMissing) / (double)column.Count : double.NaN,
            Tenths = tenths,
            TenthShares = Shares([.. tenths.Append(double.PositiveInfinity)], numbers),
            Shares = categories.Length <= MostCategories && column is CategoryColumn texts ? Shares(categories, texts) : [],
        };
    }

    /// <summary>The shares of rising numbers up to each end, and above the one before it.</summary>
    private static double[] Shares(double[] ends, double[] sorted)
    {
        if (sorted.Length == 0) return [];
        double[] shares = new double[ends.Length];
        int bin = 0;
        foreach (double value in sorted)
        {
            while (value > ends[bin]) bin++;
            shares[bin] += 1.0 / sorted.Length;
        }

        return shares;
    }

    private static double[] Shares(string[] categories, CategoryColumn column)
    {
        var counts = column.Values.OfType<string>().CountBy(v => v, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        double all = counts.Values.Sum();
        return [.. categories.Select(c => counts[c] / all)];
    }
}
