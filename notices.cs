#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
// dotnet run notices.cs: writes THIRD-PARTY-NOTICES.md (the licences of others) and sbom.cdx.json (the bill of materials, CycloneDX 1.6)
// from the lock files of NuGet and npm. Restore and build first: what a package says of its licence is read where it was installed.
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

string root = Path.GetDirectoryName(Here())!;
string web = Path.Combine(root, "src", "Sluice.Studio", "web");
string installed = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
var packages = Nuget().Concat(Npm()).ToList();

var notices = new StringBuilder("""
    # Packages of others

    Made by `dotnet run notices.cs` from the lock files; a test compares them. [sbom.cdx.json](sbom.cdx.json) lists the same for programs, with hashes.


    """);
Table("In the packages and the command line", packages.Where(p => p.Use == Use.Shipped && p.Kind == "nuget"));
Table("In the page of the studio", packages.Where(p => p.Use == Use.Shipped && p.Kind == "npm"));
Table("To build and test with, in nothing that is shipped", packages.Where(p => p.Use == Use.Tool));
notices.Append("\n## Their licences\n");
foreach (var group in packages.Where(p => p.Use == Use.Shipped && p.Text is not null).GroupBy(p => p.Text!).OrderBy(g => g.First().Name, StringComparer.Ordinal))
    notices.Append($"\n### {string.Join(", ", group.Select(p => p.Name).Distinct())}\n\n{Quoted(group.Key)}\n");
string mit = string.Join('\n', File.ReadAllLines(Path.Combine(root, "LICENSE")).SkipWhile(l => !l.StartsWith("Permission", StringComparison.Ordinal)));
notices.Append($"\n### The MIT licence, under which packages are that bring no text of their own\n\n{Quoted(mit)}\n");
notices.Append("\nThe others that bring no text are under what https://spdx.org/licenses gives for the name in the table.\n");
File.WriteAllText(Path.Combine(root, "THIRD-PARTY-NOTICES.md"), notices.ToString().ReplaceLineEndings("\n"));

var components = new JsonArray([.. packages.Select(p => (JsonNode)new JsonObject
{
    ["type"] = "library",
    ["bom-ref"] = p.Address,
    ["name"] = p.Name,
    ["version"] = p.Version,
    ["scope"] = p.Use == Use.Shipped ? "required" : "excluded",
    ["hashes"] = p.Hash is null ? null : new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(p.Hash)) }),
    ["licenses"] = new JsonArray(new JsonObject { ["expression"] = p.Licence }),
    ["purl"] = p.Address,
})]);
foreach (var component in components.Where(c => c!["hashes"] is null)) component!.AsObject().Remove("hashes");
var bill = new JsonObject
{
    ["bomFormat"] = "CycloneDX",
    ["specVersion"] = "1.6",
    ["version"] = 1,
    ["metadata"] = new JsonObject { ["component"] = new JsonObject { ["type"] = "library", ["name"] = "Sluice" } },
    ["components"] = components,
};
var layout = new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
File.WriteAllText(Path.Combine(root, "sbom.cdx.json"), bill.ToJsonString(layout).ReplaceLineEndings("\n") + "\n");
Console.WriteLine($"{packages.Count} packages, {packages.Count(p => p.Use == Use.Shipped)} of them shipped");

