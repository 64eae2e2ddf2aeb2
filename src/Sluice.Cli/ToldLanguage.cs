using System.Runtime.InteropServices;
using Sluice.Learn.Teaching;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Cli;

/// <summary>In which language a story is told: the one that was asked for, or else the system's.</summary>
internal static partial class ToldLanguage
{
    /// <summary>The variable of the environment that asks for one.</summary>
    public const string Variable = "SLUICE_LANGUAGE";

    /// <summary>The language for an output. A terminal without UTF-8 gets English where nobody asks for another.</summary>
    /// <param name="asked">What <c>--language</c> asks for; null where it is not given.</param>
    /// <param name="output">Where the story goes.</param>
    /// <exception cref="UsageException">No story is told in what is asked for.</exception>
    public static StoryLanguage For(string? asked, TextWriter output)
    {
        if (asked is not null) return Named("teach: --language", asked);
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } own) return Named(Variable, own);
        if (Screen.Is(output) && !Screen.IsUtf8) return StoryLanguage.English;
        return OperatingSystem.IsWindows() ? OfWindows(GetUserDefaultUILanguage()) : OfLocale(Environment.GetEnvironmentVariable);
    }

    /// <summary>The language of messages by the variables of POSIX, of which the first that is not empty counts.</summary>
    /// <param name="variable">The value of a variable; null where it is not set.</param>
    public static StoryLanguage OfLocale(Func<string, string?> variable)
        => StoryLanguages.Find(new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(variable).FirstOrDefault(v => !string.IsNullOrEmpty(v)) ?? "")
            ?? StoryLanguage.English;

    /// <summary>The language by a language identifier of Windows, whose lowest ten bits say which language it is: 4 is Chinese.</summary>
    public static StoryLanguage OfWindows(int identifier) => (identifier & 0x3FF) != 4
        ? StoryLanguage.English
        : identifier is 0x0404 or 0x0C04 or 0x1404 or 0x7C04 ? StoryLanguage.Traditional : StoryLanguage.Simplified;

    private static StoryLanguage Named(string where, string name) => StoryLanguages.Find(name)
        ?? throw new UsageException($"{where}: expected one of {string.Join(", ", StoryLanguages.Names)}, got '{name}'.");

    // .NET itself knows no culture in this program, which is built so that numbers are written alike everywhere.
    [LibraryImport("kernel32")]
    private static partial ushort GetUserDefaultUILanguage();
}
