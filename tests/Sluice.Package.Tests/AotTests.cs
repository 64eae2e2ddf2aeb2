using System.Diagnostics;
using Xunit.Abstractions;

namespace Sluice.Package.Tests;

/// <summary>The sample in examples/aot, published as one program ahead of time.</summary>
[Collection("builds")]
public sealed class AotTests(PublishedProgram published, ITestOutputHelper output) : IClassFixture<PublishedProgram>
{
    [AotFact]
    public void Three_models_answer_to_the_bit_as_they_do_when_compiled_as_they_run()
    {
        var clock = Stopwatch.StartNew();
        var (code, answers, error) = Programs.Run(published.Path, Programs.Golden);
        Assert.True(code == 0, error);
        Assert.Equal(Answers.Of(Programs.Golden), answers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r')));
        output.WriteLine(
            $"published in {published.Seconds:0} s, {published.Bytes / 1e6:0.0} MB; started, {error.Trim()}, ended after {clock.ElapsedMilliseconds} ms");
    }

    [AotFact]
    public void The_program_is_small() => Assert.InRange(published.Bytes, 1, 20_000_000);

    [AotFact]
    public void Other_cells_are_there_without_being_asked_for()
    {
        var (code, equations, error) = Programs.Run(published.Path, "--cell", "slstm");
        Assert.True(code == 0, error);
        Assert.Contains("Beck et al. 2024", equations);
    }

    [AotFact]
    public void What_was_left_out_is_named_with_its_property()
    {
        var (code, _, error) = Programs.Run(published.Path, "--cell", "gru+clip");
        Assert.Equal(1, code);
        Assert.Equal("error: Cell 'gru+clip': wrappers were left out of this program; set SluiceWrappers to true in its project.", error.Trim());
    }
}

/// <summary>Publishes the sample once, where that is possible.</summary>
public sealed class PublishedProgram : IDisposable
{
    private readonly string? _folder;

    public PublishedProgram()
    {
        if (AotFactAttribute.Absent is not null) return;
        _folder = Directory.CreateTempSubdirectory("sluice-aot").FullName;
        var clock = Stopwatch.StartNew();
        // The libraries are those that the tests were built with.
        Programs.Dotnet("publish", "examples/aot", "-c", Programs.Configuration, "-o", _folder, "-v", "q", "-p:BuildProjectReferences=false");
        Seconds = clock.Elapsed.TotalSeconds;
        Path = System.IO.Path.Combine(_folder, OperatingSystem.IsWindows() ? "answers.exe" : "answers");
        Bytes = new FileInfo(Path).Length;
    }

    public string Path { get; } = "";

    public double Seconds { get; }

    public long Bytes { get; }

    public void Dispose()
    {
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>A test that is skipped where no program can be compiled ahead of time.</summary>
public sealed class AotFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_absent = new(Find);

    public AotFactAttribute() => Skip = Absent;

    /// <summary>Why it cannot, or null.</summary>
    public static string? Absent => s_absent.Value;

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("SLUICE_SKIP_AOT") == "1") return "SLUICE_SKIP_AOT is 1.";
        if (!OperatingSystem.IsWindows() && !OnPath("clang") && !OnPath("gcc")) return "There is no linker: neither clang nor gcc is on the path.";
        return Programs.Run("dotnet", "restore", "examples/aot", "-v", "q").Code == 0
            ? null
            : "The compiler package (Microsoft.DotNet.ILCompiler) cannot be had.";
    }

    private static bool OnPath(string program)
        => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
