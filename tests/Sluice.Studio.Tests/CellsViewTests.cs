using System.Text.Json;
using Microsoft.Playwright;
using Sluice.Cells;
using Sluice.Inspection;
using Sluice.Studio.Drawing;

namespace Sluice.Studio.Tests;

/// <summary>The cell atlas: drawings without overlap, values that flow, terms that know their nodes, variants side by side.</summary>
[Collection("studio")]
public class CellsViewTests(Browser browser)
{
    public static TheoryData<string> Cells => [.. Catalog.BuiltIn];

    [Theory]
    [MemberData(nameof(Cells))]
    public void NothingInADrawingOverlaps(string cell)
    {
        var drawing = CellDrawing.Of(CellDiagram.Of(cell));
        var nodes = drawing.Nodes;
        for (int i = 0; i < nodes.Count; i++)
        {
            Assert.InRange(nodes[i].X - nodes[i].Width / 2, 0, drawing.Width);
            Assert.InRange(nodes[i].Y + nodes[i].Height / 2, 0, drawing.Height);
            for (int j = 0; j < i; j++)
            {
                bool apart = Math.Abs(nodes[i].X - nodes[j].X) >= (nodes[i].Width + nodes[j].Width) / 2 || Math.Abs(nodes[i].Y - nodes[j].Y) >= (nodes[i].Height + nodes[j].Height) / 2;
                Assert.True(apart, $"{nodes[i].Label} lies on {nodes[j].Label}.");
            }
        }
    }

    [Fact]
    public void NoWireRunsThroughABox()
    {
        foreach (string cell in Catalog.BuiltIn)
        {
            var diagram = CellDiagram.Of(cell);
            var boxes = diagram.Nodes.Select(n => new Box(30, 28, n.Arguments, Last: n.Kind == CellNodeKind.After)).ToList();
            var drawing = LayeredDrawing.Of(boxes);
            foreach (var wire in drawing.Wires)
            {
                // Between columns there are no boxes; within one a wire runs straight.
                for (int i = 1; i + 1 < wire.Points.Count; i += 2)
                {
                    double x = (wire.Points[i].X + wire.Points[i + 1].X) / 2, y = wire.Points[i].Y;
                    Assert.Equal(y, wire.Points[i + 1].Y);
                    for (int n = 0; n < boxes.Count; n++)
                        Assert.False(Math.Abs(drawing.Boxes[n].X - x) < 15 && Math.Abs(drawing.Boxes[n].Y - y) < 14, $"{cell}: a wire runs through box {n}.");
                }
            }
        }
    }

    [Fact]
    public async Task ValuesAreThoseOfTheLibraryAndErrorsAreSentences()
    {
        using var client = new HttpClient { BaseAddress = new Uri(browser.Address) };
        var cells = JsonDocument.Parse(await client.GetStringAsync("/api/cells")).RootElement;
        Assert.Equal(Catalog.BuiltIn.Count, cells.GetArrayLength());
        var values = JsonDocument.Parse(await client.GetStringAsync("/api/cells/values?name=rnn&given=" + Uri.EscapeDataString("h:0.5"))).RootElement.GetProperty("nodes").EnumerateArray().Select(v => v.GetDouble());
        Assert.Contains(values, v => Math.Abs(v - Math.Tanh(0.5)) < 1e-12);
        foreach (var (path, expected) in new[] { ("values?name=lstn", "Did you mean 'lstm'?"), ("values?name=lstm&given=x", "x:0.5"), ("drawing?name=rnn%2Bclip%2Bclip%2Bclip%2Bclip", "wrappers") })
        {
            var answer = await client.GetAsync("/api/cells/" + path);
            Assert.Equal(400, (int)answer.StatusCode);
            Assert.Contains(expected, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString());
        }
    }

    [BrowserFact]
    public async Task ASliderFlowsThroughAndATermFindsItsNode()
    {
        var (page, complaints) = await browser.Open("cells?cell=lstm&depth=formula");
        var h = page.Locator(".knot.after").First;
        await h.WaitForAsync();
        await Assertions.Expect(h).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("-?[0-9]"));
        string? before = await h.GetAttributeAsync("aria-label");
        await page.Locator(".sliders input[type=range]").First.FillAsync("2");
        await Assertions.Expect(h).Not.ToHaveAttributeAsync("aria-label", before!);
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("at=x"));
        Assert.True(await page.Locator(".equations .filled").CountAsync() >= 6);

        await page.Locator(".equations .term[tabindex]").First.FocusAsync();
        await Assertions.Expect(page.Locator(".flow .knot.hot")).ToHaveCountAsync(1);
        Assert.True(await page.Locator(".flow .way.hot").CountAsync() > 0);
        await page.Locator(".flow .knot.operation").First.FocusAsync();
        Assert.True(await page.Locator(".equations .term.hot").CountAsync() > 0);
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task OneFindsACellAndSeesWhereItDiffers()
    {
        var (page, complaints) = await browser.Open("cells?cell=lstm&beside=lstm-peephole");
        await page.Locator(".flow .knot.only").First.WaitForAsync();
        Assert.Equal(2, await page.Locator("svg.flow").CountAsync());
        Assert.Contains("peephole", (await page.Locator(".beside").InnerTextAsync()).ToLowerInvariant());
        Assert.True(await page.Locator(".equations li.only").CountAsync() >= 2);
        await page.Locator("input[type=search]").FillAsync("jozefowicz mut");
        await Assertions.Expect(page.Locator(".list button")).ToHaveCountAsync(3);
        await page.Locator(".list button", new() { HasText = "mut2" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("cell=mut2"));
        await Assertions.Expect(page.Locator("section table").First).ToContainTextAsync("Jozefowicz, Zaremba and Sutskever 2015");
        Assert.Empty(complaints);
        await page.CloseAsync();
    }
}
