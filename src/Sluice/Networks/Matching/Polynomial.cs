using System.Globalization;

namespace Sluice.Networks.Matching;

/// <summary>
/// A sum of products of atoms, multiplied out, like terms together: (1 − z)·n + z·h and n + z·(h − n) are the same. Two expressions that are equal as
/// polynomials have equal keys.
/// </summary>
internal sealed class Polynomial
{
    // A step of the largest cell of the catalog has 20; what has more is not looked into.
    private const int MostTerms = 64;

    private Polynomial(IEnumerable<Term> terms)
    {
        Terms = [.. terms.Where(t => t.Factor != 0).OrderBy(t => t.Key, StringComparer.Ordinal)];
        Key = Terms.Count == 0 ? "0" : string.Join("+", Terms.Select(t => $"{t.Factor.ToString("R", CultureInfo.InvariantCulture)}*{t.Key}"));
    }

    /// <summary>The terms, in the order of their keys.</summary>
    public IReadOnlyList<Term> Terms { get; }

    /// <summary>What tells it from others.</summary>
    public string Key { get; }

    /// <summary>Whether there are so many terms that nothing will be found in them.</summary>
    public bool IsTooLong => Terms.Count > MostTerms || Key.Length > 1 << 14;

    /// <summary>The number that it is; null where it is none.</summary>
    public double? Number => Terms.Count == 0 ? 0 : Terms is [{ Atoms.Count: 0 } only] ? only.Factor : null;

    /// <summary>The atom that it is; null where it is none.</summary>
    public Atom? Only => Terms is [{ Factor: 1, Atoms: [var atom] }] ? atom : null;

    public static Polynomial Constant(double value) => new([new(value, [])]);

    public static Polynomial Of(Atom atom) => new([new(1, [atom])]);

    public static Polynomial Apply(string function, params Polynomial[] arguments) => Of(new Application(function, arguments));

    public static Polynomial operator +(Polynomial a, Polynomial b)
        => new(a.Terms.Concat(b.Terms).GroupBy(t => t.Key).Select(g => new Term(g.Sum(t => t.Factor), g.First().Atoms)));

    public static Polynomial operator -(Polynomial a, Polynomial b) => a + Constant(-1) * b;

    public static Polynomial operator *(Polynomial a, Polynomial b)
        => new(a.Terms.SelectMany(x => b.Terms.Select(y => new Term(
                x.Factor * y.Factor, [.. x.Atoms.Concat(y.Atoms).OrderBy(k => k.Key, StringComparer.Ordinal)])))
            .GroupBy(t => t.Key).Select(g => new Term(g.Sum(t => t.Factor), g.First().Atoms)));

    /// <summary>The same polynomial of other atoms.</summary>
    public Polynomial With(Func<Atom, Polynomial> replace)
    {
        var sum = Constant(0);
        foreach (var term in Terms)
        {
            var product = Constant(term.Factor);
            foreach (var atom in term.Atoms) product *= replace(atom);
            sum += product;
        }

        return sum;
    }

    /// <summary>A product of atoms with a number before it.</summary>
    public sealed record Term(double Factor, IReadOnlyList<Atom> Atoms)
    {
        /// <summary>The atoms, without the number.</summary>
        public string Key { get; } = string.Join("*", Atoms.Select(a => a.Key));
    }
}
