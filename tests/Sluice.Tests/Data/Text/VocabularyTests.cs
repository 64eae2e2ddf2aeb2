using Sluice.Data.Text;

namespace Sluice.Tests.Data.Text;

public class VocabularyTests
{
    private static readonly string[] s_tokens = "Doug saw Jane . Jane saw Spot . Jane saw Doug .".Split(' ');

    [Fact]
    public void Orders_by_frequency_then_ordinal()
    {
        var vocabulary = Vocabulary.Build(s_tokens);
        Assert.Equal([".", "Jane", "saw", "Doug", "Spot"], vocabulary.Symbols);
        Assert.Equal([3, 3, 3, 2, 1], vocabulary.Counts);
        Assert.Equal([3, 2, 1, 0], vocabulary.Encode(["Doug", "saw", "Jane", "."]));
        Assert.Equal(["Spot", "."], vocabulary.Decode([4, 0]));
    }

    [Fact]
    public void The_unknown_symbol_stands_for_rare_and_new_ones()
    {
        var vocabulary = Vocabulary.Build(s_tokens, minCount: 2, maxSize: 4, unknown: "<?>");
        Assert.Equal(["<?>", ".", "Jane", "saw"], vocabulary.Symbols);
        Assert.Equal(3, vocabulary.Counts[0]); // Doug, Doug, Spot
        Assert.Equal(0, vocabulary.IndexOf("Spot"));
        Assert.Equal(0, vocabulary.IndexOf("Rex"));
    }

    [Fact]
    public void Without_an_unknown_symbol_a_new_one_is_an_error_that_suggests()
    {
        var e = Assert.Throws<SluiceFormatException>(() => Vocabulary.Build(s_tokens).IndexOf("Jame"));
        Assert.Contains("'Jame' is not in the vocabulary of 5 symbols. Did you mean 'Jane'?", e.Message);
        Assert.Throws<SluiceException>(() => Vocabulary.Build(s_tokens, minCount: 2));
    }

    [Fact]
    public void Round_trips_through_json()
    {
        var vocabulary = Vocabulary.Build(["看见", "看见", "\"", "\n", "e\u0301", "👩‍👩‍👧"], unknown: "<?>");
        var json = vocabulary.ToJson();
        Assert.Contains("看见", json);
        var back = Vocabulary.FromJson(json);
        Assert.Equal(vocabulary.Symbols, back.Symbols);
        Assert.Equal(vocabulary.Counts, back.Counts);
        Assert.Equal(0, back.UnknownIndex);
        Assert.Null(Vocabulary.FromJson("""{"symbols":["a"],"counts":[1],"unknown":null}""").UnknownIndex);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"symbols":["a","a"],"counts":[1,1],"unknown":null}""")]
    [InlineData("""{"symbols":["a"],"counts":[1,2],"unknown":null}""")]
    [InlineData("""{"symbols":["a"],"counts":["1"],"unknown":null}""")]
    [InlineData("""{"symbols":["a"],"counts":[1e99],"unknown":null}""")]
    [InlineData("""{"symbols":["a"],"counts":[1],"unknown":"b"}""")]
    [InlineData("""{"symbols":[null],"counts":[1],"unknown":null}""")]
    [InlineData("""{"symbols":["\ud800"],"counts":[1],"unknown":null}""")]
    [InlineData("""{"symbols":["a"],"counts":[1]}""")]
    public void Refuses_json_that_is_no_vocabulary(string json) =>
        Assert.Contains("the vocabulary cannot be read", Assert.Throws<SluiceFormatException>(() => Vocabulary.FromJson(json)).Message);
}
