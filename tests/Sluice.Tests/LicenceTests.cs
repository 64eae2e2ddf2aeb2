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
            foreach (var library in assets.RootElement.GetProperty("libraries")
                .EnumerateObject().Where(l => l.Value.GetProperty("type").GetString() == "package"))
            {
                string path = library.Value.GetProperty("path").GetString()!;
                string folder = folders.Select(f => Path.Combine(f, path)).First(Directory.Exists);
                var nuspec = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single());
                string? licence =
                    nuspec.Descendants().FirstOrDefault(e => e.Name.LocalName == "license" && e.Attribute("type")?.Value == "expression")?.Value;
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
        using var lockFile = JsonDocument.Parse(File.ReadAllText(NpmLock));
        var bundled = lockFile.RootElement.GetProperty("packages")
            .EnumerateObject().Where(p => p.Name.Length > 0 && !p.Value.TryGetProperty("dev", out _)).ToList();
        Assert.Contains(bundled, p => p.Name.EndsWith("/preact", StringComparison.Ordinal));
        foreach (var package in bundled)
        {
            string? licence = package.Value.GetProperty("license").GetString();
            Assert.True(licence is "ISC" || s_allowed.Contains(licence), $"{package.Name}: licence '{licence}'");
        }
    }

    [Fact]
    public void Notices_and_the_bill_of_materials_name_every_package_of_the_lock_files()
    {
        string notices = File.ReadAllText(Path.Combine(Root(), "THIRD-PARTY-NOTICES.md"));
        using var bill = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root(), "sbom.cdx.json")));
        var listed = bill.RootElement.GetProperty("components")
            .EnumerateArray().Select(c => $"{c.GetProperty("name")} {c.GetProperty("version")}").ToHashSet();
        var locked = LockFiles().SelectMany(Nuget).Concat(Npm()).ToHashSet();
        Assert.Contains(locked, p => p.StartsWith("Parquet.Net ", StringComparison.Ordinal));
        Assert.Contains(locked, p => p.StartsWith("preact ", StringComparison.Ordinal));
        foreach (string package in locked)
        {
            Assert.True(notices.Contains($"| {package.Replace(" ", " | ")} |"), $"{package} is not in THIRD-PARTY-NOTICES.md: dotnet run notices.cs");
            Assert.True(listed.Remove(package), $"{package} is not in sbom.cdx.json: dotnet run notices.cs");
        }

        // DuckDB's library is copied and not referred to, so it is in no lock file.
        Assert.Equal("DuckDB.NET.Bindings.Full", Assert.Single(listed).Split(' ')[0]);
    }

    [Fact]
    public void Every_project_is_locked_and_no_lock_file_names_where_packages_came_from()
    {
        var files = LockFiles().ToList();
        foreach (string project in Directory.GetDirectories(Path.Combine(Root(), "src")))
            Assert.Contains(Path.Combine(project, "packages.lock.json"), files);
        Assert.All([.. files, NpmLock], file => Assert.DoesNotContain("\"resolved\": \"http", File.ReadAllText(file)));
    }

    private static string NpmLock => Path.Combine(Root(), "src", "Sluice.Studio", "web", "package-lock.json");

    private static IEnumerable<string> LockFiles() => new[] { "src", "tests", "bench", "examples" }
        .SelectMany(f => Directory.GetDirectories(Path.Combine(Root(), f))).Select(f => Path.Combine(f, "packages.lock.json")).Where(File.Exists);

    private static IEnumerable<string> Nuget(string lockFile)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(lockFile));
        foreach (var package in json.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(f => f.Value.EnumerateObject()))
            if (package.Value.TryGetProperty("resolved", out var version)) yield return $"{package.Name} {version}";
    }

    private static IEnumerable<string> Npm()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(NpmLock));
        foreach (var package in json.RootElement.GetProperty("packages").EnumerateObject().Where(p => p.Name.Length > 0))
            yield return $"{package.Name[(package.Name.LastIndexOf("node_modules/", StringComparison.Ordinal) + 13)..]} {package.Value.GetProperty("version")}";
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
