namespace Sluice.Package.Tests;

/// <summary>Links between the pages of the repository lead somewhere.</summary>
public class LinkTests
{
    // What tests and builds leave, and the packages of the studio's page.
    private static readonly string[] s_left = ["bin", "obj", "node_modules", "runs", "TestResults", "packages", "_site", ".git"];

    public static TheoryData<string> Pages
        => [.. Find(Programs.Root).Select(p => Path.GetRelativePath(Programs.Root, p).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Relative_links_lead_to_files_and_headings(string page)
    {
        string file = Path.Combine(Programs.Root, page);
        List<string> broken = [];
        foreach (string link in Links.In(File.ReadAllText(file)).Where(l => !l.Contains("://") && !l.StartsWith("mailto:", StringComparison.Ordinal)))
        {
            string[] parts = link.Split('#', 2);
            string target =
                parts[0].Length == 0 ? file : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, Uri.UnescapeDataString(parts[0])));
            if (!File.Exists(target) && !Directory.Exists(target)) broken.Add($"{link}: there is no such file");
            else if (parts.Length > 1
                && target.EndsWith(".md", StringComparison.Ordinal) && !Links.Anchors(File.ReadAllText(target)).Contains(parts[1]))
                broken.Add($"{link}: the page has no such heading");
        }

        Assert.Empty(broken);
    }

    private static IEnumerable<string> Find(string folder)
        => Directory.GetFiles(
            folder, "*.md").Concat(Directory.GetDirectories(folder).Where(d => !s_left.Contains(Path.GetFileName(d))).SelectMany(Find));
}
