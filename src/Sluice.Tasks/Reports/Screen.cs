using System.Globalization;

namespace Sluice.Tasks.Reports;

/// <summary>The terminal, where there is one.</summary>
internal static class Screen
{
    private const int Usual = 80;

    /// <summary>Whether results go to a terminal rather than to a file or another program.</summary>
    public static bool Is(TextWriter output) => output is TerminalWriter { IsTerminal: true };

    /// <summary>Whether they may be coloured.</summary>
    public static bool HasColour(TextWriter output)
        => Is(output)
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    /// <summary>Whether a terminal has letters beyond those of ASCII.</summary>
    public static bool IsUtf8
    {
        get
        {
            if (OperatingSystem.IsWindows()) return true;
            string? locale =
                new[] { "LC_ALL", "LC_CTYPE", "LANG" }.Select(Environment.GetEnvironmentVariable).FirstOrDefault(v => !string.IsNullOrEmpty(v));
            return locale is not null && locale.Replace("-", "").Contains("UTF8", StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>Columns that a line may take: one less than there are, since some terminals begin a new line after the last.</summary>
    public static int Width => Math.Max(20, (Console.BufferWidth is > 0 and var width ? width : Usual) - 1);

    /// <summary>Columns that a text takes: Chinese characters take two, and marks on a letter none.</summary>
    public static int Columns(string text)
        => text.Sum(c => c >= 0x2E80 ? 2 : CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark ? 0 : 1);

    /// <summary>A text with blanks after it, so that it takes at least so many columns.</summary>
    public static string Left(string text, int columns) => text + new string(' ', Math.Max(0, columns - Columns(text)));

    /// <summary>A text with blanks before it, so that it takes at least so many columns.</summary>
    public static string Right(string text, int columns) => new string(' ', Math.Max(0, columns - Columns(text))) + text;

    /// <summary>Writes a line; on a terminal broken between words, further lines indented.</summary>
    public static void WriteLine(TextWriter output, string text, int indent) => Write(output, text, indent, Is(output) ? Width : int.MaxValue);

    /// <summary>Writes a line broken between words, further lines indented.</summary>
    public static void Write(TextWriter output, string text, int indent, int width)
    {
        while (text.Length > width && text.LastIndexOf(' ', width) is var at && at > indent)
        {
            output.WriteLine(text[..at]);
            text = new string(' ', indent) + text[(at + 1)..];
        }

        output.WriteLine(text);
    }
}
