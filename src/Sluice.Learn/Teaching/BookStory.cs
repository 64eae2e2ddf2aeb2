using Sluice.Tasks.Settings;
using Sluice.Tasks.Text;

namespace Sluice.Learn.Teaching;

/// <summary>The children's book told as text: the mistakes of a vote on the last word alone, and those of a net that remembers.</summary>
internal static class BookStory
{
    private static readonly Words[] s_books =
        [new("English", "英文", "英文"), new("Simplified", "简体中文", "簡體中文"), new("Traditional", "繁体中文", "繁體中文")];

    private static readonly Words
        s_book = new("{0}: {1}", "{0}：{1}", "{0}：{1}"),
        s_vote = new(
            "  wrong of {0} sentences that a vote on the last word alone writes: {1}",
            "  只凭上一个词投票，写出的 {0} 句里错的：{1}", "  只憑上一個詞投票，寫出的 {0} 句裡錯的：{1}"),
        s_net = new("  wrong of {0} that the net writes: {1}", "  有记忆的网络写出的 {0} 句里错的：{1}", "  有記憶的網路寫出的 {0} 句裡錯的：{1}"),
        s_none = new("none", "一句也没有", "一句也沒有"),
        s_wrong = new("{0}", "{0} 句", "{0} 句"),
        s_such = new("{0}, such as {1}", "{0} 句，例如{1}", "{0} 句，例如{1}"),
        s_and = new(" and ", "和", "和");

    // The same in every language of the story, so that a process trains once.
    private static readonly Lazy<BookComparison[]> s_compared = new(() => [.. Enum.GetValues<BookLanguage>().Select(BookComparison.Run)]);

    /// <summary>Trains and prints for every language of the book.</summary>
    public static void Tell(Teller told)
    {
        foreach (var language in Enum.GetValues<BookLanguage>())
        {
            var (vote, net) = s_compared.Value[(int)language];
            told.Say(s_book, told.In(s_books[(int)language]), string.Join(" ", ChildrensBook.Words(language)));
            told.Say(s_vote, $"{BookMistakes.Sentences:N0}", Mistakes(told, vote));
            told.Say(s_net, $"{BookMistakes.Sentences:N0}", Mistakes(told, net));
            told.Line();
        }
    }

    /// <summary>A word of the English book in the language of the story.</summary>
    public static string Word(Teller told, string word)
        => ChildrensBook.Words((BookLanguage)told.Language)[Array.IndexOf(ChildrensBook.Words(BookLanguage.English), word)];

    /// <summary>Words of the English book in the language of the story; the Chinese full stop is quoted, to be seen among commas.</summary>
    public static string Listed(Teller told, IEnumerable<string> words)
        => told.Listed(words.Select(w => w == "." && told.Language != StoryLanguage.English ? told.Quoted(Word(told, w)) : Word(told, w)));

    private static string Mistakes(Teller told, BookMistakes mistakes)
        => mistakes.Wrong == 0 ? told.In(s_none)
            : mistakes.Examples.Count == 0 ? told.In(s_wrong, mistakes.Wrong)
            : told.In(s_such, mistakes.Wrong, string.Join(told.In(s_and), mistakes.Examples.Select(told.Quoted)));
}
