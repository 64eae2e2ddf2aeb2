using System.Text.Json;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Data.Text;
using Sluice.Readers;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Generate;

/// <summary>Reads sequences of steps: music as JSON with parts, strokes as lines of JSON lists, or rows of a table.</summary>
internal static class StepFile
{
    private static readonly string[] s_pen = ["dx", "dy", "pen"];

    /// <summary>What is to be learned from, with a share at the end for validation where the data has no parts of its own.</summary>
    /// <exception cref="SluiceFormatException">The data cannot be read, or there is too little of it.</exception>
    public static StepData Learn(GenerateRun run)
    {
        var source = new TableSource(run.Data, run.Table);
        if (Form(source) == DataForm.Music) return Filled(StepData.Of(MusicFile.Read(run.Data)), run.Data);
        if (Form(source) == DataForm.Images) return Images(run);
        var (form, all) = Form(source) == DataForm.Strokes
            ? Strokes(run.Data)
            : Rows(source.Read(), run.Columns, run.Id, run.Classes, run.Piece, null);
        form = form with { Id = run.Id, Piece = run.Piece };
        if (run.ValidationData.Length > 0)
        {
            var validation = Sequences(form, TableSource.Of(run.ValidationData));
            return Filled(new StepData(form, all, validation, []), source.Name);
        }

        int kept = Math.Max(1, (int)Math.Round(all.Count * run.Validation));
        return Filled(new StepData(form, [.. all.SkipLast(kept)], [.. all.TakeLast(kept)], []), source.Name);
    }

    /// <summary>The sequences of data to be asked about, in the form that a model learned: of music the part for tests.</summary>
    /// <exception cref="SluiceFormatException">The data is none in this form.</exception>
    public static IReadOnlyList<float[][]> Sequences(StepForm form, TableSource source)
    {
        var sequences = form.Kind switch
        {
            StepForm.Music when DataFile.Ending(source.File) is ".mid" or ".midi"
                => StepData.Of(new Music([], [], [MidiFile.Read(source.OnlyFile)])).Test,
            StepForm.Music => StepData.Of(MusicFile.Read(source.OnlyFile)).Test,
            StepForm.Images => Images(form, source.OnlyFile),
            StepForm.Strokes when Form(source) == DataForm.Strokes => Strokes(source.OnlyFile).Sequences,
            _ => Rows(source.Read(), form.Columns, form.Id, form.Kind == StepForm.Values, form.Piece, form).Sequences,
        };
        return sequences.Count > 0 ? sequences : throw new SluiceFormatException("expected a sequence or more, got none.", source.Name);
    }

    /// <summary>Images, each one step.</summary>
    private static StepData Images(GenerateRun run)
    {
        var all = ImageList.Read(run.Data);
        var form = StepForm.Plain(StepForm.Images, all.Height * all.Width, [], []) with { Height = all.Height };
        if (run.ValidationData.Length > 0) return new StepData(form, all, Images(form, run.ValidationData), []);
        int kept = Math.Max(1, (int)Math.Round(all.Count * run.Validation));
        return kept < all.Count
            ? new StepData(form, all.Slice(0, all.Count - kept), all.Slice(all.Count - kept, kept), [])
            : throw new SluiceFormatException($"expected images to learn from and to validate on, got {all.Count}.", run.Data);
    }

    private static ImageList Images(StepForm form, string file)
        => ImageList.Read(file) is var images && images.Height == form.Height && images.Height * images.Width == form.Width
            ? images
            : throw new SluiceFormatException(
                $"expected images of {form.Height} x {form.Width / form.Height} pixels, got {images.Height} x {images.Width}.", file);

    private static DataForm Form(TableSource source) => new DataLook(source).Form;

    private static StepData Filled(StepData data, string file)
        => data.Train.Count == 0 || data.Validation.Count == 0
            ? throw new SluiceFormatException(
                $"expected sequences to learn from and to validate on, got {data.Train.Count} and {data.Validation.Count}.", file)
            : data with { Form = data.Form.ScaledBy(data.Train) };

