using Sluice.Readers;

namespace Sluice.Tests.Readers;

/// <summary>Tagged sentences as other people's tools write them.</summary>
public class FoundSentencesTests
{
    private static string Told(TaggedSentences sentences)
        => string.Join(
            " | ", sentences.Select(s => (s.Label is null ? "" : s.Label + ": ") + string.Join(' ', s.Words.Zip(s.Tags!, (w, t) => $"{w}/{t}"))));

    [Theory]
    [InlineData(
        "Ann I-P\nsaw O\n\nOslo I-L\nBergen B-L\nby I-L\n", "Ann/B-P saw/O | Oslo/B-L Bergen/B-L by/I-L", "scheme: IOB1, converted to IOB2 (BIO)")]
    [InlineData("Ann I-P\nOslo I-L\n", "Ann/B-P Oslo/B-L", "scheme: IOB1, converted to IOB2 (BIO)")]
    [InlineData("Ann U-P\nin O\nSan B-L\nto I-L\nPe L-L\n", "Ann/S-P in/O San/B-L to/I-L Pe/E-L", "scheme: BILUO, converted to BIOES")]
    [InlineData("安 S-P\n奥 B-L\n斯 M-L\n陆 E-L\n", "安/S-P 奥/B-L 斯/I-L 陆/E-L", "scheme: BMES, converted to BIOES")]
    [InlineData("Ann S-P\nin O\nOs B-L\nlo E-L\n", "Ann/S-P in/O Os/B-L lo/E-L", null)]
    [InlineData("Ann B-P\nin O\n", "Ann/B-P in/O", null)]
    [InlineData("the DET\nend NOUN\n", "the/DET end/NOUN", null)]
    public void Schemes_are_recognised_and_converted(string text, string told, string? note)
    {
        var sentences = ConllFile.Parse(text, "t");
        Assert.Equal(told, Told(sentences));
        Assert.Equal(note is null ? [] : [note], sentences.Notes);
    }

    [Theory]
    [InlineData("# sent_id = 1\n# text = vámonos ya\n1-2\tvámonos\t_\t_\t_\t_\t_\t_\t_\t_\n1\tvamos\tir\tVERB\t_\t_\t0\troot\t_\t_\n2\tnos\tnos\tPRON\t_\t_\t1\tobj\t_\t_\n2.1\tya\tya\tADV\t_\t_\t_\t_\t_\t_\n3\tya\tya\tADV\t_\t_\t1\tadvmod\t_\t_\n",
        "vamos/VERB nos/PRON ya/ADV", "read as CoNLL-U, the fourth column (UPOS) being the tag; 2 comments passed over; 2 lines with a number such as 1-2 or 8.1 left out")]
    [InlineData("#\thttp://x.org [2001-01-01]\n1\tUni\tB-ORG\tO\n2\tBonn\tI-ORG\tB-LOC\n\n#\thttp://y.org [2001-01-01]\n1\tja\tO\tO\n2\t.\tO\tO\n",
        "Uni/B-ORG Bonn/I-ORG | ja/O ./O", "read with the number of the word in the first column, and of two columns of tags the first (the outer spans), as in GermEval; 2 comments passed over")]
    [InlineData("-DOCSTART- -X- O O\n\nUN NNP B-NP B-ORG\n\n-DOCSTART- -X- O O\n\nok UH O O\n", "UN/B-ORG | ok/O", "2 lines -DOCSTART- passed over")]
    [InlineData("# id 7\tdomain=en\nann _ _ B-P\nran _ _ O\n", "ann/B-P ran/O", "1 comment passed over")]
    [InlineData("#tag\tB-P\nran\tO\n\n#\tO\nof\tO\n", "#tag/B-P ran/O | #/O of/O", null)]
    [InlineData("\uFEFFa O\r\nb B-x\r\n\t\r\nc O", "a/O b/B-x | c/O", null)]
    [InlineData("New York\tB-L\nis O\nbig\tO\t\n", "New York/B-L is/O big/O", null)]
    [InlineData("10\u00a0000 O\nso\u2028long B-x\nwait\u0085\fa\tO\n", "10\u00a0000/O so\u2028long/B-x wait\u0085\fa/O", null)]
    [InlineData("play jazz\tO B-x\nstop\tO\n", "play/O jazz/B-x | stop/O", "read as a sentence a row")]
    [InlineData(
        "play jazz\tO B-x\tmusic\nstop\tO\tend\n", "music: play/O jazz/B-x | end: stop/O",
        "read as a sentence a row, the label in a column of its own")]
    [InlineData(
        "BOS to Oslo EOS\tO O B-to flight\nBOS fares EOS\tO O fare\n", "flight: to/O Oslo/B-to | fare: fares/O",
        "read as a sentence a row, the label at the end of its tags; BOS and EOS left out")]
    [InlineData(
        "to Oslo\tO B-to flight\nfares\tO fare\n", "flight: to/O Oslo/B-to | fare: fares/O",
        "read as a sentence a row, the label at the end of its tags")]
    public void Forms_are_recognised(string text, string told, string? note)
    {
        var sentences = ConllFile.Parse(text.TrimStart('\uFEFF'), "t");
        Assert.Equal(told, Told(sentences));
        Assert.Equal(note is null ? [] : [note], sentences.Notes);
    }

