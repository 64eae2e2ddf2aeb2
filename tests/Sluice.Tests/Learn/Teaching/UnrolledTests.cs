using Sluice.Learn.Teaching;
using Sluice.Tasks.Text;

namespace Sluice.Tests.Learn.Teaching;

/// <summary>The loop unrolled, worked out by hand, and the children's book read without a memory.</summary>
public class UnrolledTests
{
    private static readonly float[] s_ones = [1, 1, 1, 1];

    private static string Outputs(float[] u, float[] w, float[] v, params int[] order)
        => string.Join(" ", UnrolledNet.Run(u, w, v, [.. order.Select(k => UnrolledNet.Inputs[k])]).Select(s => $"{s.Output[0]},{s.Output[1]}"));

    [Fact]
    public void All_ones_give_4_12_32_and_another_order_other_numbers()
    {
        Assert.Equal("4,4 12,12 32,32", Outputs(s_ones, s_ones, s_ones, 0, 1, 2));
        Assert.Equal("8,8 20,20 44,44", Outputs(s_ones, s_ones, s_ones, 2, 0, 1));
    }

    [Fact]
    public void Each_matrix_stands_where_the_formula_has_it()
    {
        // h = U x + W h⁻ = (1·1 + 2·1, 3·1 + 4·1), then with W = (0 1; 0 0) the first unit takes the second of before; o swaps both.
        Assert.Equal("7,3 7,10 14,13", Outputs([1, 2, 3, 4], [0, 1, 0, 0], [0, 1, 1, 0], 0, 1, 2));
        Assert.Equal("4,4 4,4 8,8", Outputs(s_ones, [0, 0, 0, 0], s_ones, 0, 1, 2));
        Assert.Throws<SluiceException>(() => UnrolledNet.Run([1], s_ones, s_ones, UnrolledNet.Inputs));
        Assert.Throws<SluiceException>(() => UnrolledNet.Run(s_ones, s_ones, s_ones, [[1]]));
    }

    [Theory]
    [InlineData("Doug", "saw .", "saw")]
    [InlineData("Doug saw", "Doug Jane Spot", "Jane Spot")]
    [InlineData("Spot saw Jane", "saw .", ".")]
    [InlineData("Doug saw Jane .", "Doug Jane Spot", "Doug Jane Spot")]
    public void The_plain_net_lets_pass_what_the_LSTM_does_not(string words, string plain, string lstm)
    {
        var last = PlainWalk.Play(words.Split(' '))[^1];
        Assert.Equal((plain, lstm), (string.Join(' ', last.Plain), string.Join(' ', last.Lstm)));
    }

    [Fact]
    public void Doug_saw_Doug_is_written_by_the_plain_net_and_is_no_sentence()
    {
        var steps = PlainWalk.Play("Doug", "saw", "Doug", ".");
        Assert.All(steps.Zip(steps.Skip(1)), s => Assert.Contains(s.Second.Word, s.First.Plain));
        Assert.DoesNotContain("Doug", steps[1].Lstm);
        Assert.False(ChildrensBook.IsSentence(BookLanguage.English, [.. steps.Select(s => s.Word)]));
    }

    [Fact]
    public void The_story_tells_both()
    {
        var output = new StringWriter();
        Stories.Tell("unroll", output);
        Assert.Contains("(32, 32)", output.ToString());
        Assert.Contains("Doug saw Doug", output.ToString());
    }
}
