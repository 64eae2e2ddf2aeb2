using Sluice.Data.Text;

namespace Sluice.Tests.Data.Text;

public class BytePairsTests
{
    // The example of the paper: low 5, lower 2, newest 6, widest 3.
    private static readonly string[] s_paper =
        [.. new[] { ("low", 5), ("lower", 2), ("newest", 6), ("widest", 3) }.SelectMany(w => Enumerable.Repeat(w.Item1, w.Item2))];

    [Fact]
    public void Joins_the_most_frequent_pair_first_and_equals_in_ordinal_order()
    {
        // es 9, st 9, we 8: of es and st the first is e; then est 9, lo 7 and ow 7 with the space " l" 7, which is first.
        var pairs = BytePairs.Learn(s_paper, merges: 5);
        Assert.Equal(["es", "est", " l", " lo", " low"], pairs.Symbols.TakeLast(5));
        Assert.Equal([" low", "est"], pairs.Pieces("lowest"));
    }

    private static readonly string[] s_texts =
    [
        "", " ", "  ", "low", " low", "low ", "low  lower\tnewest\r\n", "我们去看newest东西。", "“看见”", "don't low's 'twas", "3 March 2021, 15:30",
        "e\u0301 👩‍👩‍👧",
        "\n我", "low 我 low", new string('w', 500),
    ];

    public static TheoryData<string> Texts => [.. s_texts];

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_comes_back_exactly(string text)
    {
        foreach (int merges in new[] { 0, 7, 1000 })
        {
            var pairs = BytePairs.Learn(s_paper.Concat(s_texts), merges);
            Assert.DoesNotContain(BytePairs.Unknown, pairs.Encode(text));
            Assert.Equal(text, pairs.Decode(pairs.Encode(text)));
            Assert.Equal(pairs.Encode(text), BytePairs.FromJson(pairs.ToJson()).Encode(text));
        }
    }

    [Fact]
    public void What_is_learned_does_not_depend_on_the_order_of_texts()
    {
        string[] texts = [.. s_texts, .. s_paper];
        Assert.Equal(BytePairs.Learn(texts, 50).ToJson(), BytePairs.Learn(texts.AsEnumerable().Reverse(), 50).ToJson());
    }

    [Fact]
    public void Counts_kept_up_to_date_join_what_counting_anew_would()
    {
        var random = new Random(5);
        string[] words =
            [.. Enumerable.Range(0, 300).Select(_ => new string([.. Enumerable.Range(0, 2 + random.Next(9)).Select(_ => "aabbc"[random.Next(5)])]))];
        var pairs = BytePairs.Learn(words, 60);

        List<List<string>> all = [.. words.Select(w => (" " + w).Select(c => c.ToString()).ToList())];
        List<string> joined = [];
        for (int merge = 0; merge < 60; merge++)
        {
            var best = all.SelectMany(w => w.Zip(w.Skip(1))).GroupBy(p => p).OrderByDescending(g => g.Count())
                .ThenBy(g => g.Key.First, StringComparer.Ordinal).ThenBy(g => g.Key.Second, StringComparer.Ordinal).First().Key;
            if (!joined.Contains(best.First + best.Second)) joined.Add(best.First + best.Second);
            foreach (var word in all)
                for (int i = 0; i + 1 < word.Count; i++)
                    if (word[i] == best.First && word[i + 1] == best.Second)
                    {
                        word[i] += word[i + 1];
                        word.RemoveAt(i + 1);
                    }
        }

        Assert.Equal(joined, pairs.Symbols.Skip(5));
        for (int i = 0; i < words.Length; i++) Assert.Equal(all[i], pairs.Pieces(words[i]));
    }

    [Fact]
    public void Unknown_characters_are_one_symbol_each_and_can_be_copied()
    {
        var pairs = BytePairs.Learn(s_paper, 20);
        string text = "low €é newest\ud800";
        int[] symbols = pairs.Encode(text);
        Assert.Equal(3, symbols.Count(s => s == BytePairs.Unknown));
        Assert.Equal("low <?><?> newest<?>", pairs.Decode(symbols));
        string[] pieces = pairs.Pieces(text);
        Assert.Equal(text, pairs.Decode(symbols, i => pieces[i]));
        Assert.Equal(symbols.Length, pieces.Length);
    }

    [Fact]
    public void Rare_characters_are_unknown()
    {
        var pairs = BytePairs.Learn(["low low", "qq\ud800\ud800"], 10, minCount: 2);
        Assert.Contains("q", pairs.Symbols);
        Assert.DoesNotContain("q", BytePairs.Learn(["low low", "qq"], 10, minCount: 3).Symbols);
        Assert.DoesNotContain("\ud800", pairs.Symbols);
    }

    [Theory]
    [InlineData("""{"characters":["a","a"],"merges":[]}""", "appears twice")]
    [InlineData("""{"characters":["ab"],"merges":[]}""", "expected one character")]
    [InlineData("""{"characters":["a"],"merges":[1]}""", "two symbols for each merge")]
    [InlineData("""{"characters":["a"],"merges":[1,2]}""", "expected symbols 1 to 1")]
    [InlineData("""{"characters":["a"],"merges":[0,1]}""", "joins 0 and 1")]
    [InlineData("""{"characters":["a"],"merges":[1,1,1,1]}""", "is there already")]
    [InlineData("""{"characters":["a"],"merges":[1,1,2,2,3,3,4,4,5,5,6,6,7,7,8,8]}""", "longer than any word")]
    [InlineData("[]", "cannot be read")]
    public void Json_that_is_not_one_is_refused(string json, string message)
        => Assert.Contains(message, Assert.Throws<SluiceFormatException>(() => BytePairs.FromJson(json)).Message);

    [Fact]
    public void Wrong_symbols_and_sizes_are_refused()
    {
        Assert.Throws<SluiceException>(() => BytePairs.Learn(s_paper, -1));
        Assert.Throws<SluiceException>(() => BytePairs.Learn(s_paper, 1).Decode([99]));
    }
}