    [Theory]
    [InlineData("1\ta\ta\tX\t_\t_\t_\t_\t_\t_\n", 10, "2\tb\tX\n", "ten columns")]
    [InlineData("1\ta\tO\n2\tb\tO\n3\tc\tO\n\n", 10, "1\ta\n", "the number of the word, the word and its tag")]
    public void A_broken_line_makes_no_words_of_numbers(string right, int times, string wrong, string expected)
    {
        var e = Assert.Throws<SluiceFormatException>(() => ConllFile.Parse(string.Concat(Enumerable.Repeat(right, times)) + wrong, "t"));
        Assert.Contains(expected, e.Message);
        Assert.NotNull(e.Line);
    }

    [Theory]
    [InlineData("a O\nb B-x\n", true)]
    [InlineData("1\ta\tb\tX\t_\t_\t_\t_\t_\t_\n", true)]
    [InlineData("one red\tred one\ntwo red\tred two\n", false)]
    [InlineData("play jazz\tO B-x\nstop\tO\n", true)]
    [InlineData("A sentence that ends in O\nand another one\n", false)]
    [InlineData("name\tvalue\na\t1\n", false)]
    public void A_file_is_known_by_its_lines(string text, bool tagged)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(tagged, ConllFile.Is(folder.File("t.txt", text)));
    }

    [Theory]
    [InlineData("a b\n\n c \n", "a b||c")]
    [InlineData("Ann\tB-P\nran\tO\n\nok\tO\n", "Ann ran|ok")]
    [InlineData("Ann B-P\nran O\n\nok O\n", "Ann ran|ok")]
    [InlineData("the DET\nend NOUN\n\nok DET\n", "the end|ok")]
    [InlineData("the DET\nwhole end NOUN\n", "the DET|whole end NOUN")]
    [InlineData("a\u2028b c\fd\n", "a\u2028b c\fd")]
    public void Sentences_to_tag_are_words_whether_or_not_they_are_tagged(string text, string words)
    {
        var sentences = TaggedData.ParseSentences(text, "t", ["DET", "NOUN"]);
        Assert.Equal(words, string.Join('|', sentences.Select(s => string.Join(' ', s.Words))));
        Assert.All(sentences, s => Assert.Null(s.Tags));
    }

    [Fact]
    public void Texts_of_a_column_are_taken_as_they_stand()
    {
        using var folder = new TemporaryFolder();
        string table = folder.File("t.csv", "text,label\nNA,null\n007,\n\"\",2\n\"a\nb, c\",x\n"),
            json = folder.File("t.jsonl", "{\"text\": \"null\", \"label\": 1}\n{\"label\": \"NA\"}\n");
        Assert.Equal(
            [("NA", "null"), ("007", null), ("", "2"), ("a\nb, c", "x")],
            LabelledTexts.Columns(table, "text", "label").Select(t => (t.Text, t.Label)));
        Assert.Equal([("null", "1"), ("", "NA")], LabelledTexts.Columns(json, "text", "label").Select(t => (t.Text, t.Label)));
        Assert.Contains("Did you mean 'text'?", Assert.Throws<SluiceFormatException>(() => LabelledTexts.Columns(table, "texts", "label")).Message);
    }

    [Fact]
    public void A_line_that_is_no_text_is_told_and_the_others_stay_in_their_places()
    {
        List<(int, string)> unread = [];
        Assert.Equal(
            ["a", "", "", "é"], TextFile.DecodeLines([(byte)'a', 10, 0xE9, 10, 10, 0xC3, 0xA9, 10], "t", (line, why) => unread.Add((line, why))));
        Assert.Equal([(2, "this is not valid UTF-8")], unread);
        Assert.Contains(
            "iconv", Assert.Throws<SluiceFormatException>(() => TextFile.DecodeLines([0xE9, 10, 0xE8, 10, 10], "t", (_, _) => { })).Message);
    }
}
