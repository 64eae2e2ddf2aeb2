using Sluice.Tasks.Translate;

namespace Sluice.Tests.Tasks.Translate;

public class TextSymbolsTests
{
    private static readonly string[] s_texts = ["Jane sees Doug.", "Doug sees Spot.", "我看见你。", "我看见他。"];

    [Theory]
    [InlineData("word", "Jane sees Doug.")]
    [InlineData("character", "我看见Doug.")]
    [InlineData("space", "Doug sees 我看见你。")]
    [InlineData("pairs", "Jane sees Jane.")]
    public void A_text_of_known_pieces_comes_back_also_from_a_file(string kind, string text)
    {
        Assert.Contains(kind, TextSymbols.Kinds);
        foreach (var symbols in new[] { TextSymbols.Learn(
            kind, s_texts, merges: 20), TextSymbols.FromJson(kind, TextSymbols.Learn(kind, s_texts, merges: 20).ToJson()) })
        {
            int[] numbers = symbols.Encode(text);
            Assert.DoesNotContain(symbols.Unknown, numbers);
            Assert.Equal(symbols.Cut(text), numbers.Select(n => symbols[n]));
            Assert.Equal(text, symbols.Join(symbols.Cut(text)));
        }
    }

    [Theory]
    [InlineData("word", "Ünal", 1)]
    [InlineData("character", "ü", 1)]
    [InlineData("pairs", "ü", 2)] // The space before a word is a piece of it.
    public void A_piece_never_seen_is_kept_and_its_symbol_is_the_unknown_one(string kind, string text, int pieces)
    {
        var symbols = TextSymbols.Learn(kind, s_texts, merges: 20);
        Assert.Equal(pieces, symbols.Cut(text).Length);
        Assert.Equal(symbols.Unknown, symbols.Encode(text)[^1]);
        Assert.Equal(text, symbols.Join(symbols.Cut(text)));
    }

    [Fact]
    public void Pairs_cut_frequent_words_less_than_characters_do()
        => Assert.True(TextSymbols.Learn(
            "pairs", s_texts, merges: 20).Encode("Doug sees").Length < TextSymbols.Learn("pairs", s_texts).Encode("Doug sees").Length);
}
