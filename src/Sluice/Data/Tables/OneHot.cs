namespace Sluice.Data.Tables;

/// <summary>A category as a vector: 1 at its own place, 0 elsewhere; all 0 where it is missing or was never seen.</summary>
public sealed class OneHot
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    /// <summary>Gives each category a place in the given order.</summary>
    /// <exception cref="SluiceException">A category appears twice.</exception>
    public OneHot(IEnumerable<string> categories)
    {
        Categories = [.. categories];
        for (int i = 0; i < Categories.Count; i++)
            if (!_places.TryAdd(Categories[i], i)) throw new SluiceException($"OneHot: the category '{Categories[i]}' appears twice.");
    }

    /// <summary>The categories of values in the order in which they first appear.</summary>
    public static OneHot Fit(IEnumerable<string?> values) => new(values.OfType<string>().Distinct(StringComparer.Ordinal));

    /// <summary>The categories by place.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>The length of the vector.</summary>
    public int Width => Categories.Count;

    /// <summary>The place of a category, or -1.</summary>
    public int IndexOf(string? category) => category is not null && _places.TryGetValue(category, out int place) ? place : -1;

    /// <summary>Writes the vector of a category.</summary>
    /// <param name="category">The category, or null for missing.</param>
    /// <param name="into">Width numbers.</param>
    public void Encode(string? category, Span<float> into)
    {
        into[..Width].Clear();
        if (IndexOf(category) is >= 0 and var place) into[place] = 1;
    }
}
