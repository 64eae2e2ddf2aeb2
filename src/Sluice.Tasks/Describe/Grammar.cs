namespace Sluice.Tasks.Describe;

/// <summary>A caption.</summary>
/// <param name="Words">Its words.</param>
/// <param name="Named">For each word the places of what it names; none for a word that names no thing.</param>
public sealed record Caption(IReadOnlyList<string> Words, IReadOnlyList<int[]> Named)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Words);
}

/// <summary>
/// The language of captions. Things that are alike are counted, "three red circles"; others are named in the order of the rainbow,
/// those of one colour in the order of the shapes, and each is related to the next: "a red circle left of a blue square above a
/// white ring". The relation goes by the longer of the ways along and across, sideways where both are the same; so each scene
/// has one caption.
/// </summary>
public sealed class Grammar
{
    private static readonly string[] s_counts = ["a", "two", "three", "four", "five"];

    private readonly SceneOptions _scenes;
    private readonly string[] _plurals;
    private readonly Dictionary<string, int> _numbers;

    /// <summary>The language for some scenes.</summary>
    public Grammar(SceneOptions scenes)
    {
        _scenes = scenes;
        _plurals = [.. scenes.Names.Select(n => n.EndsWith('x') ? n + "es" : n + "s")];
        Words = [.. s_counts.Concat(["left", "right", "of", "above", "below"])
            .Concat(Palette.Names).Concat(scenes.Names).Concat(_plurals).Distinct()];
        _numbers = Words.Select((word, i) => (word, i)).ToDictionary(w => w.word, w => w.i);
    }

    /// <summary>All words.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The numbers of the words of a caption.</summary>
    public int[] Encode(Caption caption) => [.. caption.Words.Select(w => _numbers[w])];

    /// <summary>The caption of things, one or more.</summary>
    /// <exception cref="SluiceException">Some are alike and others not: that cannot be said.</exception>
    public Caption Describe(IReadOnlyList<Thing> things)
    {
        var (words, named) = (new List<string>(), new List<int[]>());
        void Say(string word, params int[] places)
        {
            words.Add(word);
            named.Add(places);
        }

        int kinds = things.Select(t => (t.Colour, t.Shape)).Distinct().Count();
        if (things.Count > 1 && kinds == 1)
        {
            int[] places = [.. things.Select(t => t.Place)];
            Say(s_counts[things.Count - 1]);
            Say(Palette.Names[things[0].Colour], places);
            Say(_plurals[things[0].Shape], places);
            return new Caption(words, named);
        }

        if (kinds != things.Count)
            throw new SluiceException($"Caption: expected things that are all alike or all different, got {things.Count} of {kinds} kinds.");
        Thing? before = null;
        foreach (var thing in things.OrderBy(t => t.Colour).ThenBy(t => t.Shape))
        {
            if (before is { } last)
                foreach (string word in Relation(last.Place, thing.Place)) Say(word);
            Say(s_counts[0]);
            Say(Palette.Names[thing.Colour], thing.Place);
            Say(_scenes.Names[thing.Shape], thing.Place);
            before = thing;
        }

        return new Caption(words, named);
    }

    private string[] Relation(int one, int other)
    {
        int along = one % _scenes.Columns - other % _scenes.Columns, across = one / _scenes.Columns - other / _scenes.Columns;
        return Math.Abs(along) >= Math.Abs(across) ? [along < 0 ? "left" : "right", "of"] : [across < 0 ? "above" : "below"];
    }
}