// Projects of src are shipped, but what they build with alone is not.
IEnumerable<Package> Nuget()
{
    string[] building = ["Microsoft.CodeAnalysis.PublicApiAnalyzers", "Microsoft.NET.ILLink.Tasks"];
    var found = new SortedDictionary<string, Package>(StringComparer.Ordinal);
    foreach (string file in LockFiles().OrderBy(f => !f.StartsWith(Path.Combine(root, "src"), StringComparison.Ordinal)).ThenBy(f => f, StringComparer.Ordinal))
    {
        bool shipped = file.StartsWith(Path.Combine(root, "src") + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        foreach (var (name, entry) in JsonNode.Parse(File.ReadAllText(file))!["dependencies"]!.AsObject().SelectMany(f => f.Value!.AsObject()))
        {
            if (entry!["resolved"] is not { } version || found.ContainsKey($"{name}/{version}")) continue;
            found.Add($"{name}/{version}", FromNuspec(name, (string)version!, shipped && !building.Contains(name) ? Use.Shipped : Use.Tool, (string)entry["contentHash"]!));
        }
    }

    // It is only copied, so no lock file names it.
    string duck = XDocument.Load(Path.Combine(root, "Directory.Packages.props")).Descendants("DuckDbVersion").Single().Value;
    return found.Values.Append(FromNuspec("DuckDB.NET.Bindings.Full", duck, Use.Tool, null));
}

Package FromNuspec(string name, string version, Use use, string? hash)
{
    string folder = Path.Combine(installed, name.ToLowerInvariant(), version.ToLowerInvariant());
    var metadata = XDocument.Load(Directory.GetFiles(folder, "*.nuspec").Single()).Descendants().ToLookup(e => e.Name.LocalName);
    string? stated = metadata["license"].FirstOrDefault(l => l.Attribute("type")?.Value == "expression")?.Value;
    string? text = Directory.GetFiles(folder).Where(f => Regex.IsMatch(Path.GetFileName(f), "^licen[sc]e", RegexOptions.IgnoreCase)).Select(File.ReadAllText).FirstOrDefault();
    string copyright = metadata["copyright"].FirstOrDefault()?.Value is { Length: > 0 } c ? c : metadata["authors"].FirstOrDefault()?.Value ?? "";
    return new Package("nuget", name, version, stated ?? Stated(name, text), copyright, text, use, hash);
}

// Packages that give an address or a file in place of a name.
static string Stated(string name, string? text) => name switch
{
    "K4os.Compression.LZ4" => "MIT",
    _ when name.StartsWith("xunit", StringComparison.Ordinal) => "Apache-2.0",
    _ when text?.Contains("Permission is hereby granted, free of charge") == true => "MIT",
    _ => throw new InvalidOperationException($"{name}: no licence is stated; look it up and add it here"),
};

IEnumerable<Package> Npm()
{
    var locked = JsonNode.Parse(File.ReadAllText(Path.Combine(web, "package-lock.json")))!["packages"]!.AsObject();
    foreach (var (path, entry) in locked.Where(p => p.Key.Length > 0).OrderBy(p => p.Key, StringComparer.Ordinal))
    {
        bool shipped = entry!["dev"] is null;
        string name = path[(path.LastIndexOf("node_modules/", StringComparison.Ordinal) + 13)..];
        string? text = !shipped ? null : Directory.GetFiles(Path.Combine(web, path), "LICEN*").Select(File.ReadAllText).FirstOrDefault();
        string? hash = (string?)entry["integrity"];
        yield return new Package("npm", name, (string)entry["version"]!, (string)entry["license"]!, Copyright(text), text, shipped ? Use.Shipped : Use.Tool, hash?.Replace("sha512-", ""));
    }
}

static string Copyright(string? text) => text?.Split('\n').FirstOrDefault(l => l.StartsWith("Copyright", StringComparison.Ordinal))?.Trim() ?? "";

IEnumerable<string> LockFiles() => new[] { "src", "tests", "bench", "examples" }.SelectMany(f => Directory.GetDirectories(Path.Combine(root, f)))
    .Select(f => Path.Combine(f, "packages.lock.json")).Where(File.Exists);

void Table(string title, IEnumerable<Package> rows)
{
    notices.Append($"\n## {title}\n\n| package | version | licence | of |\n|---|---|---|---|\n");
    foreach (var p in rows) notices.Append($"| {p.Name} | {p.Version} | {p.Licence} | {string.Join(' ', p.Copyright.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|")} |\n");
}

static string Quoted(string text) => string.Join('\n', text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Trim().Split('\n').Select(l => $"    {l}".TrimEnd()));

static string Here([CallerFilePath] string path = "") => path;

internal enum Use { Shipped, Tool }

internal sealed record Package(string Kind, string Name, string Version, string Licence, string Copyright, string? Text, Use Use, string? Hash)
{
    public string Address => $"pkg:{Kind}/{Name.Replace("@", "%40")}@{Version}";
}
