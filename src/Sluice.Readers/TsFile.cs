using System.Globalization;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Data.Text;

namespace Sluice.Readers;

/// <summary>
/// Series of the time-series classification archive (.ts): after <c>@data</c> a sequence a line, its channels between colons, the
/// values of a channel between commas, the label last. A missing value is a question mark.
/// </summary>
public static class TsFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="SluiceFormatException">A line is not of this form: with file, line and channel.</exception>
    public static LabelledRows Read(string path) => Parse(TextFile.Read(path), path);

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="Read"/>.</exception>
    public static LabelledRows Parse(string text, string file)
    {
        List<double>[] channels = [];
        List<RowRange> sequences = [];
        List<string?> labels = [];
        List<int> lines = [];
        bool data = false, labelled = true;
        int number = 0;
        foreach (string raw in TextLines.Of(text))
        {
            number++;
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (!data)
            {
                if (line[0] != '@')
                    throw new SluiceFormatException(
                        $"expected a line that begins with @ or #, up to @data, got '{ColumnInference.Short(line)}'.", file, number);
                string[] words = line.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                data = words[0] == "@data";
                if (words is ["@classlabel", "false", ..]) labelled = false;
                if (words is ["@timestamps", "true", ..])
                    throw new SluiceFormatException("series with time stamps cannot be read; give the values alone.", file, number);
                continue;
            }

            string[] parts = line.Split(':');
            int count = parts.Length - (labelled ? 1 : 0);
            if (channels.Length == 0) channels = [.. Enumerable.Range(0, Math.Max(1, count)).Select(_ => new List<double>())];
            if (count != channels.Length)
                throw new SluiceFormatException(
                    $"expected {channels.Length} channels{(labelled ? " and a label" : "")} between colons, got {parts.Length} parts.", file, number);
            int start = channels[0].Count, steps = -1;
            for (int c = 0; c < count; c++)
            {
                string[] values = parts[c].Split(',');
                if (steps >= 0 && values.Length != steps)
                    throw new SluiceFormatException(
                        $"expected {steps} values in channel {c + 1} as in the first, got {values.Length}.", file, number);
                steps = values.Length;
                foreach (string value in values)
                    channels[c].Add(value.Trim() is var cell && cell is "?" or "NaN" ? double.NaN
                        : double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double x) && double.IsFinite(x) ? x
                        : throw new SluiceFormatException(
                            $"expected numbers between commas in channel {c + 1}, got '{ColumnInference.Short(cell)}'.", file, number));
            }

            sequences.Add(new RowRange(start, steps));
            labels.Add(labelled ? parts[^1].Trim() : null);
            for (int t = 0; t < steps; t++) lines.Add(number);
        }

        if (sequences.Count == 0)
            throw new SluiceFormatException(data ? "there is no series after @data." : "expected a line @data, got none.", file);
        return new LabelledRows(
            new Table([.. channels.Select((c, i) => new NumberColumn($"channel {i + 1}", [.. c]))], file, [.. lines]), sequences, labels);
    }
}
