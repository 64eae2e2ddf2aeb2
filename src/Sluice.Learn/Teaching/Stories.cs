namespace Sluice.Learn.Teaching;

/// <summary>The teaching examples, each told as text.</summary>
public static class Stories
{
    /// <summary>The stories by name, in the order in which they teach.</summary>
    public static IReadOnlyDictionary<string, Action<TextWriter>> All { get; } = new Dictionary<string, Action<TextWriter>>
    {
        ["vector"] = WeatherVector.Write,
        ["dinner"] = Dinner.Write,
        ["by-hand"] = ByHand.Write,
        ["gates"] = Gates.Write,
        ["book"] = BookComparison.WriteAll,
        ["unroll"] = UnrolledNet.Write,
        ["walk-through"] = WalkThrough.Write,
        ["long-memory"] = FluentStory.Write,
        ["lstm"] = LstmStory.Write,
        ["film"] = FilmStory.Write,
        ["apple"] = Apple.Write,
        ["control"] = Balancing.Write,
    };
}
