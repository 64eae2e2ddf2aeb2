using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Xml.Linq;

namespace Sluice.Tests;

/// <summary>Every package that the product brings along has a licence that allows it.</summary>
public class LicenceTests
{
    // CsvHelper may be used under either of its two.
    private static readonly string[] s_allowed = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MS-PL", "MS-PL OR Apache-2.0", "PostgreSQL"];

    // Packages that give an address in place of their licence: it is MIT.
    private static readonly string[] s_stated = ["K4os.Compression.LZ4"];

    [Fact]
    public void Packages_of_the_product_have_known_licences()
    {
        string source = Path.Combine(Root(), "src");
        int packages = 0;
        foreach (string project in Directory.GetDirectories(source))
        {
            using var assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(project, "obj", "project.assets.json")));
            string[] folders = [.. assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name)];
            foreach (var library in assets.RootElement.GetProperty("libraries").EnumerateObject().Where(l => l.Value.GetProperty("type").GetString() == "package"))
            {
                string path = library.Value.GetProperty("path").GetString()!;
                string folder = folders.Select(f => Path.Combine(f, path)).First(Directory.Exists);
                var nuspec = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single());
                string? licence = nuspec.Descendants().FirstOrDefault(e => e.Name.LocalName == "license" && e.Attribute("type")?.Value == "expression")?.Value;
                if (s_stated.Contains(library.Name.Split('/')[0])) continue;
                Assert.True(s_allowed.Contains(licence), $"{library.Name}: licence '{licence}'");
                packages++;
            }
        }

        Assert.True(packages >= 2);
    }

    [Fact]
    public void Packages_in_the_page_of_the_studio_have_known_licences()
    {
        using var lockFile = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root(), "src", "Sluice.Studio", "web", "package-lock.json")));
        var bundled = lockFile.RootElement.GetProperty("packages").EnumerateObject().Where(p => p.Name.Length > 0 && !p.Value.TryGetProperty("dev", out _)).ToList();
        Assert.Contains(bundled, p => p.Name.EndsWith("/preact", StringComparison.Ordinal));
        foreach (var package in bundled)
        {
            string? licence = package.Value.GetProperty("license").GetString();
            Assert.True(licence is "ISC" || s_allowed.Contains(licence), $"{package.Name}: licence '{licence}'");
        }
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
