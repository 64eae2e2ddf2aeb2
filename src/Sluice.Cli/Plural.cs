namespace Sluice.Cli;

/// <summary>Numbers of things in words.</summary>
internal static class Plural
{
    /// <summary>Such as "1 place" and "3 places".</summary>
    public static string Of(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
