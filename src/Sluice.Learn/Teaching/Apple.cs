using Sluice.Data.Sequences;
using Sluice.Kernels;
using Sluice.Tasks.Tag;
using Sluice.Training;

namespace Sluice.Learn.Teaching;

/// <summary>
/// The apple that is a fruit and the Apple that is a company: the word is the same, and what stands around it, sometimes far
/// off, tells which is meant. A net that sees one word alone can only say which is more frequent.
/// </summary>
public static class Apple
{
    /// <summary>What the word means in a sentence.</summary>
    public const string Fruit = "fruit", Company = "company";

    /// <summary>Different sentences, of three of which two are about the company.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">From which they are drawn.</param>
    /// <param name="language">The language; the same seed draws the same sentences in each of them.</param>
    public static IReadOnlyList<Sample> Sentences(int count, ulong seed, StoryLanguage language = StoryLanguage.English)
    {
        var text = AppleText.Of(language);
        var random = new RandomStream(seed, Purpose.Data);
        List<Sample> sentences = [];
        HashSet<string> seen = [];
        for (uint i = 0; sentences.Count < count; i++)
        {
            if (i > 100L * count)
                throw new SluiceException($"Apple.Sentences: expected at most as many as there are, {sentences.Count} or a few more, got {count}.");
            bool company = random.Below(3, 8 * i) > 0;
            string sentence = Pick(company ? text.Company : text.Fruit, 1)
                .Replace("{who}", Pick(text.Who, 2)).Replace("{filler}", Pick(text.Filler, 3)).Replace("{meal}", Pick(text.Meals, 4))
                .Replace("{taste}", Pick(text.Tastes, 5)).Replace("{many}", Pick(text.Many, 6));
            if (!seen.Add(sentence)) continue;
            string[] words = [.. sentence.Replace("{apple}", text.Apple).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
            sentences.Add(Sample.Of(words, [.. words.Select(w => w == text.Apple ? company ? Company : Fruit : TagScheme.Outside)]));

            string Pick(string[] all, uint place) => all[random.Below(all.Length, 8 * i + place)];
        }

        return sentences;
    }

    /// <summary>Trains a tagger; with no layers it sees each word alone.</summary>
    public static Tagger Train(IReadOnlyList<Sample> sentences, int layers)
    {
        var options = new TaggerOptions { Layers = layers, Hidden = 16, Word = 16, Spelling = 0, Dropout = 0.2, Field = false };
        var (model, training) = Tagger.FromSentences(sentences, null, options);
        new Trainer(training, new TrainingOptions { Epochs = 12, Rate = 0.01 }).Run();
        return model;
    }

    /// <summary>The share of sentences in which a tagger knows what the word means.</summary>
    public static double Accuracy(Tagger model, IReadOnlyList<Sample> sentences)
    {
        var told = model.Tag(sentences);
        return sentences.Where((s, i) => told[i][0].Tags.SequenceEqual(s.Tags!)).Count() / (double)sentences.Count;
    }
}
