namespace Sluice.Tasks.Descriptor;

/// <summary>
/// The questions of <c>predict</c> that get an empty answer, so that there are as many answers as questions: empty ones, which are counted and
/// named at the end, and unread ones (missing, damaged, not to be understood), which are named at once. For one thread.
/// </summary>
/// <param name="error">Where they are named; null for nowhere.</param>
public sealed class Unanswered(TextWriter? error = null)
{
    // So many lines are named; the others are counted.
    private const int Named = 10;

    private readonly List<int> _empty = [];
    private readonly HashSet<int> _unread = [], _seen = [];

    /// <summary>Questions without content.</summary>
    public int Empty => _empty.Count;

    /// <summary>Questions that could not be read.</summary>
    public int Unread { get; private set; }

    /// <summary>Takes an empty question.</summary>
    /// <param name="line">Its line, from 1.</param>
    public void PassEmpty(int line)
    {
        if (!_unread.Contains(line) && _seen.Add(line)) _empty.Add(line);
    }

    /// <summary>Takes a question that cannot be read.</summary>
    /// <param name="what">Which one, and why.</param>
    public void PassUnread(string what)
    {
        Unread++;
        error?.WriteLine($"no answer: {what}");
    }

    /// <summary>Takes a line that cannot be read.</summary>
    /// <param name="line">Its number, from 1.</param>
    /// <param name="why">Why not.</param>
    public void PassUnread(int line, string why)
    {
        _unread.Add(line);
        PassUnread($"line {line}: {why}");
    }

    /// <summary>Says something of how the questions were read.</summary>
    public void Note(string text) => error?.WriteLine($"note: {text}");

    /// <summary>Names the empty questions, and counts the unread ones.</summary>
    public void Finish()
    {
        if (Empty > 0)
        {
            string lines = string.Join(", ", _empty.Take(Named)) + (Empty > Named ? $" and {Empty - Named} more" : "");
            Note(Empty == 1 ? $"line {lines} is empty and has an empty answer" : $"{Empty} lines are empty and have empty answers: {lines}");
        }

        if (Unread > 0)
            error?.WriteLine(
                $"{Unread} {(Unread == 1 ? "question has" : "questions have")} an empty answer, because {(Unread == 1 ? "it" : "they")} could not be read");
    }
}
