using Sluice.Data.Tables;

namespace Sluice.Serving.Operations;

/// <summary>
/// How many values of each column of one live sequence were missing, or outside of what was learned from. One thread at a time adds; others may read.
/// </summary>
/// <param name="columns">The columns of a row.</param>
internal sealed class SessionDrift(int columns)
{
    // A sequence of which nothing is strange has none of this: thousands of idle ones take no memory for it.
    private readonly int[] _missing = new int[columns], _strange = new int[columns];

    /// <summary>Counts what was found of a row.</summary>
    public void Add(ReadOnlySpan<ValueDrift> found)
    {
        for (int i = 0; i < found.Length; i++)
        {
            if (found[i] == ValueDrift.Missing) _missing[i]++;
            else if (found[i] == ValueDrift.Strange) _strange[i]++;
        }
    }

    public int Missing(int column) => _missing[column];

    public int Strange(int column) => _strange[column];
}
