namespace Sluice.Tasks.Text;

/// <summary>What a feature says of each symbol of a text once it has been read.</summary>
/// <param name="Feature">The name of the feature.</param>
/// <param name="Classes">The names of its classes; none where it is a number.</param>
/// <param name="Values">The class or the number of each symbol; NaN where the feature says nothing.</param>
public sealed record SymbolLabels(string Feature, IReadOnlyList<string> Classes, float[] Values)
{
    /// <summary>What is to be known beside it, such as brackets that are never closed; one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether it is a number.</summary>
    public bool IsNumber => Classes.Count == 0;
}
