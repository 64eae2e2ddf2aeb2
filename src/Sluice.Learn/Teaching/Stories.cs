namespace Sluice.Learn.Teaching;

/// <summary>The teaching examples, each told as text.</summary>
public static class Stories
{
    private static readonly (string Name, Action<Teller> Tell)[] s_all =
    [
        ("vector", VectorStory.Tell),
        ("dinner", DinnerStory.Tell),
        ("by-hand", ByHandStory.Tell),
        ("gates", GatesStory.Tell),
        ("book", BookStory.Tell),
        ("unroll", UnrolledStory.Tell),
        ("walk-through", WalkThroughStory.Tell),
        ("long-memory", FluentStory.Tell),
        ("lstm", LstmStory.Tell),
        ("film", FilmStory.Tell),
        ("apple", AppleStory.Tell),
        ("control", BalancingStory.Tell),
    ];

    /// <summary>The stories by name, in the order in which they teach.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_all.Select(s => s.Name)];

    /// <summary>Tells a story.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="output">Where it is told.</param>
    /// <param name="language">The language. Stories whose nets read sentences read those of the language.</param>
    /// <exception cref="SluiceException">There is no such story.</exception>
    public static void Tell(string name, TextWriter output, StoryLanguage language = StoryLanguage.English)
    {
        int at = Names.ToList().IndexOf(name);
        if (at < 0) throw new SluiceException($"Stories.Tell: expected one of {string.Join(", ", Names)}, got '{name}'.");
        s_all[at].Tell(new Teller(output, language));
    }
}