    /// <summary>A character a line: a list of [dx, dy, lifted].</summary>
    private static (StepForm Form, IReadOnlyList<float[][]> Sequences) Strokes(string file)
    {
        List<float[][]> characters = [];
        string[] lines = TextLines.Of(TextFile.Read(file));
        for (int i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i])) continue;
            try
            {
                using var json = JsonDocument.Parse(lines[i]);
                var moves = json.RootElement.EnumerateArray().Select(m => m.EnumerateArray().Select(v => v.GetDouble()).ToArray());
                float[][] character = [.. moves.Select(m => Pen(m, file, i + 1))];
                if (character.Length > 0) characters.Add(character);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                throw new SluiceFormatException("expected a list of moves [dx, dy, lifted] on this line.", file, i + 1, inner: e);
            }
        }

        return (StepForm.Plain(StepForm.Strokes, 3, s_pen, []), characters);
    }

    private static float[] Pen(double[] move, string? file, int? line)
        => move.Length == 3 && move[2] is 0 or 1 && Math.Abs(move[0]) < 1e30 && Math.Abs(move[1]) < 1e30
            ? [(float)move[0], (float)move[1], (float)move[2]]
            : throw new SluiceFormatException(
                $"expected a move [dx, dy, lifted] with 0 or 1 for lifted, got [{string.Join(", ", move)}].", file, line);

    /// <summary>Rows of a table, a sequence for each value of the id, cut into pieces.</summary>
    private static (StepForm Form, IReadOnlyList<float[][]> Sequences) Rows(
        Table table, IReadOnlyList<string> named, string id, bool classes, int piece, StepForm? form)
    {
        if (id.Length > 0) table.Column(id);
        form ??= FormOf(table, named, id, classes);
        Func<int, float[]> read;
        if (form.Kind == StepForm.Values)
        {
            var column = table.Column(form.Columns[0]);
            var places = form.Classes.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i);
            read = row =>
            {
                var step = new float[form.Width];
                string text = column.Text(row) ?? throw Missing(table, column, row);
                step[places.TryGetValue(text, out int place) ? place : throw new SluiceFormatException(
                    $"column '{column.Name}': expected a value that was there in training, got '{text}'.", table.File, table.Line(row))] = 1;
                return step;
            };
        }
        else
        {
            NumberColumn[] columns = [.. form.Columns.Select(table.Column<NumberColumn>)];
            read = row =>
            {
                double[] values = [.. columns.Select(c => c.IsMissing(row) ? throw Missing(table, c, row) : c.Values[row])];
                return form.Kind == StepForm.Strokes ? Pen(values, table.File, table.Line(row))
                    : [.. values.Select(v => Math.Abs(v) < 1e30 ? (float)v : throw new SluiceFormatException(
                        $"expected numbers up to 1e30 in magnitude, got {v}.", table.File, table.Line(row)))];
            };
        }

        List<float[][]> sequences = [];
        var ids = id.Length > 0 ? table.Column(id) : null;
        for (int start = 0, end; start < table.RowCount; start = end)
        {
            for (end = start + 1; end < table.RowCount && (ids is null || ids.Text(end) == ids.Text(start)); end++)
                if (piece > 0 && end - start == piece) break;
            sequences.Add([.. Enumerable.Range(start, end - start).Select(read)]);
        }

        return (form, sequences);
    }

    private static StepForm FormOf(Table table, IReadOnlyList<string> named, string id, bool classes)
    {
        if (named.Count == 0 && s_pen.All(table.Has)) named = s_pen;
        if (named.Count == 0) named = [.. table.Columns.Where(c => c is NumberColumn && c.Name != id).Select(c => c.Name)];
        if (named.Count == 0)
            throw new SluiceFormatException("expected columns of numbers, or one of a few values (--columns), got none.", table.File);
        string[] columns = [.. named.Select(n => table.Column(n).Name)];
        if (columns.SequenceEqual(s_pen)) return StepForm.Plain(StepForm.Strokes, 3, columns, []);
        if (!classes && columns.All(c => table.Column(c) is NumberColumn)) return StepForm.Plain(StepForm.Numbers, columns.Length, columns, []);
        if (columns.Length > 1)
            throw new SluiceFormatException(
                $"expected columns of numbers alone, or one column of a few values, got {string.Join(", ", columns)}.", table.File);
        var column = table.Column(columns[0]);
        string[] values = [.. Enumerable.Range(0, table.RowCount).Select(column.Text).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        if (values.Length is < 2 or > 10_000)
            throw new SluiceFormatException($"column '{column.Name}': expected 2 to 10000 different values, got {values.Length}.", table.File);
        return StepForm.Plain(StepForm.Values, values.Length, columns, values);
    }

    private static SluiceFormatException Missing(Table table, Column column, int row)
        => new($"column '{column.Name}' has no value here; a net that generates needs every one.", table.File, table.Line(row));
}
