namespace Sluice.Learn.Studies.Problems;

/// <summary>
/// The word problem of a group of permutations: elements come in, drawn alike, and their product so far is asked at every step,
/// p[t] = x[t] ∘ p[t−1], that is p[t](i) = x[t](p[t−1](i)). Elements are numbered in the order of their tables.
/// </summary>
/// <param name="points">How many points the permutations move.</param>
/// <param name="even">Whether only even permutations belong to the group.</param>
internal abstract class WordProblem(int points, bool even) : Problem
{
    private readonly int[][] _elements = [.. Permutations(points).Where(p => !even || Inversions(p) % 2 == 0)];

    public override string GapIs => "steps of the sequence";

    public override int Inputs => _elements.Length;

    public override int Outputs => _elements.Length;

    /// <summary>The elements: where each point goes.</summary>
    internal IReadOnlyList<int[]> Elements => _elements;

    public override Example Make(Dice dice, int gap)
    {
        var numbers = _elements.Select((p, i) => (Key: Number(p), i)).ToDictionary(p => p.Key, p => p.i);
        var example = new Example();
        int[] product = [.. Enumerable.Range(0, points)];
        for (int t = 0; t < gap; t++)
        {
            int element = dice.Below(_elements.Length);
            product = [.. product.Select(i => _elements[element][i])];
            example.Show(t, element);
            example.Ask(t, numbers[Number(product)]);
        }

        return example;
    }

    /// <summary>All of them, in the order of their tables.</summary>
    private static IEnumerable<int[]> Permutations(int points) => points == 0
        ? [[]]
        : Permutations(points - 1).SelectMany(rest => Enumerable.Range(0, points).Select(first =>
            (int[])[first, .. rest.Select(i => i < first ? i : i + 1)])).OrderBy(Number);

    private static int Number(int[] table) => table.Aggregate(0, (number, i) => number * 10 + i);

    private static int Inversions(int[] table) => table.Select((p, i) => table.Skip(i + 1).Count(q => q < p)).Sum();
}

/// <summary>The six orders of three things: not commutative, and solvable.</summary>
internal sealed class S3Problem() : WordProblem(3, even: false)
{
    public override string Name => "s3";

    public override string About => "permutations of three things come in: their product so far, asked at every step; chance 1/6 (S3, solvable)";
}

/// <summary>The even permutations of five things: the smallest group that is not solvable.</summary>
internal sealed class A5Problem() : WordProblem(5, even: true)
{
    public override string Name => "a5";

    public override string About
        => "even permutations of five things come in: their product so far, asked at every step; chance 1/60 (A5, not solvable; Merrill, Petty and Sabharwal 2024)";
}

/// <summary>All permutations of five things.</summary>
internal sealed class S5Problem() : WordProblem(5, even: false)
{
    public override string Name => "s5";

    public override string About
        => "permutations of five things come in: their product so far, asked at every step; chance 1/120 (S5, not solvable; Barrington 1989)";
}
