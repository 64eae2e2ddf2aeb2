using System.Text.Json;
using Microsoft.Playwright;
using Sluice.Cells;
using Sluice.Inspection;
using Sluice.Studio.Drawing;
using Sluice.Studio.Views;

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
                bool apart = Math.Abs(nodes[i].X - nodes[j].X) >= (nodes[i].Width + nodes[j].Width) / 2
                    || Math.Abs(nodes[i].Y - nodes[j].Y) >= (nodes[i].Height + nodes[j].Height) / 2;
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
                        Assert.False(
                            Math.Abs(drawing.Boxes[n].X - x) < 15 && Math.Abs(drawing.Boxes[n].Y - y) < 14, $"{cell}: a wire runs through box {n}.");
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
        var values = JsonDocument.Parse(await client.GetStringAsync("/api/cells/values?name=rnn&given=" + Uri.EscapeDataString("h:0.5"))).RootElement
            .GetProperty("nodes").EnumerateArray().Select(v => v.GetDouble());
        Assert.Contains(values, v => Math.Abs(v - Math.Tanh(0.5)) < 1e-12);
        foreach (var (path, expected) in new[] { ("values?name=lstn",
            "Did you mean 'lstm'?"), ("values?name=lstm&given=x", "x:0.5"), ("drawing?name=rnn%2Bclip%2Bclip%2Bclip%2Bclip", "wrappers") })
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

    [Theory]
    [InlineData("rnn", "rnn")]
    [InlineData("janet", "lstm")]
    [InlineData("mut1", "gru")]
    [InlineData("rhn", "gated")]
    [InlineData("fastrnn", "rnn")]
    [InlineData("sru", "linear")]
    [InlineData("lru", "linear")]
    [InlineData("slstm-heads", "lstm")]
    [InlineData("gru+zoneout", "gru")]
    public void EveryCellHasAFamilyAndAYear(string cell, string family)
    {
        Assert.Equal(family, CellFamily.Of(cell));
        Assert.All(Catalog.BuiltIn, c => Assert.InRange(CellFamily.YearOf(c), 1986, 2100));
    }

    [BrowserFact]
    public async Task OneFindsACellAndSeesWhereItDiffers()
    {
        var (page, complaints) = await browser.Open("cells?cell=lstm&beside=lstm-peephole");
        await page.Locator(".flow .knot.only").First.WaitForAsync();
        Assert.Equal(2, await page.Locator("svg.flow").CountAsync());
        Assert.Equal(0, await page.Locator("section").First.Locator(".only").CountAsync());
        Assert.Equal(6, await page.Locator("section").Nth(1).Locator(".knot.only").CountAsync());
        Assert.Equal(
            "pi⊙ct−1 pf⊙ct−1 po⊙c",
            string.Join(
                " ",
                await page.EvaluateAsync<string[]>(
                    "[...document.querySelectorAll('section:nth-of-type(2) .equations li')].map(l => [...l.querySelectorAll('.only')].map(o => o.textContent).join('')).filter(t => t !== '')")));
        await Assertions.Expect(page.Locator(".differs")).ToContainTextAsync(
            "With 256 units lstm has 3 gates, 2 states and 525,312 weights; lstm-peephole has 3 gates, 2 states and 526,080");
        await page.GetByLabel("Beside it").SelectOptionAsync("gru");
        await Assertions.Expect(page.Locator(".differs")).ToContainTextAsync("gate o; its way to c, h");

        Assert.False(await page.Locator(".list").IsVisibleAsync());
        await page.GetByText($"All {Catalog.BuiltIn.Count} cells").ClickAsync();
        await Assertions.Expect(page.Locator(".list button").First).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>(
            "(() => { const list = document.querySelector('.list'); return list.scrollHeight <= list.clientHeight && list.querySelectorAll('button').length === "
                + Catalog.BuiltIn.Count + "; })()"));
        await page.Locator("input[type=search]").FillAsync("jozefowicz mut");
        await Assertions.Expect(page.Locator(".list button")).ToHaveCountAsync(3);
        await page.Locator(".list button", new() { HasText = "mut2" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("cell=mut2"));
        await Assertions.Expect(page.Locator("section table").First).ToContainTextAsync("Jozefowicz, Zaremba and Sutskever 2015");
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    [BrowserFact]
    public async Task NoTextLiesOnAnotherOrLeavesItsDrawing()
    {
        var (page, complaints) = await browser.Open("cells?cell=rnn&depth=picture", 1280);
        await page.Locator(".knot.after[aria-label*=here]").First.WaitForAsync();
        Assert.Empty(await page.EvaluateAsync<string[]>(EveryDrawing));
        Assert.Empty(complaints);
        await page.CloseAsync();

        // On a telephone equations break, and none is cut.
        (page, complaints) = await browser.Open("cells?cell=lstm-layernorm&depth=formula", 360);
        await page.Locator(".equations .filled").First.WaitForAsync();
        Assert.Equal(
            0,
            await page.EvaluateAsync<int>("[...document.querySelectorAll('.equations li > div')].filter(d => d.scrollWidth > d.clientWidth).length"));
        Assert.False(await page.Locator(".list").IsVisibleAsync());
        Assert.Empty(complaints);
        await page.CloseAsync();
    }

    /// <summary>Chooses every cell, and one in every wrapper, and looks at all texts of its drawing at each depth.</summary>
    private const string EveryDrawing = """
        (async () => {
          const bad = [], frame = () => new Promise(requestAnimationFrame);
          const shown = (name) => document.querySelector('figcaption strong')?.textContent.endsWith(' ' + name) && document.querySelector('.knot.after[aria-label*=here]');
          const look = async (name) => {
            for (let n = 0; n < 400 && !shown(name); n++) await frame();
            if (!shown(name)) return bad.push(name + ' is not shown');
            for (const depth of document.querySelectorAll('input[name=depth]')) {
              depth.click();
              await frame();
              await frame();
              const svg = document.querySelector('svg.flow'), box = svg.getBoundingClientRect();
              const texts = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
              texts.forEach(([text, a], i) => {
                if (a.left < box.left - 1 || a.right > box.right + 1 || a.top < box.top - 1 || a.bottom > box.bottom + 1) bad.push(`${name}: ${text} leaves the drawing`);
                for (const [other, b] of texts.slice(i + 1))
                  if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2.5) bad.push(`${name}: ${text} lies on ${other}`);
              });
            }

            crossed(name);
          };
          // Values stand beside the wires, not on them.
          const crossed = (name) => {
            const svg = document.querySelector('svg.flow'), values = [...svg.querySelectorAll('text.number')].map(t => [t.textContent, t.getBBox()]);
            for (const wire of svg.querySelectorAll('path.bed'))
              for (let at = 0, end = wire.getTotalLength(); at < end; at += 4) {
                const p = wire.getPointAtLength(at);
                for (const [text, r] of values)
                  if (p.x > r.x + 1 && p.x < r.x + r.width - 1 && p.y > r.y + 3 && p.y < r.y + r.height - 3) bad.push(`${name}: a wire lies on ${text}`);
              }
          };
          const names = [...document.querySelectorAll('.list button')].map(b => b.firstChild.textContent.trim());
          for (const name of names) {
            [...document.querySelectorAll('.list button')].find(b => b.firstChild.textContent.trim() === name).click();
            await look(name);
          }
          for (const cell of ['lstm', 'gru']) {
            [...document.querySelectorAll('.list button')].find(b => b.firstChild.textContent.trim() === cell).click();
            await look(cell);
            for (const wrapper of ['clip', 'layernorm', 'zoneout']) {
              const select = [...document.querySelectorAll('.row label')].find(l => l.textContent.startsWith('Wrapped in')).querySelector('select');
              select.value = wrapper;
              select.dispatchEvent(new Event('change', { bubbles: true }));
              await look(cell + '+' + wrapper);
            }
          }
          return bad;
        })()
        """;

    [BrowserTheory]
    [InlineData("lstm", "gru", "picture")]
    [InlineData("lstm", "gru", "numbers")]
    [InlineData("lstm", "lstm-coupled,gru", "picture")]
    [InlineData("lstm", "lstm-peephole,gru", "numbers")]
    public async Task SideBySideTheLettersCanBeRead(string cell, string beside, string depth)
    {
        var (page, _) = await browser.Open($"cells?lang=en&cell={cell}&beside={beside}&depth={depth}", 1280, 900);
        await Assertions.Expect(page.Locator("svg.flow.upright")).ToHaveCountAsync(1 + beside.Split(',').Length);
        double least = await page.EvaluateAsync<double>("""
            () => Math.min(...[...document.querySelectorAll("svg.flow text, svg.flow tspan")].map((t) => parseFloat(getComputedStyle(t).fontSize) * t.ownerSVGElement.getScreenCTM().a))
            """);
        Assert.True(least >= 10.95, $"The smallest letter has {least} pixels.");
        await page.CloseAsync();
    }

    [BrowserTheory]
    [InlineData("en", "In gru, z does the work of i and f.")]
    [InlineData("zh-Hans", "在 gru 中，z 一个门做了 i 和 f 的工作。")]
    [InlineData("zh-Hant", "在 gru 中，z 一個門做了 i 和 f 的工作。")]
    public async Task CellsAreToldByWhatTheirGatesDo(string language, string says)
    {
        var (page, complaints) = await browser.Open($"cells?lang={language}&cell=lstm&beside=gru");
        await Assertions.Expect(page.Locator(".roles")).ToContainTextAsync(says);
        await Assertions.Expect(page.Locator(".roles tbody tr")).ToHaveCountAsync(4);
        Assert.Empty(complaints);
        await page.CloseAsync();
    }
}
