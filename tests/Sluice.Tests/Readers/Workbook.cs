using System.IO.Compression;
using System.Security;

namespace Sluice.Tests.Readers;

/// <summary>A small Excel workbook of one sheet, as other programs write it.</summary>
internal static class Workbook
{
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        Package = "http://schemas.openxmlformats.org/package/2006",
        Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    // The formats of Excel by their numbers: a day and a time as the country writes them, two decimals with marks between thousands, per cent.
    private static readonly int[] s_formats = [0, 14, 22, 4, 10];

    /// <summary>A number in one of the formats.</summary>
    /// <param name="Value">The number; of a day, those since 1900.</param>
    /// <param name="Format">1 for days, 2 for times, 3 for two decimals, 4 for per cent.</param>
    public record struct Shown(double Value, int Format);

    /// <summary>Writes a workbook.</summary>
    /// <param name="path">The file.</param>
    /// <param name="merged">Cells that are merged, such as B5:B6.</param>
    /// <param name="rows">Texts, numbers, <see cref="Shown"/>, or null for nothing.</param>
    public static string Write(string path, string? merged, params object?[][] rows)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        Part(
            "[Content_Types].xml",
            $"<Types xmlns=\"{Package}/content-types\">"
            + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
            + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
            + $"{Type("workbook", "sheet.main")}{Type("worksheets/sheet1", "worksheet")}{Type("styles", "styles")}</Types>");
        Part("_rels/.rels", Links(("officeDocument", "xl/workbook.xml")));
        Part(
            "xl/workbook.xml",
            $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
        Part("xl/_rels/workbook.xml.rels", Links(("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")));
        Part(
            "xl/styles.xml",
            $"<styleSheet xmlns=\"{Main}\"><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills>"
            + "<borders count=\"1\"><border/></borders>"
            + $"<cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"{s_formats.Length}\">"
            + $"{string.Concat(s_formats.Select(f => $"<xf numFmtId=\"{f}\" applyNumberFormat=\"1\" xfId=\"0\"/>"))}</cellXfs></styleSheet>");
        Part(
            "xl/worksheets/sheet1.xml",
            $"<worksheet xmlns=\"{Main}\"><sheetData>{string.Concat(rows.Select(Row))}</sheetData>"
            + $"{(merged is null ? "" : $"<mergeCells count=\"1\"><mergeCell ref=\"{merged}\"/></mergeCells>")}</worksheet>");
        return path;

        void Part(string name, string xml)
        {
            using var part = new StreamWriter(archive.CreateEntry(name).Open());
            part.Write($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>{xml}");
        }
    }

    private static string Type(string part, string type)
        => $"<Override PartName=\"/xl/{part}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.{type}+xml\"/>";

    private static string Links(params (string Type, string Target)[] links)
        => $"<Relationships xmlns=\"{Package}/relationships\">{string.Concat(links.Select((l, i) =>
            $"<Relationship Id=\"r{i + 1}\" Type=\"{Office}/{l.Type}\" Target=\"{l.Target}\"/>"))}</Relationships>";

    private static string Row(object?[] cells, int row)
        => $"<row r=\"{row + 1}\">{string.Concat(cells.Select((cell, column) => Cell(cell, $"{(char)('A' + column)}{row + 1}")))}</row>";

    private static string Cell(object? cell, string at) => cell switch
    {
        null => "",
        string text => $"<c r=\"{at}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(text)}</t></is></c>",
        Shown shown => FormattableString.Invariant($"<c r=\"{at}\" s=\"{shown.Format}\"><v>{shown.Value}</v></c>"),
        _ => FormattableString.Invariant($"<c r=\"{at}\"><v>{cell}</v></c>"),
    };
}
