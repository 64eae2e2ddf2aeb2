using Sluice.Data.Tables;

namespace Sluice.Tasks.Descriptor;

/// <summary>What a model predicts: a table with a row for each answer, and other forms of the same. For one thread.</summary>
/// <param name="Answers">The answers, in the order of the questions.</param>
/// <param name="Machine">Objects for machines, one a line of JSON.</param>
public sealed record Predictions(Table Answers, IEnumerable<object> Machine)
{
    /// <summary>What people read in place of the table; null for the table itself.</summary>
    public Action<TextWriter>? Text { get; init; }

    /// <summary>Pictures (SVG); null where there is nothing to draw.</summary>
    public Func<IReadOnlyList<string>>? Pictures { get; init; }

    /// <summary>A page of the task's own; null for the pictures with the table.</summary>
    public Func<string>? Page { get; init; }

    /// <summary>Lines for people on what the answers rest on, which follow them; or null.</summary>
    internal IEnumerable<string>? Why { get; init; }

    /// <summary>Files of the task's own beside tables, by their endings such as .mid.</summary>
    public IReadOnlyDictionary<string, Action<string>> Files { get; init; } = new Dictionary<string, Action<string>>();
}
