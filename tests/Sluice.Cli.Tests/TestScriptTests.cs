using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Sluice.Cli.Tests;

/// <summary>
/// <c>./test</c> says what it is about to install, and installs nothing where that is asked; every program that it calls is a stand-in here.
/// </summary>
public sealed class TestScriptTests : IDisposable
{
    private readonly Session _session = new();

    public TestScriptTests()
    {
        Directory.CreateDirectory(_session["bin"]);
        foreach (string tool in new[] { "bash", "dirname", "mktemp", "rm", "tee", "grep", "awk", "timeout", "cat" })
            File.CreateSymbolicLink(_session[$"bin/{tool}"], new[] { "/usr/bin", "/bin" }.Select(f => Path.Combine(f, tool)).First(File.Exists));
        Program("dotnet", "echo 'Passed: 1'");
        Program("apt-get", $"echo \"$@\" >> '{_session["installed"]}'");
    }

    public void Dispose() => _session.Dispose();

    [ShellTheory("bash")]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_absent_is_named_with_the_reason_before_anything_is_installed(bool install)
    {
        string output = Run(install ? [] : ["--no-install"]);
        int named = output.IndexOf("chromium-headless-shell, fonts-noto-cjk: tests of the studio look at its page in a browser", StringComparison.Ordinal),
            tested = output.IndexOf("Passed: 1", StringComparison.Ordinal);
        Assert.InRange(named, 1, tested);
        bool may = install && Environment.UserName == "root";
        Assert.Contains(
            may ? "About to install with apt-get (./test --no-install leaves the machine as it is):" : "the tests that need it are skipped:", output);
        Assert.Equal(may, File.Exists(_session["installed"]));
        if (may) Assert.Contains("chromium-headless-shell fonts-noto-cjk mpich", File.ReadAllText(_session["installed"]));
        Assert.EndsWith("6 passed, 0 failed, 0 skipped\n", output);
    }

    [ShellTheory("bash")]
    [InlineData("--no-install")]
    [InlineData("")]
    public void Nothing_is_said_where_nothing_is_absent(string option)
    {
        Program("initdb", "");
        Program("chromium", "");
        Program("mpirun.mpich", "");
        Assert.DoesNotContain("nstall", Run(option.Length > 0 ? [option] : []));
        Assert.False(File.Exists(_session["installed"]));
    }

    private void Program(string name, string body)
    {
        _session.Write($"bin/{name}", $"#!/bin/bash\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_session[$"bin/{name}"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private string Run(string[] options)
    {
        var start = new ProcessStartInfo("/bin/bash", [Path.Combine(Root(), "test"), "--no-build", .. options]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = _session["bin"];
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
