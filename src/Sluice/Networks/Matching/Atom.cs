namespace Sluice.Networks.Matching;

/// <summary>What polynomials are made of: something that is not itself a sum or a product.</summary>
/// <param name="Key">What tells it from others: equal atoms have equal keys.</param>
internal abstract record Atom(string Key);

/// <summary>A value of a graph that is taken as it is: a state, an input of a step.</summary>
internal sealed record Leaf(string Name) : Atom($"'{Name}'");

/// <summary>A function of polynomials.</summary>
internal sealed record Application(string Function, Polynomial[] Arguments)
    : Atom($"{Function}({string.Join(",", Arguments.Select(a => a.Key))})");

/// <summary>A fixed number for each unit, such as a peephole.</summary>
internal sealed record Fixed(string Name, float[] Values, string Part = "") : Atom($"#{Name}{Part}");

/// <summary>Σ M s + b: products of fixed matrices with values, and a bias.</summary>
/// <param name="Terms">Each matrix [units, columns], what it is multiplied with, and the name of that value in the graph.</param>
/// <param name="Bias">One number a unit.</param>
/// <param name="Name">What tells it from others.</param>
internal sealed record Affine(IReadOnlyList<(Polynomial Source, string Value, float[,] Matrix)> Terms, float[] Bias, string Name) : Atom($"[{Name}]")
{
    public int Units => Bias.Length;

    /// <summary>The sum of two, unit by unit.</summary>
    public Affine Plus(Affine other) => new(
        [.. Terms, .. other.Terms], [.. Bias.Zip(other.Bias, (a, b) => a + b)],
        string.Join('+', Name.Split('+').Concat(other.Name.Split('+')).Order(StringComparer.Ordinal)));

    /// <summary>With numbers added to the bias.</summary>
    public Affine Plus(float[] numbers, string name) => this with { Bias = [.. Bias.Zip(numbers, (a, b) => a + b)], Name = $"{Name}+{name}", Key = $"[{Name}+{name}]" };

    /// <summary>Some of its units.</summary>
    public Affine Cut(int from, int count)
    {
        static float[,] Rows(float[,] matrix, int from, int count)
        {
            int columns = matrix.GetLength(1);
            var rows = new float[count, columns];
            Array.Copy(matrix, from * columns, rows, 0, count * columns);
            return rows;
        }

        return new([.. Terms.Select(t => (t.Source, t.Value, Rows(t.Matrix, from, count)))], Bias[from..(from + count)], $"{Name}@{from}:{count}");
    }
}

/// <summary>In a cell's own graph: a sum of products, whatever its weights are.</summary>
internal sealed record BlockAtom(int Index) : Atom($"block{Index}");

/// <summary>In a cell's own graph: a state before the step.</summary>
internal sealed record StateAtom(int Index) : Atom($"state{Index}");

/// <summary>In a cell's own graph: a weight of each unit.</summary>
internal sealed record WeightAtom(int Index) : Atom($"weight{Index}");
