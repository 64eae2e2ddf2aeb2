using Sluice.Data.Text;

namespace Sluice.Tests.Data.Text;

public class TextLinesTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\nb\r\nc\rd", new[] { "a", "b", "c", "d" })]
    [InlineData("a\n\n\n", new[] { "a", "", "" })]
    [InlineData("\r\r\n\n", new[] { "", "", "" })]
    [InlineData("a\u2028b\u2029c\u0085d\fe\vf\n", new[] { "a\u2028b\u2029c\u0085d\fe\vf" })]
    public void Lines_end_at_three_marks_and_no_other(string text, string[] lines) => Assert.Equal(lines, TextLines.Of(text));

    [Fact]
    public void White_space_other_than_spaces_and_tabs_is_content()
    {
        Assert.Equal("\u0085a\u2028", TextLines.Trim(" \t\u0085a\u2028 "));
        Assert.Equal(["a\u00a0b", "\u2028", "c"], TextLines.Words(" a\u00a0b \u2028\tc"));
    }

    [Fact]
    public void A_text_in_symbols_of_its_own_has_a_mark_at_each_end_of_a_line()
    {
        var tokenizer = new LineTokenizer();
        string[] symbols = [.. tokenizer.Tokenize(" no it was n't <unk> \n\n mr. N\r\nend")];
        Assert.Equal(["no", "it", "was", "n't", "<unk>", "<eos>", "<eos>", "mr.", "N", "<eos>", "end"], symbols);
        Assert.Equal("no it was n't <unk>", tokenizer.Join(symbols).Split('\n')[0]);
    }
}
