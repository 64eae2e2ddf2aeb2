using System.Diagnostics;
using System.Text;
using Sluice.Learn.Teaching;

namespace Sluice.Cli.Tests;

/// <summary>The language in which <c>sluice teach</c> tells a story.</summary>
public sealed class TeachCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("en", "Adding, element by element")]
    [InlineData("zh-CN", "逐个元素相加")]
    [InlineData("zh-TW", "逐個元素相加")]
    [InlineData("zh_HK.UTF-8", "逐個元素相加")]
    public void A_story_is_told_in_the_language_that_is_asked_for(string language, string first)
    {
        var (code, output, error) = _session.Run("teach", "gates", "--language", language);
        Assert.Equal((CommandLine.Done, ""), (code, error));
        Assert.StartsWith(first, output);
    }

    [Fact]
    public void Another_language_is_refused_with_those_that_there_are()
    {
        var (code, output, error) = _session.Run("teach", "gates", "--language", "fr");
        Assert.Equal((CommandLine.WrongUse, ""), (code, output));
        Assert.Contains("--language: expected one of en, zh-CN, zh-TW, got 'fr'", error);
    }

    [Theory]
    [InlineData(null, null, null, StoryLanguage.English)]
    [InlineData(null, null, "zh_CN.UTF-8", StoryLanguage.Simplified)]
    [InlineData(null, "zh_TW.UTF-8", "en_US.UTF-8", StoryLanguage.Traditional)]
    [InlineData("C", "zh_TW.UTF-8", "zh_CN.UTF-8", StoryLanguage.English)]
    [InlineData("", "", "zh_Hant", StoryLanguage.Traditional)]
    [InlineData("POSIX", null, "zh_CN", StoryLanguage.English)]
    [InlineData("tr_TR.UTF-8", "zh_CN.UTF-8", null, StoryLanguage.English)]
    [InlineData(null, "zh_SG.UTF-8", null, StoryLanguage.Simplified)]
    public void The_first_variable_that_is_not_empty_counts(string? all, string? messages, string? lang, StoryLanguage expected)
        => Assert.Equal(expected, ToldLanguage.OfLocale(v => v switch { "LC_ALL" => all, "LC_MESSAGES" => messages, "LANG" => lang, _ => null }));

    [Theory]
    [InlineData(0x0409, StoryLanguage.English)]
    [InlineData(0x041F, StoryLanguage.English)]
    [InlineData(0x0804, StoryLanguage.Simplified)]
    [InlineData(0x1004, StoryLanguage.Simplified)]
    [InlineData(0x0004, StoryLanguage.Simplified)]
    [InlineData(0x0404, StoryLanguage.Traditional)]
    [InlineData(0x0C04, StoryLanguage.Traditional)]
    [InlineData(0x1404, StoryLanguage.Traditional)]
    [InlineData(0x7C04, StoryLanguage.Traditional)]
    public void Windows_has_numbers_for_languages(int identifier, StoryLanguage expected) => Assert.Equal(expected, ToldLanguage.OfWindows(identifier));

    [PosixTheory]
    [InlineData("LANG=zh_CN.UTF-8", "逐个元素相加")]
    [InlineData("LC_MESSAGES=zh_TW.UTF-8 LANG=zh_CN.UTF-8", "逐個元素相加")]
    [InlineData("LC_ALL=C LANG=zh_CN.UTF-8", "Adding, element by element")]
    [InlineData("LANG=de_DE.UTF-8", "Adding, element by element")]
    [InlineData("LANG=zh_CN.GBK", "逐个元素相加")]
    [InlineData("SLUICE_LANGUAGE=zh-TW LANG=en_US.UTF-8", "逐個元素相加")]
    [InlineData("SLUICE_LANGUAGE=en LANG=zh_CN.UTF-8", "Adding, element by element")]
    public void Through_a_pipe_it_is_the_languages_of_the_system_in_UTF8(string environment, string first)
    {
        var (code, output, _) = Process(environment, "teach gates");
        Assert.Equal(0, code);
        Assert.StartsWith(first, output);
    }

    [PosixTheory]
    [InlineData("SLUICE_LANGUAGE=klingon", "SLUICE_LANGUAGE: expected one of en, zh-CN, zh-TW, got 'klingon'")]
    public void A_variable_that_asks_for_another_is_refused(string environment, string message)
    {
        var (code, output, error) = Process(environment, "teach gates");
        Assert.Equal((CommandLine.WrongUse, ""), (code, output));
        Assert.Contains(message, error);
    }

    [PosixTheory]
    [InlineData("LC_ALL=zh_CN.UTF-8", "", "逐个元素相加")]
    [InlineData("LC_ALL=zh_CN.GBK", "", "Adding, element by element")]
    [InlineData("LC_ALL=C", " --language zh-CN", "逐个元素相加")]
    public void A_terminal_without_UTF8_is_told_English_unless_one_asks(string environment, string more, string first)
    {
        if (!File.Exists("/usr/bin/script")) return;
        string command = $"env TERM=xterm {environment} dotnet '{typeof(CommandLine).Assembly.Location}' teach gates{more}";
        var start = new ProcessStartInfo("/usr/bin/script", ["-qec", command, "/dev/null"])
        { RedirectStandardOutput = true, RedirectStandardInput = true, StandardOutputEncoding = Encoding.UTF8 };
        start.Environment.Remove(ToldLanguage.Variable);
        using var process = System.Diagnostics.Process.Start(start)!;
        string seen = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains(first, seen);
    }

    private static (int Code, string Output, string Error) Process(string environment, string arguments)
    {
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments.Split(' ')])
        { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = strict };
        foreach (string name in new[] { "LC_ALL", "LC_MESSAGES", "LC_CTYPE", "LANG", ToldLanguage.Variable }) start.Environment.Remove(name);
        foreach (string[] pair in environment.Split(' ').Select(p => p.Split('='))) start.Environment[pair[0]] = pair[1];
        using var process = System.Diagnostics.Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}

/// <summary>A test of the variables by which POSIX says the language; skipped on Windows, which has none.</summary>
internal sealed class PosixTheoryAttribute : TheoryAttribute
{
    public PosixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "Windows says the language otherwise";
    }
}
