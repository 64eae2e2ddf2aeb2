namespace Sluice.Training;

/// <summary>
/// The binary tree in which the parts [a, b) of a batch are summed: [a, m) plus [m, b) with m = ⌊(a + b)/2⌋, for any number of processes. Of P
/// processes, process p computes the parts from ⌊pS/P⌋ on. The numbers are cut into slices, so that all processes have a share in adding: of the
/// two that hold a slice of both halves, one sends its own to the other, the one on the left or the one on the right by a bit of the slice's
/// number. With P a power of 2 that is recursive halving (Thakur, Rabenseifner and Gropp 2005), but the order of the sum is that of the tree.
/// </summary>
internal sealed class ShardTree
{
    /// <summary>The whole tree as one process sees it.</summary>
    public ShardTree(int shards, int processes, int rank)
    {
        (Shards, Processes, Rank) = (shards, processes, rank);
        while (1 << Bits < processes) Bits++;
        Root = Build(0, shards, 0);
    }

    /// <summary>Parts of a batch.</summary>
    public int Shards { get; }

    /// <summary>How many processes share them.</summary>
    public int Processes { get; }

    /// <summary>The process that sees it.</summary>
    public int Rank { get; }

    /// <summary>Into how many slices the numbers are cut.</summary>
    public int Slices => 1 << Bits;

    /// <summary>The sum of all parts.</summary>
    public Node Root { get; }

    private int Bits { get; }

    /// <summary>The first part that a process computes.</summary>
    public int FirstOf(int process) => (int)((long)process * Shards / Processes);

    private int Owner(int shard) => (int)(((shard + 1L) * Processes - 1) / Shards);

    private Node Build(int first, int end, int depth)
    {
        bool has = Owner(first) <= Rank && Owner(end - 1) >= Rank;
        if (end - first == 1) return new Node(first, has, null, null, [.. Enumerable.Repeat(Owner(first), Slices)], []);
        int middle = (first + end) / 2;
        Node left = Build(first, middle, depth + 1), right = Build(middle, end, depth + 1);
        var holders = new int[Slices];
        var runs = new List<Run>();
        for (int slice = 0; slice < Slices; slice++)
        {
            var (l, r) = (left.Holders[slice], right.Holders[slice]);
            holders[slice] = depth < Bits && (slice >> depth & 1) == 1 ? r : l;
            var run = new Run(slice, slice + 1, l, r, holders[slice] == r);
            if (runs.Count > 0 && runs[^1] with { First = slice, End = slice + 1 } == run) runs[^1] = runs[^1] with { End = slice + 1 };
            else runs.Add(run);
        }

        return new Node(first, has, left, right, holders, [.. runs.Where(r => r.Left == Rank || r.Right == Rank)]);
    }

    /// <summary>A sum of parts.</summary>
    /// <param name="First">The first of them.</param>
    /// <param name="Has">Whether this process computes one of them.</param>
    /// <param name="Left">The first half; null where there is one part.</param>
    /// <param name="Right">The second half.</param>
    /// <param name="Holders">The process that has the sum of each slice.</param>
    /// <param name="Runs">What this process does so that they have it.</param>
    public sealed record Node(int First, bool Has, Node? Left, Node? Right, int[] Holders, Run[] Runs);

    /// <summary>Neighbouring slices whose two halves the same processes hold.</summary>
    /// <param name="First">The first slice.</param>
    /// <param name="End">The one behind the last.</param>
    /// <param name="Left">Who holds the sum of the first half.</param>
    /// <param name="Right">Who holds that of the second half.</param>
    /// <param name="ToRight">Whether the right one adds them, and not the left one.</param>
    public readonly record struct Run(int First, int End, int Left, int Right, bool ToRight)
    {
        /// <summary>Who adds.</summary>
        public int Adds => ToRight ? Right : Left;

        /// <summary>Who sends.</summary>
        public int Sends => ToRight ? Left : Right;
    }
}
