using System.Text.RegularExpressions;
using Sluice.Kernels;
using Sluice.Learn.Studies.Problems;

namespace Sluice.Tests.Learn.Studies.Problems;

public class StateProblemTests
{
    [Theory]
    [InlineData("parity", 2)]
    [InlineData("mod-3", 3)]
    [InlineData("mod-5", 5)]
    public void Counting_asks_for_the_sum_of_all_so_far(string name, int modulus)
    {
        for (uint i = 0; i < 20; i++)
        {
            var example = Make(name, 50, i);
            int[] numbers = Symbols(example);
            Assert.Equal(Enumerable.Range(1, 50).Select(n => numbers[..n].Sum() % modulus), example.Asked.Select(a => a.Output));
        }
    }

    [Theory]
    [InlineData("s3", 3, 6)]
    [InlineData("a5", 5, 60)]
    [InlineData("s5", 5, 120)]
    public void A_product_of_permutations_takes_each_point_where_one_after_the_other_takes_it(string name, int points, int order)
    {
        var problem = (WordProblem)Problem.Named(name);
        string[] tables = [.. problem.Elements.Select(e => string.Concat(e))];
        Assert.Equal(order, tables.Distinct().Count());
        Assert.Equal((order, order), (problem.Inputs, problem.Outputs));
        Assert.All(problem.Elements, e => Assert.Equal(Enumerable.Range(0, points), e.Order()));

        // A permutation is even where points less its cycles are.
        if (name == "a5") Assert.All(problem.Elements, e => Assert.Equal(0, (points - Cycles(e)) % 2));
        for (uint i = 0; i < 10; i++)
        {
            var example = Make(name, 30, i);
            int[] word = Symbols(example);
            for (int t = 0; t < word.Length; t++)
            {
                for (int point = 0; point < points; point++)
                {
                    int at = point;
                    for (int s = 0; s <= t; s++) at = problem.Elements[word[s]][at];
                    Assert.Equal(at, problem.Elements[example.Asked[t].Output][point]);
                }
            }
        }
    }

    [Fact]
    public void What_closes_next_is_what_remains_open_once_all_pairs_are_struck_out()
    {
        for (uint i = 0; i < 20; i++)
        {
            var example = Make("brackets", 60, i);
            string text = string.Concat(Symbols(example).Select(s => "([)]"[s]));
            for (int t = 0; t < text.Length; t++)
            {
                string left = text[..(t + 1)];
                for (string before = ""; before != left;) left = Regex.Replace(before = left, @"\(\)|\[\]", "");
                Assert.Matches(@"^[([]{0,4}$", left);
                Assert.Equal(left.Length == 0 ? 2 : left[^1] == '(' ? 0 : 1, example.Asked[t].Output);
            }
        }
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(40, 16)]
    [InlineData(1000, 16)]
    public void A_key_recalls_the_value_that_came_with_it(int length, int pairs)
    {
        for (uint i = 0; i < 20; i++)
        {
            var example = Make("recall", length, i);
            var steps = example.Shown.GroupBy(s => s.Step).OrderBy(g => g.Key).Select(g => g.Select(s => s.Input).ToArray()).ToList();
            var values = steps.Where(s => s.Length == 2).ToDictionary(s => s[0], s => s[1] - 64);
            Assert.Equal((length, pairs), (steps.Count, values.Count));
            Assert.All(steps.Take(pairs), s => Assert.Equal(2, s.Length));
            Assert.Equal(steps.Skip(pairs).Select(s => values[s.Single()]), example.Asked.Select(a => a.Output));
        }
    }

    [Fact]
    public void What_stood_among_blanks_is_copied_in_order_and_its_places_are_all_alike_likely()
    {
        int[] places = new int[32];
        for (uint i = 0; i < 2000; i++)
        {
            var example = Make("copying", 40, i);
            int[] symbols = Symbols(example);
            Assert.Equal(symbols[..32].Where(s => s < 8), example.Asked.Select(a => a.Output));
            Assert.Equal(Enumerable.Range(32, 8), example.Asked.Select(a => a.Step));
            Assert.All(symbols[32..], s => Assert.Equal(9, s));
            for (int t = 0; t < 32; t++) places[t] += symbols[t] < 8 ? 1 : 0;
        }

        Assert.All(places, count => Assert.InRange(count, 430, 570));
    }

    [Theory]
    [InlineData("parity")]
    [InlineData("mod-5")]
    [InlineData("s3")]
    [InlineData("brackets")]
    [InlineData("recall")]
    [InlineData("copying")]
    public void Chance_is_how_often_the_commonest_answer_is_right(string name)
    {
        int[] answers = new int[Problem.Named(name).Outputs];
        for (uint i = 0; i < 400; i++)
            foreach (var asked in Make(name, 100, i).Asked.TakeLast(8)) answers[asked.Output]++;
        Assert.Equal(Problem.Named(name).Chance, (double)answers.Max() / answers.Sum(), 0.04);
    }

    private static int Cycles(int[] table)
    {
        var seen = new HashSet<int>();
        int cycles = 0;
        for (int start = 0; start < table.Length; start++)
        {
            if (seen.Contains(start)) continue;
            cycles++;
            for (int at = start; seen.Add(at);) at = table[at];
        }

        return cycles;
    }

    private static int[] Symbols(Example example) => [.. example.Shown.Select(s => s.Input)];

    private static Example Make(string name, int length, uint i)
        => Problem.Named(name).Make(new Dice(new RandomStream(7, Purpose.Data, 0, i)), length);
}
