using System.IO.Compression;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Sluice.Formats;
using Sluice.Readers;

namespace Sluice.Files;

/// <summary>
/// Excel workbooks, .xlsx, .xlsb and the old .xls: a sheet of one. Its first row that is not empty, or the one below a title, holds the names of the
/// columns.
/// </summary>
internal sealed class ExcelFile : ITableFormat
{
    private const string Title = "this Excel file";

    static ExcelFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance); // old files are written in those of their country

    public string Name => "an Excel file";

    public IReadOnlyList<string> Extensions => [".xlsx", ".xlsm", ".xlsb", ".xls"];

    // An archive with a part of an Office document first, or the container of the old Office.
    public bool Is(ReadOnlySpan<byte> first) => first.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
        || (first is [(byte)'P', (byte)'K', 3, 4, ..] && first.Length > 30 && first[30..] is var name
            && (name.StartsWith("xl/"u8)
                || name.StartsWith("[Content_Types].xml"u8) || name.StartsWith("_rels/"u8) || name.StartsWith("docProps/"u8)));

    public CellRows Open(string path, string sheet)
    {
        Damaged.Guard(Title, path, () => Check(path));
        using var reader = Reader(path);
        List<string> notes = [];
        string name = Damaged.Guard(Title, path, () => Choose(reader, path, sheet, notes));
        var first = Damaged.Guard(Title, path, Rows(path, name)).Take(HeaderSearch.Looked).ToList();
        if (first.Count == 0) throw new SluiceFormatException($"sheet '{name}' is empty.", path);
        int width = first.Max(r => Array.FindLastIndex(r.Cells, c => c is not null)) + 1;
        string[][] looked =
            [.. first.Select(r => Enumerable.Range(0, width).Select(c => c < r.Cells.Length ? Text(r.Cells[c]) ?? "" : "").ToArray())];
        int[] apart = [.. Enumerable.Range(1, first.Count - 1).Where(i => first[i].Line > first[i - 1].Line + 1)];
        var (header, second) = HeaderSearch.In(looked, apart);
        if (header > 0) notes.Add(HeaderSearch.Above(looked[..header], first[0].Line, first[header - 1].Line));
        if (second) notes.Add(HeaderSearch.Second(looked[header + 1], first[header + 1].Line));
        string[] names = Header(first[header].Cells, path, name);
        var kinds = new CellKinds(names.Length);
        return new CellRows(names, Cells(path, name, kinds, header + (second ? 2 : 1), notes)) { Kinds = kinds, Notes = notes };
    }

    private static IEnumerable<(int, string?[])> Cells(string path, string sheet, CellKinds kinds, int skipped, List<string> notes)
    {
        var cells = new string?[kinds.Count];
        bool noted = false;
        foreach (var (line, row, merged) in Damaged.Guard(Title, path, Rows(path, sheet)).Skip(skipped))
        {
            if (Array.FindLastIndex(row, c => c is not null) is var last && last >= cells.Length)
                throw new SluiceFormatException(
                    $"sheet '{sheet}': column {ColumnName(last)} holds '{Text(row[last])}', under no name. The first row must hold the names of all columns: remove what stands above them.",
                    path, line, last + 1);
            if (merged && !noted) notes.Add($"cells that are merged downwards, as in line {line}, hold the value of the first of them in each row.");
            noted |= merged;
            Array.Clear(cells);
            for (int c = 0; c < Math.Min(cells.Length, row.Length); c++)
            {
                kinds.Add(c, row[c]);
                cells[c] = Text(row[c]);
            }

            yield return (line, cells);
        }
    }

    private static string? Text(object? value) => CellText.TryGet(value, out string? cell) ? cell : value?.ToString();

    private static string[] Header(object?[] row, string path, string sheet)
    {
        int count = Array.FindLastIndex(row, c => c is not null) + 1;
        return [.. row.Take(count).Select((c, i) => Text(c) ?? throw new SluiceFormatException(
            $"sheet '{sheet}': column {ColumnName(i)} has no name in the first row. Name it, or remove the column.", path))];
    }

    /// <summary>The rows that hold something, and whether a cell of them has its value from the one above that it is merged with.</summary>
    private static IEnumerable<(int Line, object?[] Cells, bool Merged)> Rows(string path, string sheet)
    {
        using var reader = Reader(path);
        while (reader.Name != sheet)
            if (!reader.NextResult()) throw new SluiceFormatException($"there is no sheet '{sheet}' any more.", path);
        var merges = (reader.MergeCells ?? []).Where(m => m.FromColumn == m.ToColumn && m.ToRow > m.FromRow).ToLookup(m => m.FromRow);
        var open = new Dictionary<int, (int Last, object? Value)>();
        for (int line = 1; reader.Read(); line++)
        {
            var cells = new object?[reader.FieldCount];
            for (int c = 0; c < cells.Length; c++)
            {
                object? value = reader.GetValue(c);
                cells[c] = value is string text && string.IsNullOrWhiteSpace(text) ? null : value;
            }

            // A row that is empty but for merged cells stays one.
            bool any = Array.Exists(cells, c => c is not null), merged = false;
            foreach (var (column, (last, value)) in open)
            {
                if (!any || line > last || column >= cells.Length || cells[column] is not null) continue;
                cells[column] = value;
                merged |= value is not null;
            }

            foreach (var merge in merges[line - 1])
                if (merge.FromColumn < cells.Length) open[merge.FromColumn] = (merge.ToRow + 1, cells[merge.FromColumn]);
            if (any) yield return (line, cells, merged);
        }
    }

    private static string Choose(IExcelDataReader reader, string path, string sheet, List<string> notes)
    {
        List<string> all = [], filled = [];
        do
        {
            all.Add(reader.Name);
            if (sheet.Length > 0) continue;
            bool any = false;
            while (!any && reader.Read())
                for (int c = 0; c < reader.FieldCount && !any; c++) any = reader.GetValue(c) is { } value and not "";
            if (any) filled.Add(reader.Name);
        }
        while (reader.NextResult());
        if (sheet.Length > 0)
            return all.Contains(sheet) ? sheet : throw new SluiceFormatException(
                $"there is no sheet '{sheet}'.{Nearest.Hint(sheet, all)} It has {string.Join(", ", all.Select(n => $"'{n}'"))}.", path);
        if (filled.Count == 0) throw new SluiceFormatException("its sheets are all empty.", path);
        if (filled.Count > 1)
            notes.Add(
                $"sheet '{filled[0]}' is read; there are others: {string.Join(", ", filled.Skip(1).Select(n => $"'{n}'"))}. --sheet NAME chooses.");
        return filled[0];
    }

    private static IExcelDataReader Reader(string path)
    {
        var file = Damaged.Guard(Title, path, () => File.OpenRead(FileScope.Check(path)));
        try
        {
            return ExcelReaderFactory.CreateReader(file);
        }
        catch (Exception e)
        {
            file.Dispose();
            if (e is InvalidPasswordException)
                throw new SluiceFormatException("this Excel file is protected by a password. Save it without one.", path, inner: e);
            return Damaged.Guard<IExcelDataReader>(Title, path, () => throw e);
        }
    }

    // An archive says how large its parts are, and may lie: what could be too large is unpacked once to nowhere.
    private static bool Check(string path)
    {
        using var file = File.OpenRead(FileScope.Check(path));
        if (file.ReadByte() != 'P') return true;
        file.Position = 0;
        using var archive = new ZipArchive(file);
        if (archive.GetEntry("xl/workbook.xml") is null && archive.GetEntry("xl/workbook.bin") is null)
            throw new SluiceFormatException(
                "this archive holds no Excel workbook; is it another Office document? Expected a spreadsheet: .xlsx, .xls or .csv.", path);
        byte[] piece = new byte[1 << 16];
        foreach (var entry in archive.Entries)
        {
            if (entry.CompressedLength * 1040 < BoundedStream.Free) continue; // deflate never does better
            using var content = new BoundedStream(entry.Open(), Title, entry.CompressedLength, path);
            while (content.Read(piece) > 0)
            {
            }
        }

        return true;
    }

    private static string ColumnName(int column)
        => column < 26 ? ((char)('A' + column)).ToString() : ColumnName(column / 26 - 1) + (char)('A' + column % 26);
}
