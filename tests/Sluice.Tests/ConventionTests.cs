using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Sluice.Tests;

/// <summary>What the architecture promises about the sources.</summary>
public partial class ConventionTests
{
    [Fact]
    public void Lines_are_no_longer_than_150_columns_but_for_texts()
    {
        // A line may be longer where a text stands in it that would not fit into one, or where the heads of records and tables are.
        var lines = s_projects.SelectMany(Sources)
            .SelectMany(s => File.ReadLines(s.File).Select((l, i) => (s.Name, Line: i + 1, Text: l)))
            .Where(l => l.Text.Length > 150 && !l.Text.Contains('"'));
        Assert.Empty(lines.Select(l => $"{l.Name}:{l.Line}: {l.Text.Length} columns"));
    }

    // A folder may use what stands in an earlier group, and folders of its own group as long as no circle comes of it.
    private static readonly Dictionary<string, string[][]> s_order = new()
    {
        ["Sluice"] =
        [
            ["Vectors"], ["Kernels"], ["Cells"], ["Devices"], ["Autodiff"], ["Formats"], ["Losses", "Optimizers"], ["Layers"], ["Networks"], ["Inspection"],
            ["Data"], ["Training"], ["Models"],
        ],
        ["Sluice.Tasks"] =
        [
            ["Settings", "Search", "Reports", "Glimpses", "Calibration", "Batches", "Live", "Baselines", "Reasons"], ["Labels"], ["Sources"], ["Descriptor"],
            ["Text", "Forecast", "Series", "Compose", "Anomalies", "Tag", "Classify", "Life", "Control", "Translate", "Transcribe", "Describe",
                "Generate",
            ],
            ["Imported"], ["Registry"],
        ],
        ["Sluice.Learn"] = [["Teaching", "Studies", "Synthesis"], ["Tuning"]],
        ["Sluice.Zero"] = [],
    };

    // Left to right: a project refers only to those before it.
    private static readonly string[] s_projects =
    [
        "Sluice", "Sluice.Zero", "Sluice.Onnx", "Sluice.Readers", "Sluice.Files", "Sluice.Interop", "Sluice.Mpi", "Sluice.Audio", "Sluice.Tasks",
        "Sluice.Learn",
        "Sluice.Studio", "Sluice.Serving", "Sluice.Cluster", "Sluice.Cli",
    ];

    // What is about one task and says so: commands and pictures of its own. Everything else goes by descriptors.
    private static readonly Dictionary<string, string[]> s_special = new()
    {
        ["Sluice.Serving"] = [],
        ["Sluice.Cluster"] = [],
        ["Sluice.Cli"] =
        [
            "BookCommand.cs", "GenerateCommand.cs", "GradientsCommand.cs", "FreshNets.cs", "CompareCommand.cs", "ScoreCommand.cs", "ProbeCommand.cs",
            "ProbeReport.cs", "ForecastCommand.cs", "AnomaliesCommand.cs", "ZeroReasons.cs", "TableSeries.cs", "SeriesAnswers.cs", "BacktestCommand.cs", "SeriesColumnOptions.cs",
            "SeriesSum.cs", "SeriesLevels.cs", "WatchOptions.cs",
        ],
        ["Sluice.Studio"] =
        [
            "BookApi.cs", "FlowApi.cs", "InsideApi.cs", "PlayApi.cs", "LessonRun.cs", "LessonShelf.cs", "TrainedFlow.cs", "ModelCache.cs",
            "Looks.cs", "SequenceSource.cs", "LabelLook.cs", "MusicLook.cs", "SceneLook.cs", "SeriesLook.cs", "SpeechLook.cs", "TextLook.cs",
            "TextLook.Probing.cs", "ProbeAnswer.cs", "GenerateApi.cs", "DrawRequest.cs", "Drawn.cs", "SequenceFiles.cs",
        ],
    };

    private static string[] Libraries => [.. s_order.Keys];

    [Fact]
    public void A_folder_is_a_namespace()
        => Assert.Empty(Libraries.SelectMany(Sources)
            .Where(s => s.Folder.Length > 0 && s.Namespace != $"{s.Library}.{s.Folder}").Select(s => $"{s.File}: {s.Namespace}"));

