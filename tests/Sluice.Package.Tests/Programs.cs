using System.Diagnostics;

namespace Sluice.Package.Tests;

/// <summary>The repository, and programs run in it.</summary>
internal static class Programs
{
    /// <summary>Where Sluice.slnx is.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Release or Debug, as these tests were built.</summary>
    public static string Configuration { get; } =
        Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)))!;

    /// <summary>The folder with a model of each task.</summary>
    public static string Golden => Path.Combine(Root, "tests", "Sluice.Cli.Tests", "Golden");

    /// <summary>Runs a program at the root until it ends; its output and its errors apart.</summary>
    public static (int Code, string Output, string Error) Run(string program, params string[] args)
    {
        using var process = Start(program, args);
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>Runs dotnet, which must succeed.</summary>
    public static string Dotnet(params string[] args)
    {
        var (code, output, error) = Run("dotnet", args);
        Assert.True(code == 0, $"dotnet {string.Join(' ', args)}:\n{output}{error}");
        return output;
    }

    /// <summary>Starts a program at the root.</summary>
    public static Process Start(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardError = true };
        // What the process of the tests was told by its own build is no matter of theirs.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return Process.Start(start)!;
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Sluice.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("Sluice.slnx is in no folder above the tests.");
    }
}

/// <summary>Tests that start builds run one after the other.</summary>
[CollectionDefinition("builds")]
public class Builds;
