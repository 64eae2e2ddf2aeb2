using Sluice.Kernels;
using Sluice.Learn.Studies.Problems;

namespace Sluice.Tests.Learn.Studies.Problems;

public class ProblemTests
{
    public static TheoryData<string> Names => [.. Problem.All.Select(p => p.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_sequence_fits_its_problem(string name)
    {
        var problem = Problem.Named(name);
        foreach (int gap in problem.Gaps)
        {
            for (uint i = 0; i < 20; i++)
            {
                var example = Make(problem, gap, i);
                Assert.All(example.Shown, s => Assert.True(s.Step >= 0 && s.Step < example.Steps && s.Input >= 0 && s.Input < problem.Inputs));
                Assert.All(example.Asked, a => Assert.True(a.Step >= 0 && a.Step < example.Steps && a.Output >= 0 && a.Output < problem.Outputs));
                Assert.Contains(example.Asked, a => a.Scored);
                Assert.Equal(example.Shown, Make(problem, gap, i).Shown);
                if (name is not ("digits" or "arithmetic" or "spikes"))
                    Assert.True(example.Steps >= gap, $"{example.Steps} steps for a gap of {gap}");
            }
        }

        Assert.NotEmpty(problem.About);
    }

    [Theory]
    [InlineData("adding", 0.5f, 0.5f, 0)]
    [InlineData("adding-halves", 1, 1, 0)]
    [InlineData("multiplication", 0, 0, 1)]
    public void Marked_numbers_make_the_answer(string name, float a, float b, float product)
    {
        for (uint i = 0; i < 50; i++)
        {
            var example = Make(Problem.Named(name), 50, i);
            float[] values = [.. example.Shown.Where(s => s.Input == 0).Select(s => s.Value)];
            int[] marks = [.. example.Shown.Where(s => s.Input == 1).Select(s => s.Step)];
            Assert.Equal(2, marks.Length);
            Assert.True(marks[0] < marks[1]);
            if (name != "adding-halves") Assert.True(marks[0] < 0.1 * values.Length + 1 && marks[1] < 0.5 * values.Length + 1);
            else Assert.True(marks[0] < 25 && marks[1] >= 25 && values.Length == 50);
            Assert.Equal(
                a * values[marks[0]] + b * values[marks[1]] + product * values[marks[0]] * values[marks[1]], Assert.Single(example.Asked).Value,
                1e-6);
        }
    }

    [Fact]
    public void Order_is_that_of_the_marks()
    {
        for (uint i = 0; i < 50; i++)
        {
            int[] two = [.. Symbols(Make(Problem.Named("order"), 100, i)).Where(s => s < 2)];
            Assert.Equal(2 * two[0] + two[1], Make(Problem.Named("order"), 100, i).Asked[0].Output);
            int[] three = [.. Symbols(Make(Problem.Named("order-3"), 100, i)).Where(s => s < 2)];
            Assert.Equal(4 * three[0] + 2 * three[1] + three[2], Make(Problem.Named("order-3"), 100, i).Asked[0].Output);
        }
    }

    [Fact]
    public void What_is_to_be_remembered_is_asked_again()
    {
        for (uint i = 0; i < 50; i++)
        {
            var memory = Make(Problem.Named("memorisation"), 20, i);
            Assert.Equal(Symbols(memory)[..10], memory.Asked.Select(a => a.Output));
            Assert.Equal(Enumerable.Range(30, 10), memory.Asked.Select(a => a.Step));
            var permutation = Make(Problem.Named("permutation"), 20, i);
            Assert.Equal(Symbols(permutation)[0], permutation.Asked[0].Output);
            var fluent = Make(Problem.Named("fluent"), 20, i);
            Assert.Equal(Symbols(fluent)[4], fluent.Asked[0].Output);
            var agreement = Make(Problem.Named("agreement"), 20, i);
            Assert.Equal(Symbols(agreement)[1] < 12 ? 0 : 1, agreement.Asked[0].Output);
        }
    }

    [Fact]
    public void Strings_are_of_Rebers_grammar_and_end_as_they_began()
    {
        var grammar = new System.Text.RegularExpressions.Regex("^B([TP])(B(TS*X(XT*V(PXT*V)*(PS|V)|S)|PT*V(PXT*V)*(PS|V))E)+\\1$");
        for (uint i = 0; i < 200; i++)
        {
            var example = Make(Problem.Named("reber"), 20, i);
            string text = string.Concat(Symbols(example).Select(s => "BTPSXVE"[s]));
            Assert.Matches(grammar, text);
            var scored = Assert.Single(example.Asked, a => a.Scored);
            Assert.Equal(text[^1], "BTPSXVE"[scored.Output]);
            Assert.Equal(text.Length - 2, scored.Step);
        }
    }

    [Fact]
    public void Sums_are_right()
    {
        for (uint i = 0; i < 50; i++)
        {
            var example = Make(Problem.Named("digits"), 6, i);
            long[] numbers = [.. string.Concat(Symbols(example).Select(s => s == 10 ? "-" : $"{s}"))
                .Split('-', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];
            Assert.Equal(numbers[0] + numbers[1], long.Parse(string.Concat(example.Asked.OrderBy(a => a.Step).Select(a => a.Output))));

            var arithmetic = Make(Problem.Named("arithmetic"), 4, i);
            string asked = string.Concat(arithmetic.Asked.Select(a => "0123456789+-=."[a.Output])),
                shown = string.Concat(Symbols(arithmetic).Select(s => s < 13 ? "0123456789+-="[s] : 'a')).Replace("a", "");
            string[] sides = shown.Split('=');
            int sign = sides[0].IndexOfAny(['+', '-'], 1);
            long a = long.Parse(sides[0][..sign]), b = long.Parse(sides[0][(sign + 1)..]);
            Assert.Equal($"{(sides[0][sign] == '+' ? a + b : a - b)}.", asked);
            Assert.Equal(asked[..^1], sides[1]);
        }
    }

    [Fact]
    public void Spikes_ask_how_long_it_was()
    {
        var example = Make(Problem.Named("spikes"), 10, 1);
        int[] spikes = [.. example.Shown.Select(s => s.Step)];
        Assert.Equal(spikes.Zip(spikes.Skip(1), (a, b) => b - a - 10), example.Asked.Select(a => a.Output));
        Assert.Equal(spikes[1..], example.Asked.Select(a => a.Step));
    }

    [Fact]
    public void An_unknown_problem_is_hinted_at()
        => Assert.Contains("Did you mean 'reber'?", Assert.Throws<SluiceException>(() => Problem.Named("rebre")).Message);

    private static int[] Symbols(Example example) => [.. example.Shown.Select(s => s.Input)];

    private static Example Make(Problem problem, int gap, uint i) => problem.Make(new Dice(new RandomStream(5, Purpose.Data, 0, i)), gap);
}
