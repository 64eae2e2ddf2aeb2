using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>
/// The pictures of the documentation: `SLUICE_SCREENSHOTS=$PWD/docs/images dotnet test tests/Sluice.Studio.Tests -c Release --filter Screenshots`.
/// </summary>
[Collection("studio")]
public class Screenshots(Browser browser)
{
    private static readonly (string Name, string Path, string? Wait)[] s_views =
    [
        ("home", "home?gap=24", null),
        ("unroll", "unroll?step=4&words=Doug,saw,Doug", null),
        ("lstm", "lstm?step=6", null),
        ("dinner", "dinner?learned=300&step=11&depth=numbers&away=4,5,6,7,8,9,10,11,12,13,14,15,16,17", null),
        ("book", "book?step=1&depth=numbers", null),
        ("gates", "gates?x=1.5&depth=numbers", null),
        ("cells", "cells?cell=lstm&beside=gru&depth=numbers", null),
        ("inside", "inside?model=book:english&unit=9&colour=9", ".inside .map[data-drawn]"),
        ("gradients", "gradients", null),
        ("play", "play?text=Doug+saw+Jane.+Spot+saw+Doug.&depth=numbers&temperature=1.4", null),
    ];

    // The drawing of the book as a whole.
    private const int Height = 1040;

    [ScreenshotFact]
    public async Task Every_view_in_light_and_dark()
    {
        foreach (string theme in new[] { "light", "dark" })
        {
            foreach (var (name, path, wait) in s_views)
            {
                var (page, _) = await browser.Open(
                    $"{path}&lang=en&theme={theme}".Replace("gradients&", "gradients?", StringComparison.Ordinal), height: Height);
                if (wait is not null) await page.WaitForSelectorAsync(wait);
                await Save(page, name, theme);
            }

            var (training, _) = await browser.Open($"train?lang=en&theme={theme}&file=book:english", height: Height);
            await training.FillAsync("input[name='training.epochs']", "60");
            await training.ClickAsync("form button[type=submit]");
            await Assertions.Expect(training.Locator(".state")).ToContainTextAsync("finished", new() { Timeout = 60_000 });
            await Save(training, "train", theme);
        }
    }

    private static async Task Save(IPage page, string name, string theme)
    {
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        await page.WaitForTimeoutAsync(2500);
        await page.ScreenshotAsync(
            new PageScreenshotOptions { Path = Path.Combine(ScreenshotFactAttribute.Folder!, theme == "dark" ? $"{name}-dark.png" : $"{name}.png") });
        await page.CloseAsync();
    }
}

/// <summary>Runs only where a folder for the pictures is named.</summary>
public sealed class ScreenshotFactAttribute : FactAttribute
{
    /// <summary>Where pictures go.</summary>
    public static string? Folder { get; } =
        Environment.GetEnvironmentVariable("SLUICE_SCREENSHOTS") is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    public ScreenshotFactAttribute()
    {
        if (Folder is null) Skip = "SLUICE_SCREENSHOTS names no folder for pictures.";
        else Skip = Browser.Absent;
    }
}