    [Fact]
    public void Nothing_lies_loose_beside_the_rooms()
    {
        Assert.All(
            ["Sluice.Tasks", "Sluice.Learn"],
            library => Assert.Equal(["Module.cs"], Sources(library).Where(s => s.Folder == "").Select(s => s.Name)));
        Assert.Equal(
            ["Catalog.Entry.cs", "Catalog.cs"],
            Sources("Sluice").Where(s => s.Folder == "Cells").Select(s => s.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(Sources("Sluice"), s => s.Folder == "Data");
    }

    [Fact]
    public void A_project_uses_only_those_before_it()
    {
        for (int p = 0; p < s_projects.Length; p++)
        {
            var used = References(s_projects[p], "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value));
            Assert.All(used, name => Assert.InRange(Array.IndexOf(s_projects, name), 0, p - 1));
        }
    }

    [Fact]
    public void A_folder_uses_only_what_stands_before_it()
    {
        List<string> wrong = [];
        foreach (string library in Libraries)
            foreach (var (from, to, file) in Edges(library, 1))
                if (Group(library, to) > Group(library, from)) wrong.Add($"{file} of {library}/{from} uses {to}");
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("Sluice", 1)]
    [InlineData("Sluice", 2)]
    [InlineData("Sluice.Tasks", 1)]
    [InlineData("Sluice.Learn", 1)]
    [InlineData("Sluice.Learn", 2)]
    public void Folders_form_no_circle(string library, int depth)
    {
        var edges = Edges(library, depth).ToLookup(e => e.From);
        foreach (string start in edges.Select(e => e.Key))
            if (Way(start, start, edges, []) is { } circle) Assert.Fail($"{library}: {string.Join(", ", circle)}.");
    }

    [Theory]
    [InlineData("Sluice.Cli")]
    [InlineData("Sluice.Studio")]
    [InlineData("Sluice.Serving")]
    [InlineData("Sluice.Cluster")]
    public void Only_what_is_about_one_task_names_it(string project)
    {
        string[] tasks = [.. s_order["Sluice.Tasks"].Single(g => g.Contains("Text")).Select(t => $"Sluice.Tasks.{t}")];
        var naming = Sources(project).Where(
            s => Names().Matches(File.ReadAllText(s.File)).Any(m => tasks.Any(t => $"{m.Value}.".StartsWith(t + ".", StringComparison.Ordinal))));
        Assert.Empty(naming.Select(s => s.Name).Except(s_special[project]));
    }

    [Fact]
    public void Files_are_short()
    {
        // One exception: the micro-kernels are regular text, a line for each register.
        var length = Libraries.SelectMany(Sources)
            .Select(s => (s.Name, Lines: File.ReadLines(s.File).Count()))
            .Where(f => f.Lines > 240 && !f.Name.StartsWith("Tile.", StringComparison.Ordinal));
        Assert.Empty(length.Select(f => $"{f.Name}: {f.Lines} lines"));
    }

    [Fact]
    public void The_libraries_need_nothing_but_the_base_class_library()
        => Assert.All(
            Libraries, library => Assert.DoesNotContain(References(library, "PackageReference"), p => p.Attribute("PrivateAssets") is null));

    /// <summary>
    /// Which folder uses which, cut to a depth: from using lines, from names that are written out in full, and from the types of
    /// the folder above, which need no using line.
    /// </summary>
    private static IEnumerable<(string From, string To, string File)> Edges(string library, int depth)
    {
        var sources = Sources(library).ToList();
        var folders = sources.Select(s => s.Folder).Where(f => f.Length > 0).ToHashSet();
        var types = sources.ToLookup(s => s.Folder, s => Types().Matches(File.ReadAllText(s.File)).Select(m => m.Groups[1].Value).ToList());
        foreach (var source in sources.Where(s => s.Folder.Length > 0))
        {
            string text = File.ReadAllText(source.File);
            string? above = source.Folder.Contains('.') ? source.Folder[..source.Folder.LastIndexOf('.')] : null;
            if (above is not null && Cut(above) != Cut(source.Folder) && Words(text).Overlaps(types[above].SelectMany(t => t)))
                yield return (Cut(source.Folder), Cut(above), source.Name);
            foreach (string name in Names().Matches(text).Select(m => m.Value).Distinct())
            {
                // The longest folder whose namespace the name begins with.
                string? folder = folders.Where(f => $"{name}.".StartsWith($"{library}.{f}.", StringComparison.Ordinal)).MaxBy(f => f.Length);
                if (folder is not null && Cut(folder) != Cut(source.Folder)) yield return (Cut(source.Folder), Cut(folder), source.Name);
            }
        }

        string Cut(string folder) => string.Join('.', folder.Split('.').Take(depth));
    }

    /// <summary>The words of a source without its documentation.</summary>
    private static HashSet<string> Words(string text) => [.. Lines().Matches(text).SelectMany(l => Word().Matches(l.Value)).Select(m => m.Value)];

    /// <summary>The uses that lead from a folder to a goal, or null.</summary>
    private static List<string>? Way(string from, string goal, ILookup<string, (string From, string To, string File)> edges, HashSet<string> seen)
    {
        foreach (var (_, to, file) in edges[from])
        {
            string use = $"{from} uses {to} ({file})";
            if (to == goal) return [use];
            if (seen.Add(to) && Way(to, goal, edges, seen) is { } rest) return [use, .. rest];
        }

        return null;
    }

    private static int Group(string library, string folder)
        => Array.FindIndex(s_order[library], g => g.Contains(folder)) is >= 0 and int group
            ? group
            : throw new InvalidOperationException($"{library}/{folder} is in no group.");

    private static IEnumerable<XElement> References(string project, string kind)
        => XDocument.Load(Path.Combine(Root(), "src", project, $"{project}.csproj")).Descendants(kind);

    // What Sluice itself wrote or writes, and JSON lines, which cannot have another end within.
    private static readonly string[] s_ownLines = ["TextLines.cs", "RunFile.cs", "LineFile.cs", "JsonLines.cs", "SettingList.cs"];

    [Fact]
    public void Lines_of_files_are_cut_in_one_place()
        => Assert.Empty(s_projects.SelectMany(Sources)
            .Where(s => !s_ownLines.Contains(s.Name) && CutsLines().IsMatch(File.ReadAllText(s.File)))
            .Select(s => $"{s.File}: use TextLines.Of, which ends lines at LF, CR LF and CR alone"));

    // AtomicFile and RunFolder write under paths that the door gave them; the terminal's own files are no one else's.
    private static readonly string[] s_behindTheDoor = ["AtomicFile.cs", "SampleCommand.cs", "StandardInput.cs"];

    [Fact]
    public void Files_are_opened_through_one_door()
        => Assert.Empty(
            s_projects.SelectMany(Sources).Where(s => !s_behindTheDoor.Contains(s.Name)).SelectMany(s => Opens().Matches(File.ReadAllText(s.File))
            .Where(m => !m.Value.Contains("FileScope.Check", StringComparison.Ordinal))
            .Select(m => $"{s.File}: ask FileScope.Check: {m.Value}")));

    [Fact]
    public void Dates_are_written_by_no_culture()
        => Assert.Empty(Libraries.SelectMany(Sources).SelectMany(s => DatesOfCultures().Matches(File.ReadAllText(s.File))
            .Where(m => !m.Value.Contains("InvariantCulture", StringComparison.Ordinal))
            .Select(m => $"{s.File}: use TimeStep.Text, as some cultures have other years: {m.Value}")));

    [GeneratedRegex(@".*\{\w[^{}\n]*:(yyyy|HH|dd)[^{}\n]*\}.*")]
    private static partial Regex DatesOfCultures();

    [GeneratedRegex(
        @"(?<!\w)File\.(Open|Create|ReadAll|WriteAll|Delete|Move|Copy|ReadLines|AppendAll)\w*\([^;]*;|new FileStream\([^;]*;|new Stream(Reader|Writer)\((?!stream)[^;]*;")]
    private static partial Regex Opens();

    [GeneratedRegex(@"ReplaceLineEndings|Split\(""?'?\\n|Split\(\['\\n|EnumerateLines|ReadAllLines")]
    private static partial Regex CutsLines();

    private static IEnumerable<(string Library, string Folder, string Name, string File, string Namespace)> Sources(string library)
    {
        string root = Path.Combine(Root(), "src", library);
        foreach (string file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string folder = Path.GetDirectoryName(Path.GetRelativePath(root, file))!.Replace(Path.DirectorySeparatorChar, '.');
            if (folder.Split('.')[0] is "bin" or "obj") continue;
            yield return (library, folder, Path.GetFileName(file), file, Own().Match(File.ReadAllText(file)).Groups[1].Value);
        }
    }

    [GeneratedRegex(@"(?<![.\w])[A-Z]\w+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\bSluice(?:\.\w+)+")]
    private static partial Regex Names();

    [GeneratedRegex(@"^(?:public|internal) [\w ]*?(?:class|struct|interface|enum|record(?: struct)?) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Types();

    [GeneratedRegex(@"^(?! *///).*?$", RegexOptions.Multiline)]
    private static partial Regex Lines();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Own();

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
