using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;
using Parquet;
using Parquet.Schema;
using Sluice.Files;
using Sluice.Readers;
using ZstdSharp;

namespace Sluice.Fuzz;

/// <summary>Files that are known by their first bytes.</summary>
internal static class FileTargets
{
    private const string Csv = "d,y,s\n2024-01-01,1.5,a\n2024-01-02,,b\n2024-01-03,3,a\n";

    private static readonly string[] s_words = ["\0\0\0\0", "\u00ff\u00ff", "\u007f\u007f\u007f\u007f", "PK\u0003\u0004", "PAR1"];

    /// <summary>Each kind of file, and the words of its format.</summary>
    public static IReadOnlyList<Target> All { get; } = Make();

    private static Target[] Make()
    {
        TableFiles.Register();
        return
        [
            Of(
                "packed", [Packed(s => new GZipStream(s, CompressionLevel.Optimal)), Packed(s => new CompressionStream(s))],
                ["\u001f\u008b\b", "(\u00b5/\u00fd"]),
            Of(
                "json array", [Encoding.UTF8.GetBytes("""[{"a":1,"b":"x"},{"a":2.5,"b":null,"c":"2024-01-01"}, {}]""")],
                ["[", "]", "{", "}", ",", "\"a\":", "\"", "\\", "null", "[{"]),
            Of("excel", [Excel()],
            [
                "<row>", "</c>", "t=\"s\"", "s=\"1\"", "<v>1e999</v>", "r=\"XFD1048576\"", "r=\"A1\"", "<!DOCTYPE a [<!ENTITY b \"c\">]>", "&b;",
                "<v>99999999</v>"
            ]),
            Of("numpy",
            [
                Npy("<f8", "(3, 2)", 48),
                Npy("<U2", "(2,)", 16),
                Npy("<M8[D]", "(2,)", 16),
                Archive(("x.npy", Npy("<i4", "(2,)", 8)), ("y.npy", Npy("|b1", "(2,)", 2)))
            ],
                ["'descr': '<f8'", "(1000000000, 1000000000)", "True", ">f4", "|O", "(2, 3, 4)", "<M8[ns]", "\u0002\0", "NUMPY"]),
            Of("parquet", [Parquet()], ["PAR1", "\u0015", "\u0019", "\u00ff\u00ff\u00ff\u00ff\u000f"]),
            Of("sqlite", [Sqlite()], ["CREATE TABLE t (a)", "CREATE VIEW t AS SELECT * FROM t", "\u0002\0", "\r\0"]),
        ];
    }

    private static Target Of(string name, byte[][] samples, string[] words)
    {
        string path = Path.Combine(Path.GetTempPath(), $"sluice-fuzz-{Environment.ProcessId}-{name.Replace(' ', '-')}");
        return new Target(name, samples, [.. s_words, .. words], "DataFile.ReadTable", bytes =>
        {
            File.WriteAllBytes(path, bytes);
            try
            {
                DataFile.ReadTable(path);
            }
            finally
            {
                File.Delete(path);
            }
        });
    }

    private static byte[] Packed(Func<Stream, Stream> pack)
    {
        using var content = new MemoryStream();
        using (var packing = pack(content)) packing.Write(Encoding.UTF8.GetBytes(Csv));
        return content.ToArray();
    }

    private static byte[] Npy(string type, string shape, int bytes)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n";
        return
        [
            0x93,
            .. "NUMPY"u8,
            1,
            0,
            (byte)header.Length,
            0,
            .. Encoding.ASCII.GetBytes(header),
            .. Enumerable.Range(0, bytes).Select(i => (byte)(i % 8 == 0 ? 65 + i / 8 : 0))
        ];
    }

    // Not packed, so that changes reach the content.
    private static byte[] Archive(params (string Name, byte[] Content)[] files)
    {
        using var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(bytes);
            }
        }

        return content.ToArray();
    }

    private static byte[] Excel()
    {
        const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"",
            Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        return Archive(
            ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"u8.ToArray()),
            ("xl/workbook.xml", Encoding.UTF8.GetBytes(
                $"<workbook {Main} xmlns:r=\"{Relations}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>")),
            ("xl/_rels/workbook.xml.rels",
             Encoding.UTF8.GetBytes(
                 $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>")),
            ("xl/styles.xml", Encoding.UTF8.GetBytes(
                $"<styleSheet {Main}><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>")),
            ("xl/sharedStrings.xml", Encoding.UTF8.GetBytes($"<sst {Main}><si><t>d</t></si><si><t>y</t></si><si><t>ä</t></si></sst>")),
            ("xl/worksheets/sheet1.xml", Encoding.UTF8.GetBytes(
                $"<worksheet {Main}><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"
                + "<row r=\"2\"><c r=\"A2\" s=\"1\"><v>45292</v></c><c r=\"B2\"><v>1.5</v></c></row><row r=\"4\"><c r=\"A4\" s=\"1\"><v>45293.5</v></c><c r=\"B4\" t=\"e\"><v>#N/A</v></c></row></sheetData></worksheet>")));
    }

    private static byte[] Parquet()
    {
        using var content = new MemoryStream();
        DataField<double?> number = new("y");
        DataField<string> text = new("s");
        var writer = ParquetWriter.CreateAsync(new ParquetSchema(number, text), content).GetAwaiter().GetResult();
        using (var group = writer.CreateRowGroup())
        {
            group.WriteAsync<double>(number, new double?[] { 1.5, null, 3 }).GetAwaiter().GetResult();
            group.WriteAsync(text, ["a", "b", "a"]).GetAwaiter().GetResult();
            group.CompleteValidate();
        }

        writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return content.ToArray();
    }

    private static byte[] Sqlite()
    {
        string path = Path.GetTempFileName();
        using (var connection = new SqliteConnection($"Data Source={path};Pooling=false"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA page_size = 512; CREATE TABLE t (d TEXT, y REAL, s); INSERT INTO t VALUES ('2024-01-01', 1.5, 'a'), ('2024-01-02', NULL, 7), ('2024-01-03', 3, x'00ff')";
            command.ExecuteNonQuery();
            command.CommandText = "DELETE FROM t WHERE typeof(s) = 'blob'; VACUUM";
            command.ExecuteNonQuery();
        }

        byte[] bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }
}
