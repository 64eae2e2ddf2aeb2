using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Sluice.Data.Tables;
using Sluice.Formats;

namespace Sluice.Readers;

/// <summary>Tables written to files, in the format that the ending of the name says; any number of threads may write.</summary>
public static class TableFile
{
    private static readonly ConcurrentDictionary<string, Action<Table, Stream>> s_writers = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = (table, stream) => WriteText(table, stream, CsvTable.Write),
        [".jsonl"] = (table, stream) => WriteText(table, stream, WriteJsonLines),
        [".ndjson"] = (table, stream) => WriteText(table, stream, WriteJsonLines),
    };

    /// <summary>The endings that are known, such as .csv.</summary>
    public static IReadOnlyList<string> Endings => [.. s_writers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Adds a format.</summary>
    /// <param name="ending">Its ending, with the dot.</param>
    /// <param name="write">Writes a table.</param>
    public static void Register(string ending, Action<Table, Stream> write) => s_writers[ending] = write;

    /// <summary>Whether the format of a file is known by its ending.</summary>
    public static bool Knows(string path) => s_writers.ContainsKey(Path.GetExtension(path));

    /// <summary>Writes a table; the file has its former content or all of the new one, whatever fails.</summary>
    /// <exception cref="SluiceException">The ending is not known, or the disk refuses.</exception>
    public static void Write(string path, Table table)
    {
        if (!s_writers.TryGetValue(Path.GetExtension(path), out var write))
            throw new SluiceException($"Writing {path}: expected a name that ends in {string.Join(", ", Endings)}.");
        using var file = new AtomicFile(path);
        write(table, file);
        file.Commit();
    }

    /// <summary>Writes a row a line as a JSON object: numbers as numbers, dates as ISO 8601 has them, null for what is missing.</summary>
    public static void WriteJsonLines(Table table, TextWriter writer)
    {
        using var line = new MemoryStream();
        for (int row = 0; row < table.RowCount; row++)
        {
            line.SetLength(0);
            using (var json =
                new Utf8JsonWriter(line, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                json.WriteStartObject();
                foreach (var column in table.Columns)
                {
                    json.WritePropertyName(column.Name);
                    if (column is NumberColumn numbers && double.IsFinite(numbers.Values[row])) json.WriteNumberValue(numbers.Values[row]);
                    else if (column is NumberColumn) json.WriteNullValue();
                    else json.WriteStringValue(column.Text(row));
                }

                json.WriteEndObject();
            }

            writer.Write(Encoding.UTF8.GetString(line.GetBuffer().AsSpan(0, (int)line.Length)));
            writer.Write('\n');
        }
    }

    private static void WriteText(Table table, Stream stream, Action<Table, TextWriter> write)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
        write(table, text);
    }
}
