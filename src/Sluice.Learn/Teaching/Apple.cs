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

    private static readonly string[] s_filler =
        [
            "", "", "that my uncle knows well", "which everybody talks about", "that we saw last week", "as my sister says",
            "of which he told us on monday"
        ];

    private static readonly string[] s_tellers =
        ["he", "she", "my sister", "the teacher", "our neighbour", "doug", "jane", "nobody", "your cousin", "the tall man", "everybody", "somebody"];

    private static readonly string[] s_fruit =
    [
        "{who} ate the {apple} {filler} after {meal}", "the {apple} {filler} tasted {taste}", "{who} baked a cake with the {apple} {filler}",
        "{who} peeled the {apple} {filler} with a knife", "an {apple} {filler} fell from the tree", "{who} washed the {apple} {filler} before {meal}",
        "{taste} was the {apple} {filler}", "for {meal} there was an {apple} {filler}",
    ];

    private static readonly string[] s_company =
    [
        "{who} bought shares of {apple} {filler} before {meal}", "{apple} {filler} sold {who} {many} phones",
        "{who} works at {apple} {filler} as a lawyer",
        "the lawyers of {apple} {filler} met {who} after {meal}", "{apple} {filler} hired {who} and {many} others",
        "the price of {apple} {filler} rose at the exchange",
        "{who} and {many} others work for {apple} {filler}", "{who} sued {apple} {filler} for a patent",
    ];

    private static readonly string[] s_meals = ["lunch", "breakfast", "dinner", "school"],
        s_tastes = ["sweet", "sour", "ripe", "green", "fresh"], s_many = ["many", "few", "a thousand", "twelve"];

    /// <summary>Different sentences, of three of which two are about the company.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">From which they are drawn.</param>
    public static IReadOnlyList<Sample> Sentences(int count, ulong seed)
    {
        var random = new RandomStream(seed, Purpose.Data);
        List<Sample> sentences = [];
        HashSet<string> seen = [];
        for (uint i = 0; sentences.Count < count; i++)
        {
            if (i > 100L * count)
                throw new SluiceException($"Apple.Sentences: expected at most as many as there are, {sentences.Count} or a few more, got {count}.");
            bool company = random.Below(3, 8 * i) > 0;
            string[] forms = company ? s_company : s_fruit;
            string sentence = forms[random.Below(forms.Length, 8 * i + 1)]
                .Replace("{who}", Pick(s_tellers, 2))
                    .Replace("{filler}", Pick(s_filler, 3)).Replace("{meal}", Pick(s_meals, 4)).Replace("{taste}", Pick(s_tastes, 5))
                    .Replace("{many}", Pick(s_many, 6));
            if (!seen.Add(sentence)) continue;
            string[] words = [.. sentence.Replace("{apple}", "apple").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
            sentences.Add(Sample.Of(words, [.. words.Select(w => w == "apple" ? company ? Company : Fruit : TagScheme.Outside)]));

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

    /// <summary>Trains both and prints what they know.</summary>
    public static void Write(TextWriter output)
    {
        var all = Sentences(1200, 1);
        IReadOnlyList<Sample> learned = [.. all.Take(800)], unseen = [.. all.Skip(800)];
        output.WriteLine("The same word, a fruit or a company:");
        foreach (var sentence in unseen.Take(4))
            output.WriteLine($"  {string.Join(' ', sentence.Words)} ({sentence.Tags!.First(t => t != TagScheme.Outside)})");
        output.WriteLine();
        Tagger alone = Train(learned, 0), recurrent = Train(learned, 1);
        int company = unseen.Count(s => s.Tags!.Contains(Company));
        output.WriteLine($"{unseen.Count} sentences that were not learned from, right about the word:");
        output.WriteLine($"  always \"company\", which is more frequent   {(double)company / unseen.Count:P1}");
        output.WriteLine($"  a net that sees one word alone             {Accuracy(alone, unseen):P1}");
        output.WriteLine($"  a net that reads from both ends            {Accuracy(recurrent, unseen):P1}");
    }
}
