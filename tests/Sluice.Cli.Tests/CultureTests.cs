using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Sluice.Cli.Tests;

/// <summary>The program in processes of other cultures, in which years, decimal marks and signs are others.</summary>
public sealed class CultureTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [CultureFact]
    public void What_the_program_writes_does_not_depend_on_the_culture()
    {
        string table = _session.Write("t.csv", "day;load\n" + string.Concat(Enumerable.Range(0, 90).Select(i =>
            FormattableString.Invariant(
                $"{new DateTime(2024, 1, 1).AddDays(i):dd.MM.yyyy};{(Math.Sin(i) * 20 - 5).ToString("F2", System.Globalization.CultureInfo.InvariantCulture).Replace('.', ',')}\n"))));
        string Everything(string culture)
        {
            string run = _session[culture];
            string trained = Run(
                culture, "train", "forecast", table, "--target", "load", "--hidden", "4", "--epochs", "1", "--steps", "2", "--seed", "1", "--out",
                run);
            return string.Join(
                "\n", trained, Run(culture, "check", table), Run(culture, "predict", run, "--data", table),
                Run(culture, "teach", "gates"), Run(culture, "teach", "walk-through", "--language", "zh-TW"),
                Run(culture, "evaluate", run, "--data", table),
                Run(culture, "predict", run, "--data", table, "--json"), File.ReadAllText(Path.Combine(run, "config.json"))).Replace(culture, "");
        }

        string expected = Everything("en-US");
        Assert.Contains("2024", expected);
        foreach (string culture in new[] { "th-TH", "ar-SA", "fa-IR", "tr-TR", "de-DE" }) Assert.Equal(expected, Everything(culture));
    }

    /// <summary>Runs the program as a process of a culture; speeds, times and places are taken out of what it writes.</summary>
    private string Run(string culture, params string[] arguments)
    {
        // As the program is built it knows no culture at all; here it gets them back.
        string program = typeof(CommandLine).Assembly.Location, config = _session["cultures.runtimeconfig.json"];
        if (!File.Exists(config))
        {
            var json = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(program, ".runtimeconfig.json")))!;
            json["runtimeOptions"]!["configProperties"]!["System.Globalization.Invariant"] = false;
            json["runtimeOptions"]!["configProperties"]!["System.Globalization.PredefinedCulturesOnly"] = false;
            File.WriteAllText(config, json.ToJsonString());
        }

        var start = new ProcessStartInfo(
            "dotnet", ["exec", "--runtimeconfig", config, program, .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in new[] { "LANG", "LC_ALL" }) start.Environment[name] = culture.Replace('-', '_') + ".UTF-8";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        string all = output + error.Result;
        return System.Text.RegularExpressions.Regex.Replace(all, @"\s*[\d.,]+ values/s\s+\d+:\d+|\d{8}-\d{6}", "");
    }
}

/// <summary>A test that needs the cultures of ICU, and is skipped where it is absent.</summary>
internal sealed class CultureFactAttribute : FactAttribute
{
    public CultureFactAttribute()
    {
        var everywhere = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        if (!OperatingSystem.IsWindows() && !Directory.EnumerateFiles("/usr/lib", "libicuuc.so*", everywhere).Any())
            Skip = "the cultures come from ICU (libicu), which is not installed here";
    }
}
