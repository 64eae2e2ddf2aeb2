using Sluice.Data;
using Sluice.Tasks;
using Sluice.Tasks.Teaching;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Teaching;

public class ChildrensBookTests
{
    public static TheoryData<BookLanguage> Languages => [BookLanguage.English, BookLanguage.Simplified, BookLanguage.Traditional];

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_trained_LSTM_writes_1000_sentences_with_no_mistake(BookLanguage language)
    {
        var options = new LanguageModelOptions { Tokenizer = "word", Hidden = 32, Layers = 1, Embedding = 8, Dropout = 0, Steps = 16, Batch = 8 };
        var (model, training) = LanguageModel.From(ChildrensBook.Text(language, 2000, 1), options);
        new Trainer(training, new TrainingOptions { Epochs = 40, Rate = 0.02 }).Run();

        // A Chinese name is written in characters, of which a sentence has 7 at most; the book's words are put together again.
        string written = model.Write("", 7000, new SamplingOptions { Temperature = 0.5 });
        var sentences = ChildrensBook.Sentences(language, new WordTokenizer(ChildrensBook.Words(language)).Tokenize(written)).Take(1000).ToList();
        Assert.Equal(1000, sentences.Count);
        Assert.Empty(sentences.Where(s => !ChildrensBook.IsSentence(language, s)).Select(s => string.Join(' ', s)));
        Assert.Equal(3, sentences.Select(s => s[0]).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_vote_on_the_last_word_alone_is_wrong_more_often_than_not(BookLanguage language)
    {
        var words = ChildrensBook.Words(language);
        var text = new WordTokenizer(words).Tokenize(ChildrensBook.Text(language, 600, 1)).ToList();
        var sentences = ChildrensBook.Sentences(language, ChildrensBook.Vote(text, 1).Take(6000));

        // Half the names end the sentence, and of the pairs that result a third is right: more than half are wrong.
        Assert.True(sentences.Count(s => ChildrensBook.IsSentence(language, s)) < sentences.Count / 2);
        Assert.Contains(sentences, s => s.SequenceEqual([words[0], words[3], words[0], words[4]]));
        Assert.Contains(sentences, s => s.Length > 4);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_book_is_the_same_for_the_same_seed_and_holds_its_three_sentences_alone(BookLanguage language)
    {
        string text = ChildrensBook.Text(language, 300, 7);
        Assert.Equal(text, ChildrensBook.Text(language, 300, 7));
        Assert.NotEqual(text, ChildrensBook.Text(language, 300, 8));
        var sentences = ChildrensBook.Sentences(language, new WordTokenizer(ChildrensBook.Words(language)).Tokenize(text));
        Assert.Equal(300, sentences.Count);
        Assert.All(sentences, s => Assert.True(ChildrensBook.IsSentence(language, s)));
    }
}
