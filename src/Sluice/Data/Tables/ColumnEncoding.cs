using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Data.Tables;

/// <summary>How one column of a table becomes entries of a vector.</summary>
public abstract class ColumnEncoding(string name, ColumnKind kind, IReadOnlyList<string> entries)
{
    /// <summary>The column.</summary>
    public string Name { get; } = name;

    /// <summary>The kind the column must be of.</summary>
    public ColumnKind Kind { get; } = kind;

    /// <summary>What each entry says, such as "weekday = Tuesday".</summary>
    public IReadOnlyList<string> Entries { get; } = entries;

    /// <summary>The number of entries.</summary>
    public int Width => Entries.Count;

    /// <summary>Checks that a table's column is of the right kind and gives the writer of one row's entries.</summary>
    internal abstract RowWriter Bind(Table table);

    internal abstract JsonObject ToJson();

    /// <summary>Writes Width entries for a row.</summary>
    internal delegate void RowWriter(int row, Span<float> into);

    /// <summary>Fits the encoding of a column to the training rows.</summary>
    internal static ColumnEncoding Fit(Column column, RowRange rows, Scaling scaling) => column switch
    {
        NumberColumn c => NumberEncoding.Fit(c, rows, scaling),
        CategoryColumn c => CategoryEncoding.Fit(c, rows),
        DateColumn c => DateEncoding.Fit(c, rows),
        _ => throw new SluiceException($"Column {column.Name}: no encoding for {column.GetType().Name}."),
    };

    internal static ColumnEncoding FromJson(JsonElement json)
    {
        var name = DataJson.Text(json.GetProperty("name"));
        return json.GetProperty("kind").GetString() switch
        {
            "number" => new NumberEncoding(name, new Scaler(Finite("offset"), Finite("scale") is not 0 and var scale
                ? scale
                : throw new JsonException($"scale of column {name} is 0.")), json.GetProperty("missing").GetBoolean()),
            "category" => new CategoryEncoding(name, new OneHot(json.GetProperty("categories").EnumerateArray().Select(DataJson.Text))),
            "date" => new DateEncoding(
                name, json.GetProperty("weekday").GetBoolean(), json.GetProperty("month").GetBoolean(), json.GetProperty("time").GetBoolean()),
            var other => throw new JsonException($"kind '{other}' of column {name} is not number, category or date."),
        };

        double Finite(string property)
            => json.GetProperty(property).GetDouble() is var x && double.IsFinite(x)
                ? x
                : throw new JsonException($"{property} of column {name} is not finite.");
    }
}

/// <summary>A number: its scaled value (0, the middle, where it is missing) and, where training rows miss some, 1 if this one is missing.</summary>
public sealed class NumberEncoding(string name, Scaler scaler, bool hasMissingFlag)
    : ColumnEncoding(name, ColumnKind.Number, hasMissingFlag ? [name, $"{name} is missing"] : [name])
{
    /// <summary>The scaling and its way back.</summary>
    public Scaler Scaler { get; } = scaler;

    /// <summary>Whether a second entry says that the value is missing.</summary>
    public bool HasMissingFlag { get; } = hasMissingFlag;

    internal static NumberEncoding Fit(NumberColumn column, RowRange rows, Scaling scaling)
    {
        var training = column.Values.AsSpan(rows.Start, rows.Count);
        return new(column.Name, Scaler.Fit(training, scaling), training.Contains(double.NaN));
    }

    internal override RowWriter Bind(Table table)
    {
        var values = table.Column<NumberColumn>(Name).Values;
        return (row, into) =>
        {
            bool missing = double.IsNaN(values[row]);
            into[0] = missing ? 0 : (float)Scaler.Transform(values[row]);
            if (HasMissingFlag) into[1] = missing ? 1 : 0;
        };
    }

    internal override JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["kind"] = "number",
        ["offset"] = Scaler.Offset,
        ["scale"] = Scaler.Scale,
        ["missing"] = HasMissingFlag,
    };
}

/// <summary>A category: one-hot over those of the training rows; one never seen there is all 0.</summary>
public sealed class CategoryEncoding(string name, OneHot oneHot)
    : ColumnEncoding(name, ColumnKind.Category, [.. oneHot.Categories.Select(c => $"{name} = {c}")])
{
    // More different texts than this are names or notes, not categories, and would make the model huge.
    private const int MostCategories = 1000;

    /// <summary>The categories and their places.</summary>
    public OneHot OneHot { get; } = oneHot;

    internal static CategoryEncoding Fit(CategoryColumn column, RowRange rows)
    {
        var oneHot = OneHot.Fit(new ArraySegment<string?>(column.Values, rows.Start, rows.Count));
        Check(column.Name, oneHot.Width);
        return new(column.Name, oneHot);
    }

    internal static void Check(string column, int categories, string more = "")
    {
        if (categories > MostCategories)
            throw new SluiceFormatException(
                $"column '{column}' has {categories} {more}different texts, more than {MostCategories}: it is not a category. Leave it out, or if these are numbers or dates, see which of them does not read as one.");
    }

    internal override RowWriter Bind(Table table)
    {
        var values = table.Column<CategoryColumn>(Name).Values;
        return (row, into) => OneHot.Encode(values[row], into);
    }

    internal override JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["kind"] = "category",
        ["categories"] = new JsonArray([.. OneHot.Categories.Select(c => JsonValue.Create(c))]),
    };
}
