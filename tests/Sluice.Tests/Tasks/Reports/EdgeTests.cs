using Sluice.Tasks.Reports;

namespace Sluice.Tests.Tasks.Reports;

/// <summary>Text of others where a terminal obeys it, or Markdown gives it a meaning.</summary>
public class EdgeTests
{
    [Theory]
    [InlineData("plain 看 e\u0301 👩\n\tx", "plain 看 e\u0301 👩\n\tx")]
    [InlineData("a\u001b]0;title\u0007b", "a?]0;title?b")]
    [InlineData("a\u001b[2Jb", "a?[2Jb")]
    [InlineData("good\rbad", "good?bad")]
    [InlineData("line\r\nline", "line\r\nline")]
    [InlineData("\u009b31m\u0000\u007f\u0008", "?31m???")]
    [InlineData("abc\u202Edcba", "abc?dcba")]
    [InlineData("\u001b[38;5;208m  0.50\u001b[0m", "\u001b[38;5;208m  0.50\u001b[0m")]
    [InlineData("\u001b[38;5;0mhidden", "?[38;5;0mhidden")]
    [InlineData("\u001b[8mhidden", "?[8mhidden")]
    public void A_terminal_gets_no_order_from_a_text(string text, string seen)
    {
        using var screen = new StringWriter { NewLine = "\n" };
        using (var writer = new TerminalWriter(screen, true))
        {
            writer.Write(text);
            writer.WriteLine(text);
            writer.Write(text.ToCharArray());
            writer.Write("{0}", text);
        }

        Assert.Equal($"{seen}{seen}\n{seen}{seen}", screen.ToString());
    }

    [Fact]
    public void The_program_itself_erases_its_line()
    {
        using var screen = new StringWriter();
        using var writer = new TerminalWriter(screen, true);
        writer.EraseLine();
        Assert.Equal("\r\u001b[K", screen.ToString());
    }

    [Theory]
    [InlineData("sold", "sold")]
    [InlineData("mean_of_x * y", "mean_of_x * y")]
    [InlineData("a\n## Figures\n- loss: 0", "a ## Figures - loss: 0")]
    [InlineData("[x](http://e)", "\\[x\\](http://e)")]
    [InlineData("<script>", "\\<script>")]
    [InlineData("a|b`c`", "a\\|b\\`c\\`")]
    [InlineData("\u001b[31m", " \\[31m")]
    public void A_text_in_a_card_stays_a_text(string text, string written)
    {
        Assert.Equal(written, Markdown.Text(text));
        Assert.Equal(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)), Markdown.Plain(written));
    }

    [Theory]
    [InlineData("{}", "```jsonc\n{}\n```\n")]
    [InlineData("a\n```\n# b\n", "````jsonc\na\n```\n# b\n````\n")]
    public void A_block_of_code_ends_where_it_is_meant_to(string text, string written) => Assert.Equal(written, Markdown.Code("jsonc", text));
}
