using Sluice.Data.Tables;
using Sluice.Files;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

/// <summary>Sheets as people make them for people: with a title, units below the names, and cells that are merged.</summary>
public sealed class ReportSheetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ReportSheetTests() => TableFiles.Register();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_title_units_and_merged_cells_are_none_of_the_rows()
    {
        string path = Write(
            ["Sales of the year", null, null, null], [], ["day", "shop", "sold", "price"], [null, null, "pcs", "EUR"],
            ["2024-01-01", "north", 5.5, 1], ["2024-01-02", null, 6.5, 2], ["2024-01-03", "south", 7.5, 3], ["2024-01-04", null, 8.5, 4]);
        var table = DataFile.ReadTable(path);
        Assert.Equal(["day", "shop", "sold", "price"], table.Columns.Select(c => c.Name));
        Assert.Equal([5.5, 6.5, 7.5, 8.5], table.Column<NumberColumn>("sold").Values);
        Assert.Equal<IEnumerable<string?>>(["north", "north", "south", null], table.Column<CategoryColumn>("shop").Values);
        Assert.Equal(new DateTime(2024, 1, 1), table.Column<DateColumn>("day").Values[0]);
        Assert.Equal(5, table.Line(0));
        Assert.Equal(
            [
                "line 1 ('Sales of the year') stands above the names of the columns and is passed over.",
                "line 4 ('pcs', 'EUR') is a second line of names or units and is passed over.",
                "cells that are merged downwards, as in line 6, hold the value of the first of them in each row.",
            ], table.Notes);
    }

    [Fact]
    public void A_table_alone_is_read_from_its_first_row()
    {
        var table = DataFile.ReadTable(Write(["day", "shop", "sold"], ["2024-01-01", "north", 5.5], ["2024-01-02", null, 6.5]));
        Assert.Equal([5.5, 6.5], table.Column<NumberColumn>("sold").Values);
        Assert.Empty(table.Notes);
    }

    private string Write(params object?[][] rows) => Workbook.Write(Path.Combine(_folder.Path, "report.xlsx"), "B5:B6", rows);
}
