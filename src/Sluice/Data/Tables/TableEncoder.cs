using System.Text.Json.Nodes;

namespace Sluice.Data.Tables;

/// <summary>Makes the rows of tables into vectors, by what was learned from the training rows of one table.</summary>
public sealed class TableEncoder
{
    /// <summary>Puts the entries of columns side by side.</summary>
    public TableEncoder(IReadOnlyList<ColumnEncoding> columns)
    {
        Columns = columns;
        Width = columns.Sum(c => c.Width);
    }

    /// <summary>Fits one encoding for each column.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The names of the columns to encode, in the order of their entries.</param>
    /// <param name="training">The only rows that are looked at.</param>
    /// <param name="scaling">What is done to numbers.</param>
    /// <exception cref="SluiceFormatException">There is no such column, or a category column has too many different texts.</exception>
    public static TableEncoder Fit(Table table, IEnumerable<string> columns, RowRange training, Scaling scaling = Scaling.Standard) =>
        new([.. columns.Select(name => ColumnEncoding.Fit(table.Column(name), training, scaling))]);

    /// <summary>The encodings in the order of their entries: what <c>info</c> prints.</summary>
    public IReadOnlyList<ColumnEncoding> Columns { get; }

    /// <summary>The length of a row's vector.</summary>
    public int Width { get; }

    /// <summary>The encoding of a column and the place of its first entry.</summary>
    /// <exception cref="SluiceException">The column is not encoded.</exception>
    public (ColumnEncoding Encoding, int Offset) Find(string column)
    {
        int offset = 0;
        foreach (var encoding in Columns)
        {
            if (encoding.Name == column) return (encoding, offset);
            offset += encoding.Width;
        }
        throw new SluiceException($"TableEncoder: column '{column}' is not encoded.{Nearest.Hint(column, [.. Columns.Select(c => c.Name)])}");
    }

    /// <summary>Encodes rows one after the other.</summary>
    /// <param name="table">A table that has the columns, of the same kinds.</param>
    /// <param name="rows">Which rows.</param>
    /// <param name="into">[rows.Count, Width]</param>
    /// <exception cref="SluiceFormatException">The table lacks a column or holds another kind there.</exception>
    public void Encode(Table table, RowRange rows, Span<float> into)
    {
        if (into.Length < (long)rows.Count * Width)
            throw new SluiceException($"TableEncoder: {rows.Count} rows take {(long)rows.Count * Width} numbers, got room for {into.Length}.");
        int offset = 0;
        foreach (var encoding in Columns)
        {
            var write = encoding.Bind(table);
            for (int i = 0; i < rows.Count; i++) write(rows.Start + i, into.Slice(i * Width + offset, encoding.Width));
            offset += encoding.Width;
        }
    }

    /// <summary>The vector of one row, of length Width.</summary>
    /// <exception cref="SluiceFormatException">As for many rows.</exception>
    public float[] Encode(Table table, int row)
    {
        var vector = new float[Width];
        Encode(table, new RowRange(row, 1), vector);
        return vector;
    }

    /// <summary>The encoder as JSON, for the metadata of a model file.</summary>
    public string ToJson() => DataJson.Write(new JsonObject { ["columns"] = new JsonArray([.. Columns.Select(c => c.ToJson())]) });

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">It is not that.</exception>
    public static TableEncoder FromJson(string json) => DataJson.Read("the table encoder", json, root =>
        new TableEncoder([.. root.GetProperty("columns").EnumerateArray().Select(ColumnEncoding.FromJson)]));
}
