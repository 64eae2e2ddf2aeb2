using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Sluice.Tests;

/// <summary>What the architecture promises about the sources.</summary>
public class ConventionTests
{
    // A folder may use what stands in an earlier group, and folders of its own group.
    private static readonly string[][] s_groups =
    [
        ["Vectors"], ["Kernels"], ["Cells"], ["Devices"], ["Autodiff"], ["Layers", "Losses", "Optimizers", "Inspection"],
        ["Data", "Training", "Formats"], ["Tasks"], ["Studies"],
    ];

    [Fact]
    public void A_folder_uses_only_what_stands_before_it()
    {
        List<string> wrong = [];
        foreach (var (folder, file) in Sources())
        {
            int own = Group(folder);
            foreach (Match match in Regex.Matches(File.ReadAllText(file), @"^using (?:static )?Sluice\.(\w+)", RegexOptions.Multiline))
                if (Group(match.Groups[1].Value) > own) wrong.Add($"{Path.GetFileName(file)} of {folder} uses {match.Groups[1].Value}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Files_are_short()
    {
        // One exception: the micro-kernels are regular text, a line for each register.
        var length = Sources().Select(s => (s.File, Lines: File.ReadLines(s.File).Count())).Where(f => f.Lines > 225 && !Path.GetFileName(f.File).StartsWith("Tile.", StringComparison.Ordinal));
        Assert.Empty(length.Select(f => $"{Path.GetFileName(f.File)}: {f.Lines} lines"));
    }

    [Fact]
    public void The_core_needs_nothing_but_the_base_class_library()
        => Assert.DoesNotContain(XDocument.Load(Path.Combine(Root(), "src", "Sluice", "Sluice.csproj")).Descendants("PackageReference"), p => p.Attribute("PrivateAssets") is null);

    private static int Group(string folder) => Array.FindIndex(s_groups, g => g.Contains(folder)) is >= 0 and int group ? group : throw new InvalidOperationException($"{folder} is in no group.");

    private static IEnumerable<(string Folder, string File)> Sources()
    {
        string core = Path.Combine(Root(), "src", "Sluice");
        return Directory.EnumerateFiles(core, "*.cs", SearchOption.AllDirectories)
            .Select(f => (Folder: Path.GetRelativePath(core, f).Split(Path.DirectorySeparatorChar)[0], f))
            .Where(f => f.Folder is not ("bin" or "obj") && !f.Folder.EndsWith(".cs", StringComparison.Ordinal));
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
