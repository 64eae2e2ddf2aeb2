using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Data.Tables;

/// <summary>A column as a model learned from it.</summary>
/// <param name="Name">The column.</param>
/// <param name="Form">What it holds and how it is written.</param>
/// <param name="Lowest">The lowest number, or null.</param>
/// <param name="Highest">The highest number, or null.</param>
/// <param name="Categories">The categories; empty where there are none, or too many.</param>
public sealed record ColumnSchema(string Name, ColumnForm Form, double? Lowest, double? Highest, IReadOnlyList<string> Categories);

/// <summary>The columns of a table as a model learned from them. It is kept with the model, and new data is read by it. It never changes.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Missing">Texts that stand for a missing value, beside an empty cell.</param>
public sealed record Schema(IReadOnlyList<ColumnSchema> Columns, IReadOnlyList<string> Missing)
{
    private const int MostCategories = 1000;

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
                        yield return $"column '{known.Name}': {Rows(strange.Length)} with a category that was never seen, such as '{strange[0]}'.";
                    break;
            }
        }

        static string Rows(int count) => count == 1 ? "1 row" : $"{count} rows";
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
        })]),
        ["missing"] = new JsonArray([.. Missing.Select(m => JsonValue.Create(m))]),
    });

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">It is not that.</exception>
    public static Schema FromJson(string json) => DataJson.Read("the schema", json, root => new Schema(
        [.. root.GetProperty("columns").EnumerateArray().Select(c => new ColumnSchema(
            DataJson.Text(c.GetProperty("name")), ColumnForm.Parse(DataJson.Text(c.GetProperty("form"))), Number(c, "lowest"), Number(c, "highest"),
            [.. c.GetProperty("categories").EnumerateArray().Select(DataJson.Text)]))],
        [.. root.GetProperty("missing").EnumerateArray().Select(DataJson.Text)]));

    private static double? Number(JsonElement column, string name)
        => column.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    private static ColumnSchema Of(Column column, bool whole)
    {
        var form = column.Form ?? new ColumnForm(column.Kind);
        if (!whole) return new ColumnSchema(column.Name, form, null, null, []);
        double[] numbers = column is NumberColumn n ? [.. n.Values.Where(double.IsFinite)] : [];
        string[] categories = column is CategoryColumn { Kind: ColumnKind.Category } c
            ? [.. c.Values.OfType<string>().Distinct(StringComparer.Ordinal).Take(MostCategories + 1)]
            : [];
        return new ColumnSchema(
            column.Name, form, numbers.Length > 0 ? numbers.Min() : null, numbers.Length > 0 ? numbers.Max() : null,
            categories.Length <= MostCategories ? categories : []);
    }
}
