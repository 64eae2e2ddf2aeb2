using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>Files that people bring: the data decides the task, a model that is dropped is looked into, and a run keeps the name that it was given.</summary>
[Collection("studio")]
public class OwnFilesViewTests(Browser browser)
{
    [BrowserFact]
    public async Task A_file_decides_the_task_and_a_model_that_is_dropped_lists_its_layers()
    {
        await File.WriteAllTextAsync(
            Path.Combine(browser.Folder, "own-sales.csv"), "date,sales\n" + string.Concat(Enumerable.Range(1, 28).Select(d => $"2024-01-{d:00},{10 * d}\n")));
        string net = Path.Combine(browser.Folder, "own.bin");
        ForeignFiles.Write(net);
        var (page, complaints) = await browser.Open("train?lang=zh-Hans");
        await page.SelectOptionAsync("select[name=file]", "own-sales.csv");
        await Assertions.Expect(page.Locator("select[name=task]")).ToHaveValueAsync("forecast");
        await Assertions.Expect(page.Locator("input[name='data.target']")).ToHaveValueAsync("sales");
        await Assertions.Expect(page.Locator(".preview tbody tr")).ToHaveCountAsync(5);
        Assert.Empty((await page.RunAxe()).Violations.Select(v => v.Id));

        await page.GotoAsync(new Uri(new Uri(browser.Address), "inside?lang=en").ToString());
        await Assertions.Expect(page.Locator("select[name=model]")).ToBeVisibleAsync();
        await page.EvaluateAsync(
            """
            base64 => {
              const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)), given = new DataTransfer();
              given.items.add(new File([bytes], "own-net.safetensors"));
              dispatchEvent(new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true }));
            }
            """, Convert.ToBase64String(await File.ReadAllBytesAsync(net)));
        await Assertions.Expect(page.Locator("select[name=model]")).ToHaveValueAsync("uploads/own-net.safetensors");
        await Assertions.Expect(page.Locator("tr.here")).ToContainTextAsync("lstm");
        Assert.Empty((await page.RunAxe()).Violations.Select(v => v.Id));
        Assert.Empty(complaints);
        await page.CloseAsync();
    }
}
