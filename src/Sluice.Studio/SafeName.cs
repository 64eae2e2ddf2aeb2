using Sluice.Tasks.Reports;

namespace Sluice.Studio;

/// <summary>Names that people give: plain ones alone, that hide nothing and lead nowhere.</summary>
internal static class SafeName
{
    private const int Longest = 200;

    /// <summary>Whether it is one.</summary>
    public static bool Is(string name)
        => name.Length is > 0 and <= Longest && name == name.Trim() && !name.StartsWith('.')
            && name.IndexOfAny(Path.GetInvalidFileNameChars()) < 0 && !name.Contains('\\')
            && name == TerminalWriter.Clean(name).Replace('\n', '?').Replace('\t', '?');
}
