using Microsoft.Playwright;

namespace Sluice.Studio.Tests;

/// <summary>One studio and one Chromium for the tests of a collection.</summary>
public sealed class Browser : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-studio-").FullName;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private StudioServer? _server;

    // The one without windows takes half of the processor's time of the whole one.
    private static readonly string[] s_usual =
        ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>Where Debian's Chromium, or another that SLUICE_CHROMIUM names, is; or null.</summary>
    public static string? Program { get; } = s_usual.Prepend(Environment.GetEnvironmentVariable("SLUICE_CHROMIUM")).FirstOrDefault(File.Exists);

    /// <summary>The folder of the studio.</summary>
    public string Folder => _folder;

    /// <summary>Where the studio is.</summary>
    public string Address => _server!.Address;

    public async Task InitializeAsync()
    {
        _server = await StudioServer.Start(new StudioOptions { Folder = _folder, Port = 0 });
        if (Absent is not null) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program!,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>Why there is no browser, or null where there is one.</summary>
    public static string? Absent => Program is null ? "Chromium is not there; Debian's package is 'chromium-headless-shell', or SLUICE_CHROMIUM names another."
        : Environment.GetEnvironmentVariable("SLUICE_SKIP_BROWSER") is { Length: > 0 } ? "SLUICE_SKIP_BROWSER is set." : null;

    /// <summary>A page of its own, with what it complained of.</summary>
    public async Task<(IPage Page, List<string> Complaints)> Open(string path, int width = 1280, int height = 900)
    {
        var page = await _browser!.NewPageAsync(
            new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = width, Height = height }, ReducedMotion = ReducedMotion.Reduce });
        page.SetDefaultTimeout(30_000);
        // Other tests run beside, so an expectation may take long to come true on a busy machine.
        Assertions.SetDefaultExpectTimeout(30_000);
        List<string> complaints = [];
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(new Uri(new Uri(Address), path).ToString());
        return (page, complaints);
    }

    /// <summary>Pages that share their connections.</summary>
    public Task<IBrowserContext> Context() => _browser!.NewContextAsync();

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

[CollectionDefinition("studio")]
public sealed class StudioCollection : ICollectionFixture<Browser>;

/// <summary>Tests that look at every view, beside those of single views: the two halves take about as long.</summary>
[CollectionDefinition("every view")]
public sealed class EveryViewCollection : ICollectionFixture<Browser>;

/// <summary>A test in a browser; skipped with a reason where there is none.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        Skip = Browser.Absent;
    }
}

/// <summary>The same with rows.</summary>
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        Skip = Browser.Absent;
    }
}
