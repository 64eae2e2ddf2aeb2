using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sluice.Cli;
using Sluice.Tasks.Text;

namespace Sluice.Tests;

/// <summary>What the README shows is what the program prints.</summary>
public class ReadmeTests
{
    [Fact]
    public void The_output_of_train_is_what_the_program_prints()
    {
        string readme = File.ReadAllText(Path.Combine(Root(), "README.md"));
        int start = readme.IndexOf("```\nvalidation loss", StringComparison.Ordinal) + 4;
        string[] shown = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string folder = Directory.CreateTempSubdirectory("sluice").FullName;
        try
        {
            var output = new StringWriter();
            Assert.Equal(0, CommandLine.Run(["train", "--out", Path.Combine(folder, "run")], output, new StringWriter()));
            Assert.All(shown, line => Assert.Contains(line, output.ToString()));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    public static TheoryData<int> Examples => [.. Enumerable.Range(0, Blocks().Length)];

    [Theory, MemberData(nameof(Examples))]
    public void An_example_in_csharp_compiles_and_runs(int example)
    {
        // Files lie in a folder of the test's own, and nets are small so that they learn in a second.
        using var folder = new TemporaryFolder();
        string code = Regex.Replace(
            Blocks()[example], @"""([\w-]+\.\w+)""",
            m => SymbolDisplay.FormatLiteral(folder.File(m.Groups[1].Value), quote: true)).Replace("Hidden = 128", "Hidden = 8");
        File.WriteAllText(folder.File("book.txt"), ChildrensBook.Text(BookLanguage.English, 100, 1));
        string usings = "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading;\n";
        string[] platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            $"Readme{example}", [CSharpSyntaxTree.ParseText(usings
                + code)], platform.Select(p => MetadataReference.CreateFromFile(p)), new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        using var program = new MemoryStream();
        var emitted = compilation.Emit(program);
        Assert.Empty(emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => $"{d}"));
        var entry = Assembly.Load(program.ToArray()).EntryPoint!;
        entry.Invoke(null, entry.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
    }

    /// <summary>The programs in C# that the README shows.</summary>
    private static string[] Blocks()
        => [.. Regex.Matches(
            File.ReadAllText(Path.Combine(Root(), "README.md")), "```csharp\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value)];

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Sluice.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("the tests run inside the repository");
    }
}
