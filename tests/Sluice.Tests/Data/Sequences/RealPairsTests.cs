using Sluice.Data.Sequences;
using Sluice.Data.Text;
using Sluice.Readers;
using Sluice.Tasks.Translate;

namespace Sluice.Tests.Data.Sequences;

public class RealPairsTests
{
    private const string Sentences = "tatoeba-eng-cmn/cmn.txt", Words = "cmudict/cmudict.dict";

    [RealDataFact(Sentences)]
    public void Sentences_come_back_from_their_parts()
    {
        var (rest, apart) = SequencePair.KeepApart(PairFile.Read(RealData.Find(Sentences)!), 20);
        Assert.Equal(20_133, rest.Count + apart.Count);
        Assert.Empty(rest.Select(p => p.Source).Intersect(apart.Select(p => p.Source)));
        var pairs = BytePairs.Learn(rest.SelectMany(p => new[] { p.Source, p.Target }), 300);
        Assert.All(apart, p =>
        {
            string[] pieces = pairs.Pieces(p.Target);
            Assert.Equal(p.Target, pairs.Decode(pairs.Encode(p.Target), i => pieces[i]));
        });
        var known = new NearestNeighbour(rest);
        Assert.True(CharacterF.Of(
            [.. apart.Take(100).Select(p => known.Find(p.Source).Target)], [.. apart.Take(100).Select(p => (IReadOnlyList<string>)[p.Target])]) > 15);
    }

    [RealDataFact(Words)]
    public void Every_word_of_the_dictionary_is_read()
    {
        var pairs = PairFile.Read(RealData.Find(Words)!, stress: false);
        Assert.Equal(135_166, pairs.Count);
        Assert.Equal(39, pairs.SelectMany(p => p.Target.Split(' ')).Distinct().Count());
    }
}
