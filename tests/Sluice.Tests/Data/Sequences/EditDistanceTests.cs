using Sluice.Data.Sequences;

namespace Sluice.Tests.Data.Sequences;

public class EditDistanceTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("saturday", "sunday", 3)]
    [InlineData("ab", "ba", 2)]
    public void Counts_insertions_deletions_and_replacements(string from, string to, int edits)
    {
        Assert.Equal(edits, EditDistance.Of(from.ToCharArray(), to.ToCharArray()));
        Assert.Equal(edits, EditDistance.Of(to.ToCharArray(), from.ToCharArray()));
    }

    [Fact]
    public void Of_several_right_answers_the_nearest_counts()
    {
        var rate = ErrorRate.Of(["K AE T", "D AO G", ""], [["K AE T"], ["D AA G Z", "D AA G"], ["AH"]]);
        Assert.Equal(new ErrorRate(Sequences: 3, Wrong: 2, Edits: 2, Length: 7), rate);
        Assert.Equal(2.0 / 3, rate.OfSequences);
        Assert.Equal(2.0 / 7, rate.OfSymbols);
    }

    [Fact]
    public void Nothing_has_no_errors_and_unequal_numbers_are_refused()
    {
        Assert.Equal(0, ErrorRate.Of([], []).OfSymbols);
        Assert.Contains("each of 1 answers, got 0", Assert.Throws<SluiceException>(() => ErrorRate.Of(["a"], [])).Message);
    }
}
