using System.Globalization;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Formats;

namespace Sluice.Audio;

/// <summary>A WAV file whose name tells what is heard: label_speaker_number.wav, such as 7_jackson_32.wav; or a row of a table.</summary>
/// <param name="Path">The file.</param>
/// <param name="Label">What stands before the first underscore; null where there is none.</param>
/// <param name="Number">What stands behind the last, where that is a number.</param>
public sealed record Recording(string Path, string? Label, int? Number)
{
    /// <summary>What stands between the first underscore and the last; empty where there is nothing.</summary>
    public string Speaker { get; init; } = "";

    /// <summary>Whether a path is a WAV file, or a folder with some.</summary>
    public static bool Is(string path) => Directory.Exists(path) ? Directory.EnumerateFiles(path).Any(IsWav) : IsWav(path);

    /// <summary>A WAV file alone, or those of a folder in the order of their names.</summary>
    public static IReadOnlyList<Recording> In(string path)
        => [.. (Directory.Exists(path) ? Directory.EnumerateFiles(path).Where(IsWav).Order(StringComparer.Ordinal).ToArray() : [path]).Select(Of)];

    /// <summary>
    /// The recordings of a table with the columns file, text and, where it is known, speaker; files are looked for from the table's folder.
    /// </summary>
    /// <exception cref="SluiceFormatException">A column or a text is missing, or there is no such file: with the line.</exception>
    public static IReadOnlyList<Recording> In(Table table)
    {
        Column files = table.Column("file"), texts = table.Column("text");
        var speakers = table.Has("speaker") ? table.Column("speaker") : null;
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(table.File ?? "."))!;
        return [.. Enumerable.Range(0, table.RowCount).Select(row =>
        {
            SluiceFormatException Wrong(string what) => new(what, table.File, table.Line(row));
            string file =
                System.IO.Path.Combine(folder, files.Text(row) ?? throw Wrong("expected the name of a WAV file in column 'file', got nothing."));
            if (!File.Exists(FileScope.Check(file))) throw Wrong($"there is no file {file}; names are looked for from the folder of the table.");
            string text = texts.Text(row) ?? throw Wrong("expected what is said in column 'text', got no text.");
            return new Recording(file, text, null) { Speaker = speakers?.Text(row) ?? "" };
        })];
    }

    /// <summary>
    /// The recordings that a table lists in the column file, whether or not there are such files; a text and a speaker where it has them.
    /// </summary>
    /// <exception cref="SluiceFormatException">There is no such column.</exception>
    public static IReadOnlyList<Recording> Listed(Table table)
    {
        var files = table.Column("file");
        var (texts, speakers) = (table.Has("text") ? table.Column("text") : null, table.Has("speaker") ? table.Column("speaker") : null);
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(table.File ?? "."))!;
        return [.. Enumerable.Range(0, table.RowCount).Select(row => new Recording(
            files.Text(row) is { } file ? System.IO.Path.Combine(folder, file) : "", texts?.Text(row),
            null) { Speaker = speakers?.Text(row) ?? "" })];
    }

    /// <summary>The settings with the rate of the first recording where they name none.</summary>
    /// <exception cref="SluiceFormatException">It cannot be read.</exception>
    public static SpectralOptions Known(SpectralOptions options, IReadOnlyList<Recording> recordings)
        => options.Rate > 0 || recordings.Count == 0 ? options : options with { Rate = WavFile.Read(recordings[0].Path).Rate };

    /// <summary>The features of recordings: a sequence each, a row each frame.</summary>
    /// <param name="recordings">The recordings.</param>
    /// <param name="features">How they become numbers.</param>
    /// <param name="name">What messages call them all.</param>
    /// <exception cref="SluiceFormatException">One cannot be read, has another rate or is shorter than a frame.</exception>
    public static LabelledRows Read(IReadOnlyList<Recording> recordings, SpectralFeatures features, string name)
    {
        var columns = features.Names.Select(_ => new List<double>()).ToArray();
        List<RowRange> sequences = [];
        foreach (var recording in recordings)
        {
            var rows = features.Of(WavFile.Read(recording.Path, features.Options.Rate));
            if (rows.Count == 0)
                throw new SluiceFormatException(
                    $"expected {features.FrameLength} samples or more, which is one frame, got fewer. Leave the file out or take shorter frames.",
                    recording.Path);
            sequences.Add(new RowRange(columns[0].Count, rows.Count));
            foreach (float[] row in rows)
                for (int c = 0; c < columns.Length; c++) columns[c].Add(row[c]);
        }

        return new LabelledRows(
            new Table([.. columns.Select((c, i) => new NumberColumn(features.Names[i], [.. c]))], name), sequences,
            [.. recordings.Select(r => r.Label)]);
    }

    private static Recording Of(string path)
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(path);
        int first = name.IndexOf('_'), last = name.LastIndexOf('_');
        return new Recording(
            path,
            first > 0 ? name[..first] : null,
            last > first && int.TryParse(name[(last + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null)
        {
            Speaker = last > first ? name[(first + 1)..last] : "",
        };
    }

    private static bool IsWav(string path) => System.IO.Path.GetExtension(path).Equals(".wav", StringComparison.OrdinalIgnoreCase);
}
