using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;
using Sluice.Data.Tables;
using Sluice.Files;
using Sluice.Fuzz;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

/// <summary>Files are known by their first bytes, and each gives the table that its CSV gives.</summary>
public sealed class KnownFileTests : IDisposable
{
    private const string Csv = "d,y,s\n2024-01-01,1.5,a\n2024-01-02,,b\n2024-01-03,3,a\n";

    private readonly TemporaryFolder _folder = new();

    public KnownFileTests() => TableFiles.Register();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_gzip_packed_is_unpacked() => Same(Packed("a.csv.gz", Encoding.UTF8.GetBytes(Csv)));

    [Fact]
    public void Arrays_of_objects_are_tables()
        => Same(_folder.File(
            "a.json",
            "[{\"d\":\"2024-01-01\",\"y\":1.5,\"s\":\"a\"},\n {\"d\":\"2024-01-02\",\"s\":\"b\"},{\"d\":\"2024-01-03\",\"y\":3,\"s\":\"a\"}]"));

    [Fact]
    public void Sqlite_DuckDB_and_Parquet_files_are_tables()
    {
        string sqlite = _folder.File("a.db");
        using (var connection = new SqliteConnection($"Data Source={sqlite};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE t (d TEXT, y REAL, s TEXT); INSERT INTO t VALUES ('2024-01-01', 1.5, 'a'), ('2024-01-02', NULL, 'b'), ('2024-01-03', 3, 'a')";
            command.ExecuteNonQuery();
        }

        Same(sqlite);
        using (var connection = Database.Connect($"sqlite:{sqlite}")) Same(SqlTable.Read(connection, "SELECT * FROM t"));
        string duck = _folder.File("a.duckdb"), parquet = _folder.File("a.csv");
        using (var connection = new DuckDB.NET.Data.DuckDBConnection($"DataSource={duck}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"CREATE TABLE t (d DATE, y DOUBLE, s TEXT); INSERT INTO t VALUES ('2024-01-01', 1.5, 'a'), ('2024-01-02', NULL, 'b'), ('2024-01-03', 3, 'a'); COPY t TO '{parquet}' (FORMAT parquet)";
            command.ExecuteNonQuery();
        }

        Same(duck);
        Same(parquet);
        Assert.Contains("this is a Parquet file, whatever its name says", Assert.Single(DataFile.ReadTable(parquet).Notes));
        using (var connection =
            Database.Connect("duckdb:")) Same(SqlTable.Read(connection, $"SELECT * FROM read_parquet('{_folder.Path}/a.c*') ORDER BY d"));
    }

    [Fact]
    public void A_length_in_a_page_of_Parquet_takes_no_memory_that_the_file_does_not_have()
    {
        var target = Fuzz.Target.All.Single(t => t.Name == "parquet");
        Assert.InRange(Fuzz.Report.Of(target, 60, 2).WorstMegabytes, 0, 16); // input 20 has a text of 45 MB in the head of a page
    }

    [Fact]
    public void What_zstd_packed_is_unpacked() => Same(Sample("packed", 1, "a.csv.zst"));

    [Fact]
    public void A_sheet_says_what_its_numbers_and_dates_are()
    {
        var table = DataFile.ReadTable(Sample("excel", 0, "a.xlsx"));
        Assert.Equal([("d", ColumnKind.Date), ("y", ColumnKind.Number)], table.Columns.Select(c => (c.Name, c.Kind)));
        Assert.Equal(
            ["2024-01-01", "2024-01-02T12:00:00"],
            Enumerable.Range(0, 2).Select(r => table.Column<DateColumn>("d").Values[r]!.Value.ToString(r == 0 ? "yyyy-MM-dd" : "s")));
        Assert.Equal([1.5, double.NaN], table.Column<NumberColumn>("y").Values.ToArray());
        Assert.Equal([2, 4], Enumerable.Range(0, 2).Select(r => table.Line(r)!.Value));
        Assert.Contains("there is no sheet 'T'", Wrong("a.xlsx", new TableOptions { Sheet = "T" }));
    }

    [Fact]
    public void Options_hold_for_every_kind_of_file()
    {
        string path = Sample("excel", 0, "a.xlsx");
        Assert.Equal(ColumnKind.Category, DataFile.ReadTable(path, TableOptions.Of(("y", ColumnKind.Category))).Column("y").Kind);
        Assert.Equal(2, DataFile.ReadTable(path, new TableOptions { Missing = ["1.5"] }).Column("y").MissingCount);
        Assert.Equal(1.5, DataFile.ReadTable(path, new TableOptions { Decimal = "," }).Column<NumberColumn>("y").Values[0]);
        Assert.Contains("there is no column 'z'", Wrong("a.xlsx", TableOptions.Of(("z", ColumnKind.Number))));
        Assert.Contains("one table alone", Wrong("a.csv", new TableOptions { Sheet = "T" }, Csv));
    }

    [Fact]
    public void Numbers_of_a_typed_column_have_no_other_reading()
    {
        string path = _folder.File("a.db");
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE t (a REAL, b TEXT, c INTEGER, \"e \" INTEGER); INSERT INTO t VALUES (1.234, '1,5', 1234567890123456789, 1), (2.345, '2,5', 1234567890123456790, 2)";
            command.ExecuteNonQuery();
        }

        var table = DataFile.ReadTable(path);
        Assert.Equal([1.234, 2.345], table.Column<NumberColumn>("a").Values.ToArray());
        Assert.Equal([1.5, 2.5], table.Column<NumberColumn>("b").Values.ToArray());
        Assert.Equal((ColumnKind.Id, "1234567890123456789"), (table.Column("c").Kind, table.Column("c").Text(0)));
        Assert.Equal(ColumnKind.Number, table.Column("e").Kind);
    }

    [Fact]
    public void Archives_of_arrays_are_tables_of_columns()
    {
        var table = DataFile.ReadTable(Sample("numpy", 3, "a.npz"));
        Assert.Equal(["x", "y"], table.Columns.Select(c => c.Name));
        Assert.Single(DataFile.ReadTable(_folder.File("a.npz"), new TableOptions { Sheet = "y" }).Columns);
        Assert.Contains("It has x, y", Wrong("a.npz", new TableOptions { Sheet = "z" }));
    }

    [Theory]
    [InlineData("excel", "a.xlsx")]
    [InlineData("parquet", "a.parquet")]
    [InlineData("sqlite", "a.db")]
    [InlineData("numpy", "a.npy")]
    [InlineData("packed", "a.csv.gz")]
    public void A_file_cut_anywhere_is_refused_or_read(string kind, string name)
    {
        byte[] whole = FileSamples(kind)[0];
        for (int length = 1; length < whole.Length; length += Math.Max(1, whole.Length / 200))
        {
            string path = _folder.File(name, whole[..length]);
            try
            {
                Assert.InRange(DataFile.ReadTable(path).RowCount, 1, 10);
            }
            catch (SluiceFormatException)
            {
            }
        }
    }

    [Fact]
    public void A_workbook_that_unpacks_to_an_enormous_one_is_refused()
    {
        using (var archive = new ZipArchive(File.Create(_folder.File("bomb.xlsx")), ZipArchiveMode.Create))
        {
            using (var book = archive.CreateEntry("xl/workbook.xml").Open()) book.Write("<workbook/>"u8);
            using var sheet = archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Optimal).Open();
            sheet.Write(new byte[80 << 20]);
        }

        Assert.Contains("250 times", Wrong("bomb.xlsx", TableOptions.None));
    }

    [Theory]
    [InlineData("<f8", "False", "1,2;3,4;5,6")]
    [InlineData("<f8", "True", "1,4;2,5;3,6")]
    public void NumPy_arrays_are_tables(string type, string fortran, string rows)
    {
        var table = DataFile.ReadTable(
            _folder.File("a.npy", Npy(type, fortran, "(3, 2)", [.. Enumerable.Range(1, 6).SelectMany(i => BitConverter.GetBytes((double)i))])));
        Assert.Equal(rows, string.Join(';', Enumerable.Range(0, 3).Select(r => string.Join(',', table.Columns.Select(c => c.Text(r))))));
    }

    [Theory]
    [InlineData("%PDF-1.7", "pdftotext")]
    [InlineData("<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\">", "soffice")]
    [InlineData("MATLAB 5.0 MAT-file", "writematrix")]
    [InlineData("ARROW1\0\0", "read_feather")]
    [InlineData("RIFF\u0001\u0001\u0001\u0001WAVEfmt ", "this is a recording (WAV)")]
    [InlineData("\u0010\0\0\0\0\0\0\0{\"a\":{}}", "this is a model file (safetensors)")]
    public void Others_are_named_with_what_to_do(string start, string remedy)
        => Assert.Contains(remedy, Assert.Throws<SluiceFormatException>(() => DataFile.ReadTable(_folder.File("x.csv", start))).Message);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UTF_16_is_known_without_its_mark(bool bigEndian)
    {
        byte[] bytes = new System.Text.UnicodeEncoding(bigEndian, byteOrderMark: false).GetBytes("day,müll\n2024-01-01,1\n2024-01-02,2\n");
        var table = DataFile.ReadTable(_folder.File("x.csv", bytes));
        Assert.Equal([1, 2], table.Column<NumberColumn>("müll").Values);
    }

    [Fact]
    public void A_small_file_does_not_fill_the_memory()
        => Assert.Contains(
            "250 times", Assert.Throws<SluiceFormatException>(() => DataFile.ReadTable(Packed("bomb.csv.gz", new byte[80 << 20]))).Message);

    [Theory]
    [InlineData("COPY t TO 'x'")]
    [InlineData("SELECT 1; INSTALL httpfs")]
    public void DuckDB_only_reads(string query)
        => Assert.Contains("data.query", Assert.Throws<SluiceException>(() => Database.CheckReads("duckdb:", query)).Message);

    [Theory]
    [InlineData("mysql:Server=127.0.0.1;Port=1;User ID=u;Password=wrong-one")]
    [InlineData("Host=127.0.0.1;Port=1;Username=u;Password=wrong-one")]
    public void Who_cannot_connect_is_told_so(string address)
    {
        string message = Assert.Throws<SluiceFormatException>(() => Database.Connect(address)).Message;
        Assert.Contains("cannot connect", message);
        Assert.DoesNotContain("wrong-one", message);
        Assert.DoesNotContain("wrong-one", DatabaseAddress.Parse(address).WithoutPassword());
    }

    private static byte[][] FileSamples(string kind) => Target.All.Single(t => t.Name == kind).Samples;

    private string Sample(string kind, int number, string name) => _folder.File(name, FileSamples(kind)[number]);

    private string Wrong(string name, TableOptions options, string? content = null)
        => Assert.Throws<SluiceFormatException>(
            () => DataFile.ReadTable(content is null ? _folder.File(name) : _folder.File(name, content), options)).Message;

    private static byte[] Npy(string type, string fortran, string shape, byte[] data)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {fortran}, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data];
    }

    private string Packed(string name, byte[] content)
    {
        using (var file = File.Create(_folder.File(name)))
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal)) gzip.Write(content);
        return _folder.File(name);
    }

    private void Same(string path)
    {
        Same(DataFile.ReadTable(path));
        if (!path.EndsWith(".json", StringComparison.Ordinal)) Same(Table.Concat([.. new FileRows(path).Read(2)]));
    }

    private static void Same(Table table)
    {
        var expected = CsvTable.Parse(Csv, "x");
        Assert.Equal(expected.Columns.Select(c => (c.Name, c.Kind)), table.Columns.Select(c => (c.Name, c.Kind)));
        for (int row = 0; row < expected.RowCount; row++)
            Assert.Equal(expected.Columns.Select(c => c.Text(row)), table.Columns.Select(c => c.Text(row)));
    }
}
