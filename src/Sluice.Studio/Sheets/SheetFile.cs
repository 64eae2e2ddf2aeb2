using Microsoft.AspNetCore.Http;
using SpreadCheetah;

namespace Sluice.Studio.Sheets;

/// <summary>Workbooks as files of Excel (.xlsx).</summary>
internal static class SheetFile
{
    private const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>A workbook as the answer to a request.</summary>
    /// <param name="name">The name of the file, without its ending.</param>
    /// <param name="pages">The sheets, of different names.</param>
    public static async Task<IResult> Answer(string name, params IReadOnlyList<SheetPage> pages)
        => Results.Bytes(await Bytes(pages), Type, $"{name}.xlsx");

    /// <summary>A workbook.</summary>
    public static async Task<byte[]> Bytes(IReadOnlyList<SheetPage> pages)
    {
        using var memory = new MemoryStream();
        await using (var book = await Spreadsheet.CreateNewAsync(memory))
        {
            foreach (var page in pages)
            {
                await book.StartWorksheetAsync(page.Name);
                foreach (var row in page.Rows) await book.AddRowAsync([.. row.Select(Cell)]);
            }

            await book.FinishAsync();
        }

        return memory.ToArray();
    }

    private static Cell Cell(SheetCell cell)
    {
        double? number = cell.Number is { } n && double.IsFinite(n) ? n : null;
        if (cell.Formula is { } formula) return number is { } value ? new(new Formula(formula), value) : new(new Formula(formula));
        return number is null ? new(cell.Text ?? (cell.Number is null ? null : "–")) : new(number);
    }
}
