using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Sluice.Studio.Tests;

/// <summary>Runs the page's own unit tests (<c>npm test</c> in src/Sluice.Studio/web).</summary>
public class PageLogicTests
{
    [PageFact]
    public async Task The_units_of_the_page_pass()
    {
        var start = new ProcessStartInfo("node", "node_modules/vitest/vitest.mjs run --no-color")
        {
            WorkingDirectory = PageFactAttribute.Web(),
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        using var process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await output + await errors);
    }

    /// <summary>Needs Node and the packages of the page, without which everything else is built.</summary>
    private sealed class PageFactAttribute : FactAttribute
    {
        public PageFactAttribute()
        {
            if (!File.Exists(Path.Combine(Web(), "node_modules", "vitest", "vitest.mjs")))
                Skip = "The packages of the page are not installed: they need Node 20 with npm.";
        }

        public static string Web([CallerFilePath] string file = "")
            => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "src", "Sluice.Studio", "web"));
    }
}
