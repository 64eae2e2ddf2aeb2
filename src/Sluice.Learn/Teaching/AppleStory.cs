using Sluice.Data.Sequences;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Tag;

namespace Sluice.Learn.Teaching;

/// <summary>The apple that is a fruit and the Apple that is a company, told as text.</summary>
internal static class AppleStory
{
    private const int All = 1200, Learned = 800, Shown = 4;

    private static readonly Words
        s_word = new("The same word, a fruit or a company:", "同一个词，是水果还是公司：", "同一個詞，是水果還是公司："),
        s_sentence = new("  {0} ({1})", "  {0}（{1}）", "  {0}（{1}）"),
        s_fruit = new("fruit", "水果", "水果"), s_company = new("company", "公司", "公司"),
        s_right = new("{0} sentences that were not learned from, right about the word:", "{0} 个没有学过的句子，词义判断对了：", "{0} 個沒有學過的句子，詞義判斷對了："),
        s_always = new("always \"company\", which is more frequent", "总说“公司”，反正它更常见", "總說「公司」，反正它更常見"),
        s_alone = new("a net that sees one word alone", "只看一个词的网络", "只看一個詞的網路"),
        s_both = new("a net that reads from both ends", "从句子两头往中间读的网络", "從句子兩頭往中間讀的網路");

    /// <summary>Trains both nets and prints what they know.</summary>
    public static void Tell(Teller told)
    {
        var all = Apple.Sentences(All, 1, told.Language);
        IReadOnlyList<Sample> learned = [.. all.Take(Learned)], unseen = [.. all.Skip(Learned)];
        told.Say(s_word);
        foreach (var sentence in unseen.Take(Shown))
            told.Say(s_sentence, told.Joined(sentence.Words), told.In(sentence.Tags!.Contains(Apple.Company) ? s_company : s_fruit));
        told.Line();
        Tagger alone = Apple.Train(learned, 0), recurrent = Apple.Train(learned, 1);
        int company = unseen.Count(s => s.Tags!.Contains(Apple.Company));
        told.Say(s_right, unseen.Count);
        Row(s_always, (double)company / unseen.Count);
        Row(s_alone, Apple.Accuracy(alone, unseen));
        Row(s_both, Apple.Accuracy(recurrent, unseen));

        void Row(Words what, double share) => told.Line($"  {Screen.Left(told.In(what), 43)}{told.Percent(share, 1)}");
    }
}
