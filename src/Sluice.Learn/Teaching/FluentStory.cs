using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Learn.Teaching;

/// <summary>The long memory told as text: how far apart country and question may stand, and what becomes of it when a gate is shut.</summary>
internal static class FluentStory
{
    private static readonly int[] s_gaps = [2, 5, 8, 11, 14, 17, 20, 25, 30, 40, 50, 60];

    private static readonly Words
        s_asked = new(
            "\"I grew up in France. ... I speak fluent\": which word is next, with more and more words between?",
            "“我在法国长大。……我说一口流利的”：下一个词是什么？中间隔的词越来越多。",
            "「我在法國長大。……我說一口流利的」：下一個詞是什麼？中間隔的詞越來越多。"),
        s_learned = new(
            "Both nets learned from stories with 2 to {0} words between.",
            "两个网络学习的故事，中间都隔 2 到 {0} 个词。", "兩個網路學習的故事，中間都隔 2 到 {0} 個詞。"),
        s_between = new("words between", "中间的词数", "中間的詞數"),
        s_plain = new("a plain net, right of {0}", "普通网络，{0} 题答对", "普通網路，{0} 題答對"),
        s_lstm = new("an LSTM, right of {0}", "LSTM，{0} 题答对", "LSTM，{0} 題答對"),
        s_says = new("{0}, as the LSTM says it:", "{0}，LSTM 的回答：", "{0}，LSTM 的回答："),
        s_open = new("all gates as they were learned", "所有的门保持学到的样子", "所有的門保持學到的樣子"),
        s_forget = new("forget gate shut at {0}", "在{0}处关上遗忘门", "在{0}處關上遺忘門"),
        s_input = new("input gate shut at {0}", "在{0}处关上输入门", "在{0}處關上輸入門"),
        s_stop = new(".", "。", "。");

    /// <summary>Prints how many of ten countries each net tells by the words between, and what an LSTM says with a gate shut.</summary>
    public static void Tell(Teller told)
    {
        var text = FluentText.Of(told.Language);
        FluentNet plain = FluentNet.Plain(told.Language), lstm = FluentNet.Lstm(told.Language);
        told.Say(s_asked);
        told.Say(s_learned, FluentTraining.LongestLearned);
        told.Line();
        Row(told.In(s_between), s_gaps);
        foreach (var (name, net) in new[] { (s_plain, plain), (s_lstm, lstm) })
        {
            int[] right = [.. FluentReading.Right(net, text)];
            Row(told.In(name, text.Countries.Count), s_gaps.Select(g => right[g - FluentText.Shortest]));
        }

        int country = text.Country("fr"), at = text.CountryAt;
        var story = text.Story(country, 8);
        told.Line();
        told.Say(s_says, told.Quoted(told.Joined(story.Select(w => w.Text + (w.Ends ? told.In(s_stop) : "")))));
        Answer(told.In(s_open), FluentShut.None);
        Answer(told.In(s_forget, told.Quoted(story[at + 3].Text)), new(new HashSet<int> { at + 3 }, new HashSet<int>()));
        Answer(told.In(s_input, told.Quoted(story[at].Text)), new(new HashSet<int>(), new HashSet<int> { at }));

        void Row(string name, IEnumerable<int> values) => told.Line($"  {Screen.Left(name, 24)}{string.Concat(values.Select(v => $"{v,4}"))}");

        void Answer(string what, FluentShut shut)
        {
            float[] chances = FluentReading.Of(lstm, text, story, shut).Chances;
            int best = Array.IndexOf(chances, chances.Max());
            told.Line($"  {Screen.Left(what, 34)} {Screen.Left(text.Languages[best], 10)} {Screen.Right(told.Percent(chances[best]), 5)}");
        }
    }
}
