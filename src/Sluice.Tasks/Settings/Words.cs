namespace Sluice.Tasks.Settings;

/// <summary>A text in the languages of the page.</summary>
/// <param name="English">In English.</param>
/// <param name="Simplified">In simplified Chinese.</param>
/// <param name="Traditional">In traditional Chinese.</param>
public sealed record Words(string English, string Simplified, string Traditional)
{
    /// <summary>All three, in the order of the page.</summary>
    public IReadOnlyList<string> All => [English, Simplified, Traditional];
}
