using System.Diagnostics;
using Sluice.Data.Tables;
using Sluice.Files;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

/// <summary>Where LibreOffice is there: what its Calc exports as CSV in a country is the table of the workbook.</summary>
public sealed class SpreadsheetExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SpreadsheetExportTests() => TableFiles.Register();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("de-DE", 59)]
    [InlineData("fr-FR", 9)]
    [InlineData("zh-TW", 44)]
    [InlineData("en-US", 44)]
    public async Task Exports_of_Calc_are_read_as_the_workbook_is(string locale, int separator)
    {
        string? office = new[] { "/usr/bin/soffice", "/usr/bin/libreoffice" }.FirstOrDefault(File.Exists);
        if (office is null) return;
        const double First = 45306; // 15 January 2024
        string path = Workbook.Write(
            Path.Combine(_folder.Path, "sales.xlsx"), null,
            [
                ["day", "at", "sold", "share", "count", "town"],
                .. Enumerable.Range(0, 40).Select(i => new object?[]
                {
                    new Workbook.Shown(First + i, 1), new Workbook.Shown(First + i + 0.25 + i / 96.0, 2),
                    i == 7 ? null : new Workbook.Shown(-1234.5 + 321.25 * i, 3),
                    new Workbook.Shown(0.125 + i / 1000.0, 4), i * i * 31, i % 3 == 0 ? "Köln, Süd" : "Paris",
                }),
            ]);
        await Export(office, path, locale, separator);
        var (book, text) = (DataFile.ReadTable(path), DataFile.ReadTable(Path.ChangeExtension(path, ".csv")));
        Assert.Equal(book.Columns.Select(c => (c.Name, c.Kind)), text.Columns.Select(c => (c.Name, c.Kind)));
        Assert.Equal(book.Column<DateColumn>("day").Values, text.Column<DateColumn>("day").Values);
        Assert.Equal(book.Column<DateColumn>("at").Values, text.Column<DateColumn>("at").Values);
        foreach (string name in new[] { "sold", "count" })
            Assert.Equal(book.Column<NumberColumn>(name).Values, text.Column<NumberColumn>(name).Values);
        // Per cent stay what is written: 12.5 for 12.5 %.
        Assert.Equal(book.Column<NumberColumn>("share").Values.Select(v => Math.Round(100 * v, 6)), text.Column<NumberColumn>("share").Values);
        Assert.Equal(book.Column<CategoryColumn>("town").Values, text.Column<CategoryColumn>("town").Values);
    }

    // Cells as they are shown, in UTF-8.
    private async Task Export(string office, string path, string locale, int separator)
    {
        string home = Path.Combine(_folder.Path, "office"), user = Path.Combine(home, "user");
        Directory.CreateDirectory(user);
        await File.WriteAllTextAsync(
            Path.Combine(user, "registrymodifications.xcu"),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">"
            + $"<item oor:path=\"/org.openoffice.Setup/L10N\"><prop oor:name=\"ooSetupSystemLocale\" oor:op=\"fuse\"><value>{locale}</value></prop></item></oor:items>");
        var start = new ProcessStartInfo(office) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in new[]
        {
            $"-env:UserInstallation={new Uri(home)}", "--headless",
            "--convert-to", $"csv:Text - txt - csv (StarCalc):{separator},34,76,1,,0,false,true", "--outdir", _folder.Path, path,
        })
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
    }
}
