using Sluice.Data.Text;
using Sluice.Tasks.Text;
using Sluice.Training;

namespace Sluice.Learn.Teaching;

/// <summary>How many of 1,000 sentences are none of the book's three, and some of them.</summary>
/// <param name="Wrong">How many.</param>
/// <param name="Examples">One that says a name twice, and one that does not end, as far as there are such.</param>
public sealed record BookMistakes(int Wrong, IReadOnlyList<string> Examples)
{
    /// <summary>Sentences that are looked at.</summary>
    public const int Sentences = 1000;

    internal static BookMistakes Of(BookLanguage language, IEnumerable<string> words)
    {
        var tokenizer = new WordTokenizer(ChildrensBook.Words(language));
        var wrong = ChildrensBook.Sentences(language, words).Take(Sentences).Where(s => !ChildrensBook.IsSentence(language, s)).ToList();
        string?[] examples =
        [
            wrong.Find(s => s.Length == 4 && s[0] == s[2]) is { } twice ? tokenizer.Join(twice) : null,
            wrong.Find(s => s.Length > 8) is { } endless ? tokenizer.Join(endless.Take(5)) + " ..." : null,
        ];
        return new(wrong.Count, [.. examples.OfType<string>()]);
    }

    /// <summary>What was counted, in words.</summary>
    public override string ToString()
        => Wrong == 0 ? "none" : $"{Wrong}{(Examples.Count > 0 ? $", such as \"{string.Join("\" and \"", Examples)}\"" : "")}";
}

/// <summary>A vote on the last word alone beside a net that remembers.</summary>
/// <param name="Vote">The mistakes of the vote.</param>
/// <param name="Net">The mistakes of the net.</param>
public sealed record BookComparison(BookMistakes Vote, BookMistakes Net)
{
    /// <summary>Trains an LSTM on the book of a language and compares.</summary>
    public static BookComparison Run(BookLanguage language)
    {
        var options = new LanguageModelOptions
        {
            Tokenizer = "word",
            Words = ChildrensBook.Words(language),
            Hidden = 32,
            Layers = 1,
            Embedding = 8,
            Dropout = 0,
            Steps = 16,
            Batch = 8
        };
        var (model, training) = LanguageModel.From(ChildrensBook.Text(language, 2000, 1), options);
        new Trainer(training, new TrainingOptions { Epochs = 40, Rate = 0.02 }).Run();
        return Of(model, language);
    }

    /// <summary>Lets the vote and a trained model write, and counts their mistakes.</summary>
    public static BookComparison Of(LanguageModel model, BookLanguage language)
    {
        var tokenizer = new WordTokenizer(ChildrensBook.Words(language));
        var text = tokenizer.Tokenize(ChildrensBook.Text(language, 2000, 1)).ToList();
        var vote = ChildrensBook.Vote(text, 1).Take(40 * BookMistakes.Sentences);
        var net = model.Vocabulary.Decode(model.Write([], new SamplingOptions { Temperature = 0.5 }).Take(5 * BookMistakes.Sentences));
        return new(BookMistakes.Of(language, vote), BookMistakes.Of(language, net));
    }
}
