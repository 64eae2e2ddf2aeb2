using System.IO.Compression;
using System.Xml.Linq;
using Xunit.Abstractions;

namespace Sluice.Package.Tests;

/// <summary>What <c>dotnet pack</c> makes of the solution.</summary>
[Collection("builds")]
public sealed class PackageTests(PackedPackages packed, ITestOutputHelper output) : IClassFixture<PackedPackages>
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public void The_packages_are_these_and_no_others()
        => Assert.Equal(
            [
                "Sluice", "Sluice.Audio", "Sluice.Cli", "Sluice.Cluster", "Sluice.Files", "Sluice.Interop", "Sluice.Mpi", "Sluice.Onnx", "Sluice.Readers", "Sluice.Serving",
                "Sluice.Tasks", "Sluice.Zero",
            ],
            packed.Names);

    [Theory]
    [InlineData("Sluice", Megabyte)]
    [InlineData("Sluice.Tasks", Megabyte)]
    [InlineData("Sluice.Readers", Megabyte)]
    [InlineData("Sluice.Files", Megabyte)]
    [InlineData("Sluice.Interop", Megabyte)]
    [InlineData("Sluice.Mpi", Megabyte)]
    [InlineData("Sluice.Audio", Megabyte)]
    [InlineData("Sluice.Serving", Megabyte)]
    [InlineData("Sluice.Cluster", Megabyte)]
    [InlineData("Sluice.Onnx", Megabyte)]
    // The weights of a net.
    [InlineData("Sluice.Zero", 4 * Megabyte)]
    // With the libraries of others, the page of the studio with its fonts, and SQLite's own library for seven kinds of machines, which takes 5.5 MB.
    // The weights of a net that forecasts without training take 3 MB, Orleans with what it needs 2.8 MB, workbooks and calendars of holidays 0.3 MB.
    [InlineData("Sluice.Cli", 20 * Megabyte)]
    public void A_package_is_small_and_complete(string name, int most)
    {
        string file = packed.File(name, "nupkg");
        output.WriteLine($"{name}: {new FileInfo(file).Length / 1e3:0} kB, symbols {new FileInfo(packed.File(name, "snupkg")).Length / 1e3:0} kB");
        Assert.InRange(new FileInfo(file).Length, 1, most);
        using var package = ZipFile.OpenRead(file);
        Assert.All(["README.md", "LICENSE", "icon.png", "THIRD-PARTY-NOTICES.md", "sbom.cdx.json"], entry => Assert.NotNull(package.GetEntry(entry)));
        var metadata = Metadata(package);
        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.Equal("icon.png", Value(metadata, "icon"));
        Assert.Equal(packed.Address, metadata.Elements().Single(e => e.Name.LocalName == "repository").Attribute("url")!.Value);
        Assert.NotEqual("", Value(metadata, "description"));
        Assert.Contains(package.Entries, e => e.Name == $"{name}.dll");
        using var symbols = ZipFile.OpenRead(packed.File(name, "snupkg"));
        Assert.Contains(symbols.Entries, e => e.Name == $"{name}.pdb");
    }

    [Theory]
    [InlineData("Sluice")]
    [InlineData("Sluice.Tasks")]
    [InlineData("Sluice.Readers")]
    [InlineData("Sluice.Files")]
    [InlineData("Sluice.Interop")]
    [InlineData("Sluice.Mpi")]
    [InlineData("Sluice.Audio")]
    [InlineData("Sluice.Serving")]
    [InlineData("Sluice.Cluster")]
    [InlineData("Sluice.Onnx")]
    [InlineData("Sluice.Zero")]
    [InlineData("Sluice.Cli")]
    public void Links_of_a_readme_lead_from_anywhere_to_files_of_the_repository(string name)
    {
        foreach (string link in Links.In(File.ReadAllText(Path.Combine(Programs.Root, "src", name, "README.md"))))
        {
            Assert.StartsWith(packed.Address, link);
            string path = link[packed.Address.Length..];
            if (path.Length > 0) Assert.True(File.Exists(Path.Combine(Programs.Root, path.Replace("/blob/main/", ""))), link);
        }
    }

    [Fact]
    public void The_engine_depends_on_nothing_and_brings_its_switches()
    {
        using var package = ZipFile.OpenRead(packed.File("Sluice", "nupkg"));
        Assert.DoesNotContain(Metadata(package).Descendants(), e => e.Name.LocalName == "dependency");
        Assert.NotNull(package.GetEntry("buildTransitive/Sluice.targets"));
        Assert.NotNull(package.GetEntry("lib/net10.0/Sluice.xml"));
    }

    [Theory]
    [InlineData("Sluice.Tasks")]
    [InlineData("Sluice.Readers")]
    [InlineData("Sluice.Files")]
    [InlineData("Sluice.Interop")]
    [InlineData("Sluice.Mpi")]
    [InlineData("Sluice.Audio")]
    [InlineData("Sluice.Serving")]
    [InlineData("Sluice.Cluster")]
    [InlineData("Sluice.Onnx")]
    [InlineData("Sluice.Zero")]
    public void A_library_depends_on_the_engine_of_its_own_version(string name)
    {
        using var package = ZipFile.OpenRead(packed.File(name, "nupkg"));
        var engine = Metadata(package).Descendants().Single(e => e.Name.LocalName == "dependency" && e.Attribute("id")!.Value == "Sluice");
        Assert.Equal(Value(Metadata(package), "version"), engine.Attribute("version")!.Value);
    }

    [Fact]
    public void The_tool_installs_from_the_folder_and_runs()
    {
        string tools = Path.Combine(packed.Folder, "tools");
        Programs.Dotnet("tool", "install", "Sluice.Cli", "--tool-path", tools, "--source", packed.Folder, "--prerelease");
        var (code, answer, error) = Programs.Run(Path.Combine(tools, OperatingSystem.IsWindows() ? "sluice.exe" : "sluice"),
            "info", Path.Combine(Programs.Golden, "forecast", "model.safetensors"), "--json");
        Assert.True(code == 0, error);
        Assert.Contains("\"task\":\"forecast\"", answer);
    }

    private static XElement Metadata(ZipArchive package)
    {
        using var stream = package.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    }

    private static string Value(XElement metadata, string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;
}

/// <summary>The packages of the solution, made once from what was built for the tests.</summary>
public sealed class PackedPackages : IDisposable
{
    public PackedPackages()
    {
        foreach (string project in new[]
            {
                "Sluice", "Sluice.Onnx", "Sluice.Tasks", "Sluice.Readers", "Sluice.Files", "Sluice.Interop", "Sluice.Mpi", "Sluice.Audio", "Sluice.Serving",
                "Sluice.Cluster", "Sluice.Zero", "Sluice.Cli",
            })
            Programs.Dotnet("pack", $"src/{project}", "-c", Programs.Configuration, "--no-build", "-o", Folder, "-v", "q");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("sluice-packages").FullName;

    /// <summary>The address of the repository, which stands in one place.</summary>
    public string Address { get; } = XDocument.Load(Path.Combine(Programs.Root, "Directory.Build.props")).Descendants("RepositoryUrl").Single().Value;

    public IEnumerable<string> Names => Directory.GetFiles(Folder, "*.nupkg").Select(NameOf).Order(StringComparer.Ordinal);

    public string File(string name, string extension) => Directory.GetFiles(Folder, $"*.{extension}").Single(f => NameOf(f) == name);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string NameOf(string file)
    {
        using var package = ZipFile.OpenRead(file);
        return Path.GetFileNameWithoutExtension(package.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Name);
    }
}
