using Sluice.Tasks.Translate;

namespace Sluice.Tests.Tasks.Translate;

public class TranslationFiguresTests
{
    [Fact]
    public void Of_several_right_answers_the_nearest_counts_and_white_space_does_not()
    {
        var symbols = TextSymbols.Learn("word", ["Jane sees Doug."]);
        var figures =
            TranslationFigures.Of(["Jane  sees Doug.", "Doug sees Jane."], [["Spot.", "Jane sees Doug."], ["Doug saw Jane.", "Doug."]], symbols);
        Assert.Equal((2, 0.5, "13a"), (figures.Sources, figures.Exact, figures.Tokens));
        Assert.Equal(1.0 / 8, figures.SymbolErrors, 1e-12);
        Assert.Null(figures.Loss);
    }

    [Theory]
    [InlineData("zh", "我看见你。")]
    [InlineData("13a", "I see you.")]
    [InlineData("13a", "I have read 论语 and 孟子 twice.")]
    public void Tokens_suit_the_script_of_the_answers(string expected, string right)
    {
        Assert.Equal(expected, TranslationFigures.Of([right], [[right]], TextSymbols.Learn("character", [right])).Tokens);
        Assert.Equal("13a", TranslationFigures.Of([right], [[right]], TextSymbols.Learn("character", [right]), "13a").Tokens);
    }
}
