using Parquet;
using Parquet.Schema;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Readers;

namespace Sluice.Files;

/// <summary>Parquet files: read by groups of rows, of which one is in memory.</summary>
internal sealed class ParquetFile : ITableFormat
{
    private const string Title = "this Parquet file";

    private const long FreeRows = 1_000_000, RowsOfAByte = 1000;

    private static readonly ParquetOptions s_options = new() { TreatByteArrayAsString = true, UseDateOnlyTypeForDates = true };

    public string Name => "a Parquet file";

    public IReadOnlyList<string> Extensions => [".parquet", ".pq"];

    public bool Is(ReadOnlySpan<byte> first) => first is [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..];

    public CellRows Open(string path, string sheet)
    {
        if (sheet.Length > 0) throw new SluiceFormatException($"it holds one table alone; expected no sheet, got '{sheet}'.", path);
        List<string> notes = [];
        using var opened = new Opened(path, notes);
        var fields = opened.Fields;
        string[] names = [.. fields.Select(f => f.Name)];
        return new CellRows(names, Damaged.Guard(Title, path, Groups(path, names))) { Kinds = [.. fields.Select(Kind)], Notes = notes };
    }

    private static IEnumerable<CellGroup> Groups(string path, string[] names)
    {
        using var opened = new Opened(path, []);
        var (reader, fields, room) = (opened.Reader, opened.Fields, new ColumnRoom());
        if (!fields.Select(f => f.Name).SequenceEqual(names)) throw new SluiceFormatException("it has other columns than a moment ago.", path);
        long length = new FileInfo(FileScope.Check(path)).Length;
        for (int g = 0; g < reader.RowGroupCount; g++)
        {
            using var group = reader.OpenRowGroupReader(g);
            // Rows that are all alike take nearly nothing, but not all columns are like that in data.
            if (group.RowCount < 0 || group.RowCount > FreeRows + RowsOfAByte * length || group.RowCount > Array.MaxLength)
                throw new SluiceFormatException(
                    $"group {g + 1} of its rows says that it has {group.RowCount} rows, in a file of {length} bytes.", path);
            int rows = (int)group.RowCount;
            if (!fields.TrueForAll(f => opened.HasWholePages(group, f)))
                throw new SluiceFormatException($"{Title} is damaged. Was it copied whole?", path);
            yield return new CellGroup(rows, (column, alone) => Damaged.Guard(Title, path, () =>
            {
                room.IsKept = !alone;
                return Column(group, fields[column], rows, path, room);
            }));
        }
    }

    private static Func<int, CellBytes, int> Column(ParquetRowGroupReader group, DataField field, int rows, string path, ColumnRoom room)
    {
        try
        {
            return ParquetColumn.Read(group, field, rows, room);
        }
        catch (NotSupportedException e)
        {
            throw new SluiceFormatException(
                $"column '{field.Name}' is written in an encoding that is not read here. Ask DuckDB for it: --sql duckdb: --query \"SELECT * FROM '{path}'\"; "
                + "or write the file in version 1 of the format.", path, inner: e);
        }
    }

    private static List<DataField> Fields(ParquetReader reader, string path, List<string> notes)
    {
        List<DataField> fields = [];
        foreach (var field in reader.Schema.Fields)
        {
            if (field is DataField { IsArray: false } data && ParquetColumn.Reads(data.ClrType)) fields.Add(data);
            else
                notes.Add($"column '{field.Name}' holds {(field is DataField { IsArray: false } other ? $"values of type {other.ClrType.Name}" : "a list or record in each cell")} and is left out.");
        }

        return fields.Count > 0 ? fields : throw new SluiceFormatException("it has no column of numbers, texts or dates.", path);
    }

    private static ColumnKind? Kind(DataField field) => field.ClrType == typeof(bool) ? ColumnKind.Category
        : field.ClrType == typeof(DateTime) || field.ClrType == typeof(DateOnly) ? ColumnKind.Date
        : Type.GetTypeCode(field.ClrType) is >= TypeCode.SByte and <= TypeCode.Decimal ? ColumnKind.Number : null;

    private sealed class Opened : IDisposable
    {
        private readonly EndingStream _file;

        public Opened(string path, List<string> notes)
        {
            _file = Damaged.Guard(Title, path, () => new EndingStream(File.OpenRead(FileScope.Check(path))));
            try
            {
                if (!Damaged.Guard(Title, path, () => ParquetFooter.IsWhole(_file)))
                    throw new SluiceFormatException($"{Title} is damaged. Was it copied whole?", path);
                Reader = Damaged.Guard(
                    Title, path, () => ParquetReader.CreateAsync(_file, s_options, leaveStreamOpen: true).GetAwaiter().GetResult());
                Fields = Damaged.Guard(Title, path, () => ParquetFile.Fields(Reader, path, notes));
            }
            catch
            {
                _file.Dispose();
                throw;
            }
        }

        public ParquetReader Reader { get; }

        public List<DataField> Fields { get; }

        /// <summary>Whether what the pages of a column say of themselves is possible.</summary>
        public bool HasWholePages(ParquetRowGroupReader group, DataField field)
        {
            if (group.GetMetadata(field)?.MetaData is not { } column) return true;
            long first =
                column.DictionaryPageOffset is { } dictionary and > 0 && dictionary < column.DataPageOffset ? dictionary : column.DataPageOffset;
            return ParquetFooter.HasWholePages(_file, first, column.TotalCompressedSize);
        }

        public void Dispose()
        {
            Reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _file.Dispose();
        }
    }
}
