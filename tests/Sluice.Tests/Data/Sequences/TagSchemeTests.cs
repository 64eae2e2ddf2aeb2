using Sluice.Data.Sequences;

namespace Sluice.Tests.Data.Sequences;

public class TagSchemeTests
{
    [Theory]
    [InlineData("O B-a I-a O B-b", "a1-3 b4-5")]
    [InlineData("B-a B-a I-a", "a0-1 a1-3")]
    [InlineData("B-a I-b I-b", "a0-1 b1-3")]
    [InlineData("I-a I-a O I-a", "a0-2 a3-4")]
    [InlineData("S-a B-a I-a E-a S-b O", "a0-1 a1-4 b4-5")]
    [InlineData("B-a E-a I-a", "a0-2 a2-3")]
    [InlineData("O O", "")]
    [InlineData("", "")]
    public void Spans_are_read_as_the_scorer_of_CoNLL_reads_them(string tags, string spans)
        => Assert.Equal(spans, string.Join(' ', TagScheme.Spans(Words(tags)).Select(s => $"{s.Type}{s.Start}-{s.End}")));

    [Theory]
    [InlineData("O B-a I-a O", false, -1)]
    [InlineData("I-a", false, 0)]
    [InlineData("B-a I-b", false, 1)]
    [InlineData("B-a E-a", false, 1)]
    [InlineData("B-a X", false, 1)]
    [InlineData("B-a I-a E-a S-b", true, -1)]
    [InlineData("B-a O", true, 1)]
    [InlineData("O B-a", true, 1)]
    [InlineData("S-a I-a", true, 1)]
    [InlineData("B-a B-a", true, 1)]
    public void The_first_wrong_tag_is_found(string tags, bool bioes, int place) => Assert.Equal(place, TagScheme.FirstWrong(Words(tags), bioes));

    [Fact]
    public void Both_schemes_say_the_same()
    {
        string[] bio = ["O", "B-a", "I-a", "I-a", "B-b", "O", "B-a", "I-a"], bioes = ["O", "B-a", "I-a", "E-a", "S-b", "O", "B-a", "E-a"];
        Assert.Equal(bioes, TagScheme.ToBioes(bio));
        Assert.Equal(bio, TagScheme.ToBio(bioes));
        Assert.Equal(-1, TagScheme.FirstWrong(TagScheme.ToBioes(Words("I-a O I-b")), bioes: true));
        Assert.Throws<SluiceException>(() => TagScheme.Of([new Span("a", 0, 2), new Span("b", 1, 3)], 3, false));
        Assert.Throws<SluiceException>(() => TagScheme.Of([new Span("a", 2, 4)], 3, false));
    }

    [Fact]
    public void Figures_are_those_of_the_scorer()
    {
        // Two of three found are right; two of four were found. conlleval says 66.67, 50.00, 57.14.
        var figures = SpanFigures.Of([(Words("B-a I-a O B-b"), Words("B-a I-a O B-a")), (Words("B-b O B-a"), Words("B-b O O"))]);
        Assert.Equal(2.0 / 3, figures[""].Precision, 1e-12);
        Assert.Equal(0.5, figures[""].Recall, 1e-12);
        Assert.Equal(4.0 / 7, figures[""].F1, 1e-12);
        Assert.Equal(new SpanFigures(2, 2, 1), figures["a"]);
        Assert.Equal(new SpanFigures(2, 1, 1), figures["b"]);
        Assert.Equal(0, default(SpanFigures).F1);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
