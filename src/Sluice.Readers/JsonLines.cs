using System.Text;
using System.Text.Json;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>Files with one JSON object a line, or an array of objects: rows of a table, or texts in a field of each.</summary>
public static class JsonLines
{
    // Lines that share no fields would need lines x fields of memory for nothing.
    private const long CellsPerCharacter = 16;

    /// <summary>Reads a table: the columns are all fields that occur, and a field that a line lacks is missing there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is known of it; the rest is found.</param>
    /// <exception cref="SluiceFormatException">A line is not an object of numbers, texts, true, false and null: with file, line and
    /// column.</exception>
    public static Table ReadTable(string path, TableOptions? options = null) => ParseTable(TextFile.Read(path), path, options);

    /// <summary>Reads the text of a file as a table.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="ReadTable"/>.</exception>
    public static Table ParseTable(string text, string file, TableOptions? options = null)
    {
        var columns = new List<(string Name, List<string?> Cells)>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var lines = new List<int>();
        long mostCells = 100_000 + CellsPerCharacter * text.Length;
        foreach (var (line, row) in Objects(text, file))
        {
            foreach (var field in row)
            {
                if (!places.TryGetValue(field.Key, out int place))
                {
                    places[field.Key] = place = columns.Count;
                    columns.Add((field.Key, []));
                }
                var cells = columns[place].Cells;
                while (cells.Count < lines.Count) cells.Add(null);
                cells.Add(Cell(field.Value, field.Key, file, line));
            }
            lines.Add(line);
            if ((long)columns.Count * lines.Count > mostCells)
                throw new SluiceFormatException(
                    $"{columns.Count} different fields in {lines.Count} lines, nearly all of them missing: the lines do not make a table.", file,
                    line);
        }
        string[] names = [.. columns.Select(c => c.Name)];
        return new TableBuilder(file, options ?? TableOptions.None).Read(new CellRows(names, Rows()) { HasPlaces = false });

        IEnumerable<(int, string?[])> Rows()
        {
            var cells = new string?[names.Length];
            for (int row = 0; row < lines.Count; row++)
            {
                for (int i = 0; i < cells.Length; i++) cells[i] = row < columns[i].Cells.Count ? columns[i].Cells[row] : null;
                yield return (lines[row], cells);
            }
        }
    }

    /// <summary>Reads the text that each line has in a field.</summary>
    /// <exception cref="SluiceFormatException">A line is not an object, or has no text in that field: with file and line.</exception>
    public static IReadOnlyList<string> ReadTexts(string path, string field) => ParseTexts(TextFile.Read(path), path, field);

    /// <summary>Reads the texts from the text of a file.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="ReadTexts"/>.</exception>
    public static IReadOnlyList<string> ParseTexts(string text, string file, string field)
    {
        var texts = new List<string>();
        foreach (var (line, row) in Objects(text, file))
        {
            if (!row.TryGetValue(field, out var value))
                throw new SluiceFormatException($"there is no field '{field}'.{Nearest.Hint(field, row.Keys)}", file, line);
            texts.Add(value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw new SluiceFormatException($"field '{field}' holds no text.", file, line));
        }
        return texts;
    }

    /// <summary>The object of each line.</summary>
    internal static IEnumerable<(int Line, Dictionary<string, JsonElement> Row)> Objects(IEnumerable<string> lines, string file)
    {
        int number = 0;
        bool any = false;
        foreach (string line in lines)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            any = true;
            yield return (number, Object(line, file, number));
        }
        if (!any) throw new SluiceFormatException("the file has no line with an object.", file);
    }

    private static IEnumerable<(int Line, Dictionary<string, JsonElement> Row)> Objects(string text, string file)
        => JsonArray.Is(text) ? JsonArray.Objects(new StringReader(text), file) : Objects(Lines(text), file);

    private static IEnumerable<string> Lines(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            int end = text.IndexOf('\n', at);
            if (end < 0) end = text.Length;
            yield return text[at..end];
            at = end + 1;
        }
    }

    internal static Dictionary<string, JsonElement> Object(string text, string file, int line)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        try
        {
            var row = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new SluiceFormatException("expected an object in braces.", file, line, 1);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.String) property.Value.GetString(); // half a surrogate pair is found here
                if (!row.TryAdd(property.Name, property.Value.Clone()))
                    throw new SluiceFormatException($"field '{ColumnInference.Short(property.Name)}' appears twice.", file, line);
            }
            return row;
        }
        catch (JsonException e)
        {
            int at = (int)Math.Min(e.BytePositionInLine ?? 0, bytes.Length), column = Encoding.UTF8.GetCharCount(bytes, 0, at) + 1;
            // Python writes these words, which other readers of JSON refuse.
            throw bytes.AsSpan(at).StartsWith("NaN"u8) || bytes.AsSpan(at).StartsWith("Infinity"u8)
                ? new SluiceFormatException(
                    "NaN and Infinity are no values of JSON. Write null where a number is missing.", file, line, column, e)
                : new SluiceFormatException(
                    $"this is not valid JSON. Each line must be one object, such as {{\"text\": \"...\"}}.", file, line, column, e);
        }
        catch (InvalidOperationException e)
        {
            throw new SluiceFormatException($"this text has half of a character (an unpaired \\ud800 to \\udfff).", file, line, inner: e);
        }
    }

    /// <summary>The cell of a field.</summary>
    internal static string? Cell(JsonElement value, string name, string file, int line) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw new SluiceFormatException(
            $"field '{ColumnInference.Short(name)}' holds {(value.ValueKind == JsonValueKind.Array ? "an array" : "an object")}; expected a number, a text or null.",
            file, line),
    };
}
