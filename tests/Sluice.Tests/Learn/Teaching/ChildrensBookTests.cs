using Sluice.Data.Text;
using Sluice.Tasks.Text;

namespace Sluice.Tests.Learn.Teaching;

public class ChildrensBookTests
{
    public static TheoryData<BookLanguage> Languages => [BookLanguage.English, BookLanguage.Simplified, BookLanguage.Traditional];

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_books_words_stay_whole_in_a_saved_model(BookLanguage language)
    {
        using var folder = new TemporaryFolder();
        var options = new LanguageModelOptions { Tokenizer = "word", Words = ChildrensBook.Words(language), Hidden = 4, Layers = 1, Embedding = 3 };
        string text = ChildrensBook.Text(language, 200, 1);
        var (model, _) = LanguageModel.From(text, options);
        model.Save(folder.File("book.safetensors"));
        var loaded = LanguageModel.Load(folder.File("book.safetensors"));
        Assert.Equal(ChildrensBook.Words(language).Order(), loaded.Vocabulary.Symbols.Where(s => s != "<unknown>").Order());
        Assert.Equal(model.Encode(text), loaded.Encode(text));
        Assert.Equal(text, loaded.Decode(loaded.Encode(text)));
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
