namespace Sluice.Tasks.Descriptor;

/// <summary>A small data set that a task can be tried on at once. It never changes: threads may share it.</summary>
/// <param name="Name">The word after <c>sample</c>.</param>
/// <param name="About">What it is, in a few words.</param>
/// <param name="Source">Where it comes from; "generated" where the program makes it.</param>
/// <param name="Licence">Under which licence it may be passed on.</param>
/// <param name="Commands">What can be done with it, each command without the name of the program; the first trains.</param>
public sealed record TaskSample(string Name, string About, string Source, string Licence, IReadOnlyList<string> Commands)
{
    /// <summary>
    /// Makes its files: their paths, with / between folder and file, and their contents; null where the program keeps them as they are published.
    /// </summary>
    public Func<IReadOnlyList<(string Path, string Content)>>? Make { get; init; }
}
