using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>What an eye would find wrong with a page, measured.</summary>
internal static class Layout
{
    private const string Look = """
        () => {
            const found = [];
            const seen = (e) => e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && e.getBoundingClientRect().width > 0;
            for (const svg of document.querySelectorAll("svg.picture")) {
                const whole = svg.getBoundingClientRect();
                const texts = [...svg.querySelectorAll("text")].filter((t) => t.textContent.trim() !== "" && seen(t)).map((t) => ({ says: t.textContent.slice(0, 30), at: t.getBoundingClientRect() }));
                for (const { says, at } of texts)
                    if (at.left < whole.left - 1 || at.right > whole.right + 1 || at.top < whole.top - 1 || at.bottom > whole.bottom + 1) found.push(`"${says}" leaves its drawing`);
                texts.forEach((a, i) => texts.slice(i + 1).forEach((b) => {
                    const across = Math.min(a.at.right, b.at.right) - Math.max(a.at.left, b.at.left), down = Math.min(a.at.bottom, b.at.bottom) - Math.max(a.at.top, b.at.top);
                    if (across > 2 && down > 0.35 * Math.min(a.at.height, b.at.height)) found.push(`"${a.says}" lies over "${b.says}"`);
                }));
            }
            for (const e of document.querySelectorAll("button, label > span, th, legend, h1, h2"))
                if (seen(e) && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow === "hidden" && getComputedStyle(e).textOverflow !== "ellipsis") found.push(`"${e.textContent.slice(0, 30)}" is cut`);
            if (document.documentElement.scrollWidth > document.documentElement.clientWidth) found.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
            return [...new Set(found)];
        }
        """;

    /// <summary>Texts over each other, cut, or outside of their drawing, and a page wider than the screen.</summary>
    public static async Task<string[]> Complaints(IPage page) => await page.EvaluateAsync<string[]>(Look);

    private const string Scrolls = """
        () => {
            const found = [];
            if (document.documentElement.scrollWidth > document.documentElement.clientWidth) found.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
            for (const e of document.querySelectorAll("main .scroll, nav")) {
                if (!e.checkVisibility() || e.scrollWidth <= e.clientWidth + 2) continue;
                const name = e.getAttribute("aria-label")?.slice(0, 40) ?? e.className;
                if (!e.dataset.more) found.push(`${name} scrolls and is not marked`);
                const says = e.parentElement.querySelector(":scope > .more");
                if (says && !says.checkVisibility()) found.push(`${name} scrolls and does not say so`);
            }
            const tab = document.querySelector("nav [aria-current]")?.getBoundingClientRect(), nav = document.querySelector("nav").getBoundingClientRect();
            if (!tab || tab.left < nav.left - 1 || tab.right > nav.right + 1) found.push("the tab of the view is out of sight");
            return found;
        }
        """;

    /// <summary>What scrolls without saying so, and a tab of the view that is out of sight.</summary>
    public static async Task<string[]> Unsaid(IPage page) => await page.EvaluateAsync<string[]>(Scrolls);
}
