using System.IO.Compression;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Sluice.Formats;
using Sluice.Readers;

namespace Sluice.Files;

/// <summary>Excel workbooks, .xlsx, .xlsb and the old .xls: a sheet of one, its first row that is not empty the names of the columns.</summary>
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
        using var rows = Damaged.Guard(Title, path, Rows(path, name)).GetEnumerator();
        string[] names =
            rows.MoveNext() ? Header(rows.Current.Item2, path, name) : throw new SluiceFormatException($"sheet '{name}' is empty.", path);
        var kinds = new CellKinds(names.Length);
        return new CellRows(names, Cells(path, name, kinds)) { Kinds = kinds, Notes = notes };
    }

    private static IEnumerable<(int, string?[])> Cells(string path, string sheet, CellKinds kinds)
    {
        var cells = new string?[kinds.Count];
        foreach (var (line, row) in Damaged.Guard(Title, path, Rows(path, sheet)).Skip(1))
        {
            if (Array.FindLastIndex(row, c => c is not null) is var last && last >= cells.Length)
                throw new SluiceFormatException(
                    $"sheet '{sheet}': column {ColumnName(last)} holds '{Text(row[last])}', under no name. The first row must hold the names of all columns: remove what stands above them.",
                    path, line, last + 1);
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

    /// <summary>The rows that hold something.</summary>
    private static IEnumerable<(int, object?[])> Rows(string path, string sheet)
    {
        using var reader = Reader(path);
        while (reader.Name != sheet)
            if (!reader.NextResult()) throw new SluiceFormatException($"there is no sheet '{sheet}' any more.", path);
        for (int line = 1; reader.Read(); line++)
        {
            var cells = new object?[reader.FieldCount];
            for (int c = 0; c < cells.Length; c++)
            {
                object? value = reader.GetValue(c);
                cells[c] = value is string text && string.IsNullOrWhiteSpace(text) ? null : value;
            }

            if (Array.Exists(cells, c => c is not null)) yield return (line, cells);
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
