using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>The Numenta Anomaly Benchmark as published: <c>data/GROUP/NAME.csv</c> and <c>labels/combined_windows.json</c>.</summary>
public static class NabCorpus
{
    private const string Time = "timestamp", Value = "value";

    private static readonly TableOptions s_columns = TableOptions.Of((Time, ColumnKind.Date), (Value, ColumnKind.Number));

    /// <summary>Reads all series that have labels, by name.</summary>
    /// <param name="folder">The folder that holds <c>data</c> and <c>labels</c>.</param>
    /// <exception cref="SluiceFormatException">A file is missing or wrong, or a window begins or ends at a time that its series has not.</exception>
    public static IReadOnlyList<LabelledSeries> Read(string folder)
    {
        string path = Path.Combine(folder, "labels", "combined_windows.json");
        if (!File.Exists(path))
            throw new SluiceFormatException(
                "expected the folder of the Numenta Anomaly Benchmark, with data/ and labels/combined_windows.json in it.", folder);
        try
        {
            using var labels = JsonDocument.Parse(Encoding.UTF8.GetBytes(TextFile.Read(path)));
            if (labels.RootElement.ValueKind != JsonValueKind.Object)
                throw new SluiceFormatException("expected an object with the windows of each series.", path);
            return [.. labels.RootElement.EnumerateObject()
                .OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => Series(folder, s.Name, s.Value, path))];
        }
        catch (JsonException e)
        {
            throw new SluiceFormatException(
                "this is not valid JSON; see the comma, quote or bracket before this place.", path, (int)(e.LineNumber ?? 0) + 1,
                (int)(e.BytePositionInLine ?? 0) + 1, e);
        }
        catch (InvalidOperationException e)
        {
            throw new SluiceFormatException($"this is no text: {e.Message}", path, inner: e); // half of a surrogate pair
        }
    }

    private static LabelledSeries Series(string folder, string name, JsonElement windows, string labels)
    {
        var table = CsvTable.Read(Path.Combine([folder, "data", .. name.Split('/')]), s_columns);
        var dates = table.Column<DateColumn>(Time);
        var times = new DateTime[table.RowCount];
        for (int row = 0; row < times.Length; row++)
            times[row] = dates.Values[row] ?? throw new SluiceFormatException("expected a time, got none.", table.File, table.Line(row));
        if (windows.ValueKind != JsonValueKind.Array) throw new SluiceFormatException($"{name}: expected a list of windows.", labels);
        return new(name, times, table.Column<NumberColumn>(Value).Values, [.. windows.EnumerateArray().Select(Window)]);

        RowRange Window(JsonElement pair)
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2)
                throw new SluiceFormatException($"{name}: expected the first and the last time of a window, got {pair.GetRawText()}.", labels);
            int first = Row(pair[0]), last = Row(pair[1]);
            return last > first
                ? new(first, last - first + 1)
                : throw new SluiceFormatException($"{name}: the window {pair.GetRawText()} ends before it has two rows.", labels);
        }

        int Row(JsonElement time)
            => time.ValueKind == JsonValueKind.String
                && DateTime.TryParse(time.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
                && Array.IndexOf(times, at) is >= 0 and var row
                ? row
                : throw new SluiceFormatException($"{name}: there is no row at {time.GetRawText()}, where a window begins or ends.", labels);
    }
}
