using Sluice.Tasks.Translate;

namespace Sluice.Tests.Tasks.Translate;

/// <summary>Scores of translations against published ones and by hand.</summary>
public class TranslationScoreTests
{
    // The example of the documentation of sacreBLEU 2.0.0.
    private static readonly string[] s_dog = ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."];
    private static readonly string[][] s_references =
    [
        [
            "The dog bit the man.",
            "The dog had bit the man."
        ], ["It was not unexpected.", "No one was surprised."], ["The man bit him first.", "The man had bitten the dog."],
    ];

    [Fact]
    public void The_published_example_has_the_published_scores()
    {
        var bleu = Bleu.Of(s_dog, s_references, BleuTokens.Of13a);
        Assert.Equal(48.53, bleu.Score, 0.005);
        Assert.Equal([82.4, 50.0, 45.5, 37.5], bleu.Precisions.Select(p => Math.Round(p, 1)));
        Assert.Equal((0.943, 17, 18), (Math.Round(bleu.BrevityPenalty, 3), bleu.Length, bleu.ReferenceLength));
        Assert.Equal(59.73, CharacterF.Of(s_dog, s_references), 0.005);
    }

    [Fact]
    public void What_is_right_has_all_and_what_is_wrong_has_nothing()
    {
        string[][] same = [.. s_dog.Select(d => new[] { d })];
        Assert.Equal(100, Bleu.Of(s_dog, same, BleuTokens.Of13a).Score, 1e-9);
        Assert.Equal(100, CharacterF.Of(s_dog, same), 1e-9);
        Assert.Equal(0, Bleu.Of(["x y z w"], [["a b c d"]], BleuTokens.Of13a).Score);
        Assert.Equal(0, CharacterF.Of(["xyz"], [["abc"]]));
        Assert.Equal(0, Bleu.Of([""], [["a b c d"]], BleuTokens.Of13a).Score);
        Assert.Equal(0, CharacterF.Of([""], [["a"]]));
        Assert.Contains("expected a reference", Assert.Throws<SluiceException>(() => Bleu.Of(["a"], [], BleuTokens.Of13a)).Message);
    }

    [Theory]
    [InlineData("It costs 1,000.50 dollars, e.g. today.", "It costs 1,000.50 dollars , e . g . today .")]
    [InlineData("\"a-b\" (c) 9-5 &amp; &lt;d&gt;", "\" a-b \" ( c ) 9 - 5 & < d >")]
    [InlineData("wasn't it?", "wasn't it ?")]
    public void Text_is_cut_up_as_mteval_does(string text, string tokens) => Assert.Equal(tokens, string.Join(' ', BleuTokens.Of13a(text)));

    [Fact]
    public void Chinese_characters_are_tokens_and_other_words_stay()
        => Assert.Equal("我 有 2.5 个 iPhone 。", string.Join(' ', BleuTokens.OfChinese("我有2.5个iPhone。")));
}
