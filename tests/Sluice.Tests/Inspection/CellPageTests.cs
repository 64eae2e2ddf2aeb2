using System.Runtime.CompilerServices;
using Sluice.Cells;
using Sluice.Inspection;

namespace Sluice.Tests.Inspection;

/// <summary>The pages under docs/cells are what the cells' own code says; SLUICE_WRITE_DOCS=1 writes them anew.</summary>
public class CellPageTests
{
    public static TheoryData<string> Cells() => [.. Catalog.Names];

    [Theory, MemberData(nameof(Cells))]
    public void The_page_of_a_cell_is_up_to_date(string cell)
        => UpToDate(cell, CellPage.Of(cell));

    [Fact]
    public void The_list_of_cells_is_up_to_date() => UpToDate("README", CellPage.Index());

    private static void UpToDate(string name, string page)
    {
        string file = Path.Combine(Root(), "docs", "cells", name + ".md");
        if (Environment.GetEnvironmentVariable("SLUICE_WRITE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, page);
        }

        Assert.True(File.Exists(file), $"There is no page docs/cells/{name}.md; the tests write it with SLUICE_WRITE_DOCS=1.");
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), page);
    }

    [Fact]
    public void The_LSTM_is_written_as_its_paper_writes_it()
    {
        Assert.Equal(
            [
                "i = σ(Wi x + Ri h⁻ + bi)", "f = σ(Wf x + Rf h⁻ + bf)", "g = tanh(Wg x + Rg h⁻ + bg)", "o = σ(Wo x + Ro h⁻ + bo)",
                "c = f⊙c⁻ + i⊙g", "h = o⊙tanh(c)",
            ],
            CellEquations.Text("lstm"));
        Assert.Contains(@"c &= f \odot c_{t-1} + i \odot g", CellEquations.Latex("lstm"));
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
