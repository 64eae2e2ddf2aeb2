using Sluice.Data.Text;

namespace Sluice.Tests.Data.Text;

public class TokenizerTests
{
    private static readonly CharacterTokenizer s_characters = new();
    private static readonly WordTokenizer s_words = new(["道格", "小点", "看见", "小點", "看見"]);

    [Theory]
    [InlineData("ab.", new[] { "a", "b", "." })]
    [InlineData("e\u0301a\u0301", new[] { "e\u0301", "a\u0301" })]
    [InlineData("👩‍👩‍👧!", new[] { "👩‍👩‍👧", "!" })]
    [InlineData("小点。", new[] { "小", "点", "。" })]
    [InlineData("a\r\nb\rc\n", new[] { "a", "\n", "b", "\n", "c", "\n" })]
    [InlineData("a\u0301", new[] { "a\u0301" })]
    [InlineData("", new string[0])]
    public void Characters_are_text_elements(string text, string[] expected)
    {
        Assert.Equal(expected, s_characters.Tokenize(text));
        Assert.Equal(text.ReplaceLineEndings("\n"), s_characters.Join(s_characters.Tokenize(text)));
    }

    [Theory]
    [InlineData("Doug saw Jane.", new[] { "Doug", "saw", "Jane", "." })]
    [InlineData("Don't stop: it's 3.14, or 1,000!", new[] { "Don't", "stop", ":", "it's", "3.14", ",", "or", "1,000", "!" })]
    [InlineData("A well-known 'trick'", new[] { "A", "well-known", "'", "trick", "'" })]
    [InlineData("道格看见小点。", new[] { "道格", "看见", "小点", "。" })]
    [InlineData("小點看見珍。", new[] { "小點", "看見", "珍", "。" })]
    [InlineData("我用Sluice训练", new[] { "我", "用", "Sluice", "训", "练" })]
    [InlineData("我用 Sluice  训练", new[] { "我", "用", " ", "Sluice", " ", "训", "练" })]
    [InlineData("说 “hi” ,看 见\n3 个 ", new[] { "说", "“", "hi", "”", ",", "看", "见", "3", " ", "个" })]
    [InlineData("𠀀𠀁x", new[] { "𠀀", "𠀁", "x" })]
    [InlineData("naïve e\u0301t\u0301 x2", new[] { "naïve", "e\u0301t\u0301", "x2" })]
    [InlineData(" \t\r\n", new string[0])]
    public void Words_numbers_and_marks_are_apart(string text, string[] expected) => Assert.Equal(expected, s_words.Tokenize(text));

    [Theory]
    [InlineData("Doug saw Jane. Jane saw Spot!")]
    [InlineData("\"Well, don't,\" she said (quietly), \"go.\" It cost $5, or 50% of 9.75; why?")]
    [InlineData("道格看见珍。珍看见小点。")]
    [InlineData("小點看見道格，珍說：「好！」")]
    [InlineData("我用Sluice训练了3个模型。")]
    [InlineData("我用 Sluice 训练了 3 个模型。")]
    [InlineData("我在 France 长大，说 French。")]
    public void Join_gives_plain_sentences_back(string text)
    {
        Assert.Equal(text, s_words.Join(s_words.Tokenize(text)));
        Assert.Equal(text, new WordTokenizer().Join(new WordTokenizer().Tokenize(text)));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_a_symbol_of_its_own() =>
        Assert.Equal("a \ud800 b", s_words.Join(s_words.Tokenize("a \ud800 b")));
}
