using Parquet;
using Parquet.Schema;
using Sluice.Data.Tables;

namespace Sluice.Files;

/// <summary>Tables written as Parquet, in one group of rows: numbers, texts, and dates as instants.</summary>
internal static class ParquetWriting
{
    /// <summary>Writes a table; a missing cell is null.</summary>
    public static void Write(Table table, Stream stream)
    {
        // The library goes back in its stream, which a file that is being replaced cannot.
        using var whole = new MemoryStream();
        WriteAsync(table, whole).GetAwaiter().GetResult();
        stream.Write(whole.GetBuffer().AsSpan(0, (int)whole.Length));
    }

    private static async Task WriteAsync(Table table, Stream stream)
    {
        DataField[] fields = [.. table.Columns.Select(c => new DataField(
            c.Name, c switch { NumberColumn => typeof(double?), DateColumn => typeof(DateTime?), _ => typeof(string) }, isNullable: true))];
        await using var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, null, false, default);
        using var group = writer.CreateRowGroup();
        for (int i = 0; i < fields.Length; i++)
        {
            switch (table.Columns[i])
            {
                case NumberColumn numbers:
                    await group.WriteAsync<double>(fields[i], numbers.Values.Select(v => double.IsNaN(v) ? (double?)null : v).ToArray().AsMemory());
                    break;
                case DateColumn dates:
                    await group.WriteAsync<DateTime>(fields[i], dates.Values.Select(
                        d => d is { } date ? (DateTime?)DateTime.SpecifyKind(date, DateTimeKind.Utc) : null).ToArray().AsMemory());
                    break;
                case var texts:
                    await group.WriteAsync(fields[i], Enumerable.Range(0, texts.Count).Select(texts.Text).ToArray()!, null);
                    break;
            }
        }
    }
}
