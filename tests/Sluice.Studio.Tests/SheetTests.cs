using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using Sluice.Cells;
using Sluice.Inspection;
using Sluice.Studio.Sheets;

namespace Sluice.Studio.Tests;

/// <summary>The numbers of views as spreadsheets: each formula, computed anew, gives what the library computed.</summary>
public sealed class SheetTests() : InsideHost(folder => ForeignFiles.Write(Path.Combine(folder, "theirs.safetensors")))
{
    // The library computes in single precision, a spreadsheet in double; sums of the book reach 50.
    private const double Near = 1e-5;

    [Theory]
    [InlineData("dinner/sheet?seed=1&steps=60&untold=9", 126)]
    [InlineData("book/sheet?words=Doug,saw,Jane,.", 200)]
    [InlineData("unroll/sheet?u=1,1,1,1&w=1,1,1,1&v=1,1,1,1&order=123", 12)]
    [InlineData("memory/sheet?language=zh-Hans&subject=gap&learn=short&seed=1&steps=3&teller=0&gap=3", 1400)]
    [InlineData("cells/sheet?name=lstm&given=x:0.5,h%E2%81%BB:0.3,c%E2%81%BB:0.6", 10)]
    public async Task The_formulas_of_a_view_give_its_numbers(string path, int least)
    {
        byte[] file = await Client.GetByteArrayAsync($"../{path}");
        Assert.InRange(SheetReader.Of(file).Sum(Same), least, 4000);
        await SameInLibreOffice(file);
    }

    [Fact]
    public async Task One_hot_vectors_have_their_1_where_the_word_at_their_head_stands()
    {
        var sheet = Assert.Single(SheetReader.Of(await Client.GetByteArrayAsync("../dinner/vectors/sheet?language=zh-Hant&menu=a,b,c&dinner=1")));
        Assert.Equal(["IF(A10=$B$7,1,0)", "IF(A18=$B$16,1,0)"], sheet.Formulas.Values.Where(f => f.Value == 1).Select(f => f.Formula));
        Assert.Equal((10, 76), (sheet.Formulas.Count, sheet.At("B1")));
    }

    [Fact]
    public async Task A_step_that_is_looked_at_has_the_formulas_of_every_unit()
    {
        var look = await Post("recorded", new { model = "theirs.safetensors", text = "abcab", alphabet = "abcde" });
        var sheets = SheetReader.Of(await Client.GetByteArrayAsync($"run/{(string)look["id"]!}/sheet?layer=0&value=f&unit=2&at=3&from=0&to=5"));
        Assert.Equal(3, sheets.Count);
        Assert.Equal(36, Same(sheets[0]));
        Assert.Contains(sheets[0].Formulas.Values, f => f.Formula.StartsWith("1/(1+EXP(-(", StringComparison.Ordinal));
        Assert.Contains(sheets[0].Formulas.Values, f => f.Formula.Contains("TANH(", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_cell_of_the_catalog_is_a_sheet()
    {
        foreach (string cell in Catalog.BuiltIn)
        {
            var diagram = CellDiagram.Of(cell);
            var given = diagram.Nodes.Where(n => n.Key is not null && n.Kind is CellNodeKind.Input or CellNodeKind.Before).ToDictionary(n => n.Key!, n => 0.4);
            byte[] file = await SheetFile.Bytes([CellSheet.Page(diagram, diagram.Evaluate(given), given.Keys)]);
            Assert.True(Same(SheetReader.Of(file)[0]) > 0, cell);
        }
    }

    /// <summary>Computes all formulas of a sheet, and counts them.</summary>
    private static int Same(SheetReader sheet)
    {
        foreach (var (place, (formula, value)) in sheet.Formulas)
        {
            Assert.True(value is not null, $"{place} {formula}: no value");
            Assert.True(Math.Abs(value.Value - sheet.At(place)) <= Near, $"{place} {formula}: {value} here, {sheet.At(place)} there");
        }

        return sheet.Formulas.Count;
    }

    /// <summary>Where LibreOffice is there: without the values that stand beside its formulas the first sheet comes out as it was.</summary>
    private async Task SameInLibreOffice(byte[] file)
    {
        string? office = new[] { "/usr/bin/soffice", "/usr/bin/libreoffice" }.FirstOrDefault(File.Exists);
        if (office is null) return;
        string path = Path.Combine(Folder, "sheet.xlsx");
        File.WriteAllBytes(path, Bare(file));
        var start = new ProcessStartInfo(office) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in new[] { $"-env:UserInstallation={new Uri(Path.Combine(Folder, "office"))}", "--headless", "--convert-to", "csv", "--outdir", Folder, path })
            start.ArgumentList.Add(word);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        string[][] rows = [.. File.ReadAllLines(Path.ChangeExtension(path, ".csv")).Select(l => l.Split(','))];
        foreach (var (place, (formula, value)) in SheetReader.Of(file)[0].Formulas)
        {
            int letters = place.TakeWhile(char.IsLetter).Count(), column = place[..letters].Aggregate(0, (n, c) => n * 26 + c - 'A' + 1) - 1;
            double there = double.Parse(rows[int.Parse(place.AsSpan(letters), CultureInfo.InvariantCulture) - 1][column], CultureInfo.InvariantCulture);
            Assert.True(Math.Abs(value!.Value - there) <= 1e-4 * Math.Max(1, Math.Abs(there)), $"{place} {formula}: {value} here, {there} in LibreOffice");
        }
    }

    private static byte[] Bare(byte[] file)
    {
        XNamespace main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        using var memory = new MemoryStream();
        memory.Write(file);
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var entry in zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).ToList())
            {
                using var stream = entry.Open();
                var sheet = XDocument.Load(stream);
                sheet.Descendants(main + "f").Select(f => f.Parent!.Element(main + "v")).OfType<XElement>().ToList().ForEach(v => v.Remove());
                stream.SetLength(0);
                sheet.Save(stream);
            }
        }

        return memory.ToArray();
    }
}
