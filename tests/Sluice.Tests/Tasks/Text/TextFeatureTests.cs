using Sluice.Data.Text;
using Sluice.Tasks.Text;

namespace Sluice.Tests.Tasks.Text;

public class TextFeatureTests
{
    private static string Of(string feature, string text, ITokenizer? tokenizer = null) => string.Concat(
        TextFeature.Of(feature, text, tokenizer ?? new CharacterTokenizer()).Values.Select(v => float.IsNaN(v) ? "." : $"{v}"));

    [Theory]
    [InlineData("a \"bc\" d", "00111000")]
    [InlineData("\"Don't,\" he", "11111110000")]
    [InlineData("the boys' 'em", "0000000000000")]
    [InlineData("“a ‘b’ c” d", "11111111000")]
    [InlineData("“don’t” x", "111111000")]
    [InlineData("‘don’t’ x", "111111000")]
    [InlineData("it’s", "0000")]
    [InlineData("„a“ b", "11000")]
    [InlineData("«a» b", "11000")]
    [InlineData("他說「好『嗎』」。", "001111100")]
    [InlineData("\"a\n\n\"b\" c", "111011000")]
    [InlineData("\"a\r\n\r\nb", "11100")]
    public void Quotations(string text, string expected) => Assert.Equal(expected, Of("quotes", text));

    [Theory]
    [InlineData("a(b[c]d)e", "011221100")]
    [InlineData("a) (b]", "000111")]
    [InlineData("（甲【乙】）", "112210")]
    [InlineData("((((((", "123444")]
    public void Brackets(string text, string expected) => Assert.Equal(expected, Of("brackets", text));

    [Theory]
    [InlineData("line-length", "ab\nc\n\nd", "1201001")]
    [InlineData("line-length", "ab\r\nc", "1201")]
    [InlineData("number", "This is. These", "....000.......")]
    [InlineData("number", "is a x. y", "..0000...")]
    [InlineData("number", "They aren’t it", "...........111")]
    [InlineData("gender", "He saw her; x", "..00000000111")]
    [InlineData("gender", "She's she, the", ".........11111")]
    [InlineData("gender", "him\n\nit", "...0...")]
    [InlineData("gender", "他說她好", ".001")]
    public void Lines_and_words(string feature, string text, string expected) => Assert.Equal(expected, Of(feature, text));

    [Fact]
    public void Symbols_have_the_label_of_their_last_character()
    {
        Assert.Equal("111000", Of("quotes", "\"Yes  sir\" he said", new WordTokenizer()));
        Assert.Equal("1110", Of("quotes", "\"a b\nc\"", new LineTokenizer()));
        Assert.Equal(".00011100", Of("gender", "he said. She ran, he did.", new WordTokenizer()));
        Assert.Contains("Did you mean 'quotes'?", Assert.Throws<SluiceException>(() => Of("quote", "a")).Message);
    }

    [Fact]
    public void Notes_say_what_is_left_open()
    {
        Assert.Equal(
            ["The bracket that opens in line 2 is never closed."], TextFeature.Of("brackets", "a\nb (c\n[d]", new CharacterTokenizer()).Notes);
        Assert.Equal(
            ["1 quotation is not closed before a blank line, which ends it."],
            TextFeature.Of("quotes", "\"a\n\nb", new CharacterTokenizer()).Notes);
    }

    [Fact]
    public void Files_have_a_label_for_each_symbol_or_each_line()
    {
        using var folder = new TemporaryFolder();
        string text = "ab\ncd\n", path = folder.File("tone.txt");
        float[] Read(string labels)
        {
            File.WriteAllText(path, labels);
            return TextFeature.OfFile(path, text, new CharacterTokenizer()).Values;
        }

        Assert.Equal([1, 1, 1, 0, 0, 0], Read("sad\nglad\n"));
        Assert.Equal([1, 0, float.NaN, 0, 1, 1], Read("y\nx\n\nx\ny\ny\n"));
        var error = Assert.Throws<SluiceFormatException>(() => Read("x\ny\nz\n"));
        Assert.Contains("6 for the symbols of the text or 2 for its lines, got 3", error.Message);
        text = new string('a', 30);
        Assert.Equal(Enumerable.Range(0, 30).Select(k => k / 2f), Read(string.Join('\n', Enumerable.Range(0, 30).Select(k => k / 2.0))));
        Assert.True(TextFeature.OfFile(path, text, new CharacterTokenizer()).IsNumber);
        Assert.Equal("tone", TextFeature.OfFile(path, text, new CharacterTokenizer()).Feature);
    }
}
