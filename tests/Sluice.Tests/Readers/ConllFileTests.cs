using Sluice.Readers;

namespace Sluice.Tests.Readers;

public class ConllFileTests
{
    [Fact]
    public void Sentences_are_read_with_tabs_or_spaces_and_any_columns_between()
    {
        var sentences = ConllFile.Parse("-DOCSTART- -X- O O\n\nEU NNP I-NP B-ORG\r\nrejects VBZ I-VP O\n\n\nNew York\tB-LOC\nis\tO", "t");
        Assert.Equal(2, sentences.Count);
        Assert.Equal(["EU", "rejects"], sentences[0].Words);
        Assert.Equal(["B-ORG", "O"], sentences[0].Tags);
        Assert.Equal(["New York", "is"], sentences[1].Words);
        Assert.Equal((3, 7), (sentences[0].Line, sentences[1].Line));
    }

    [Theory]
    [InlineData("a O\nb I-x\n\nc B-x\n", 2, "'I-x' of 'b' cannot stand after O in BIO")]
    [InlineData("a B-x\n\nb I-x\n", 3, "at the start of a sentence")]
    [InlineData("a O\nb\n", 2, "expected a word and its tag")]
    [InlineData("\n\n", null, "no sentence")]
    public void What_is_broken_is_named_with_its_line(string text, int? line, string part)
    {
        var e = Assert.Throws<SluiceFormatException>(() => ConllFile.Parse(text, "t.conll"));
        Assert.Equal(line, e.Line);
        Assert.Contains(part, e.Message);
    }

    [RealDataFact("ncbi-disease/train.tsv")]
    public void The_disease_corpus_is_read()
    {
        var train = ConllFile.Read(RealData.Find("ncbi-disease/train.tsv")!);
        Assert.Equal(5432, train.Count);
        Assert.All(train, s => Assert.Equal(s.Words.Count, s.Tags!.Count));
    }
}
