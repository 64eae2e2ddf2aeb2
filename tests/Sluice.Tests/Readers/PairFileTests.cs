using Sluice.Data.Sequences;
using Sluice.Readers;

namespace Sluice.Tests.Readers;

public class PairFileTests
{
    [Fact]
    public void Reads_columns_with_further_columns_left_out()
        => Assert.Equal([new("Hi.", "嗨。", 1), new("Run.", "跑。", 3)], PairFile.ParseColumns("Hi.\t嗨。\tCC-BY\n\r\nRun.\t 跑。\n", "x"));

    [Theory]
    [InlineData("Hi.\t嗨。\nRun.\n", "x:2: expected a source, a tab and its target")]
    [InlineData("Hi.\t嗨。\n\t跑。\n", "x:2:1: the source is empty")]
    [InlineData("Hi.\t嗨。\n\nRun.\t \tCC-BY\n", "x:3:2: the target is empty")]
    [InlineData("\n\n", "x: there is no pair")]
    public void A_line_that_is_no_pair_is_named(string text, string message)
        => Assert.StartsWith(message, Assert.Throws<SluiceFormatException>(() => PairFile.ParseColumns(text, "x")).Message);

    [Fact]
    public void Reads_a_dictionary_with_variants_and_comments()
    {
        const string Text = ";;; # words\nread R EH1 D\nread(2)  R IY1 D # now\n#sharp SH AA1 R P\n(1) W AH1 N\n";
        Assert.Equal([new("read", "R EH1 D", 2), new("read", "R IY1 D", 3), new("#sharp", "SH AA1 R P", 4), new("(1)", "W AH1 N", 5)],
            PairFile.ParseDictionary(Text, "x"));
        Assert.Equal("R IY D", PairFile.ParseDictionary(Text, "x", stress: false)[1].Target);
        Assert.StartsWith(
            "x:2: expected phonemes after 'b', got none.",
            Assert.Throws<SluiceFormatException>(() => PairFile.ParseDictionary("a AH0\nb # x\n", "x")).Message);
    }

    [Fact]
    public void Lines_of_two_files_belong_together()
    {
        using var folder = new TemporaryFolder();
        string one = folder.File("en", "Hi.\n\nRun.\n"), other = folder.File("zh", "嗨。\n\n跑。\n");
        Assert.Equal([new("Hi.", "嗨。", 1), new("Run.", "跑。", 3)], PairFile.Parallel(one, other));
        Assert.Contains("expected 3 lines as in " + one + ", got 4", Message("嗨。\n\n跑。\n走。\n"));
        Assert.Contains("zh:3: the target is empty", Message("嗨。\n\n \n"));
        Assert.Contains("en:2: the source is empty", Message("嗨。\n我\n跑。\n"));

        string Message(string text) => Assert.Throws<SluiceFormatException>(() => PairFile.Parallel(one, folder.File("zh", text))).Message;
    }

    [Fact]
    public void The_form_is_seen()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("嗨。", PairFile.Read(folder.File("a", "\nHi. you\t嗨。\n"))[0].Target);
        Assert.Equal("HH AY", PairFile.Read(folder.File("b", "hi HH AY1\n"), stress: false)[0].Target);
    }

    [Fact]
    public void Every_nth_source_is_kept_apart_with_all_its_pairs()
    {
        SequencePair[] pairs = [.. "abcbdeb".Select((c, i) => new SequencePair(c.ToString(), i.ToString()))];
        var (rest, apart) = SequencePair.KeepApart(pairs, 2);
        Assert.Equal("1346", string.Concat(apart.Select(p => p.Target))); // b, d
        Assert.Equal("025", string.Concat(rest.Select(p => p.Target)));
        var (sources, targets) = SequencePair.BySource(apart);
        Assert.Equal(["b", "d"], sources);
        Assert.Equal(["1", "3", "6"], targets[0]);
        Assert.Contains("got every 1", Assert.Throws<SluiceException>(() => SequencePair.KeepApart(pairs, 1)).Message);
        Assert.Contains("expected 6 sources or more", Assert.Throws<SluiceFormatException>(() => SequencePair.KeepApart(pairs, 6)).Message);
    }
}
