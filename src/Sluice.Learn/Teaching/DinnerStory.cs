using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Learn.Teaching;

/// <summary>What is for dinner, told as text: how often a vote of the evening alone is right, and how often a net that remembers.</summary>
internal static class DinnerStory
{
    private static readonly Words
        s_order = new(
            "What is for dinner? Pizza, then sushi, then waffles, then pizza again.",
            "晚餐吃什么？披萨之后是寿司，寿司之后是华夫饼，然后又是披萨。",
            "晚餐吃什麼？披薩之後是壽司，壽司之後是鬆餅，然後又是披薩。"),
        s_last = new("the last 100 of 730 evenings", "730 个晚上中的最后 100 晚", "730 個晚上中的最後 100 晚"),
        s_right = new("right", "答对", "答對"),
        s_vote = new("a vote of weekday, month and late meeting", "投票：只看星期、月份、会议开得晚不晚", "投票：只看星期、月份、會議開得晚不晚"),
        s_net = new("a recurrent net: yesterday's dinner, yesterday's prediction", "循环网络：看昨晚的晚餐和昨晚的预测", "循環網路：看昨晚的晚餐和昨晚的預測"),
        s_away = new("the same net, after two weeks away", "同一个网络，两周不在家之后", "同一個網路，兩週不在家之後");

    /// <summary>Runs the example and prints how often each is right.</summary>
    public static void Tell(Teller told)
    {
        var figures = Dinner.Run();
        told.Say(s_order);
        told.Line();
        Row(s_last, told.In(s_right));
        Row(s_vote, told.Percent(figures.Vote));
        Row(s_net, told.Percent(figures.Recurrent));
        Row(s_away, told.Percent(figures.AfterGap));

        void Row(Words what, string share) => told.Line($"{Screen.Left(told.In(what), 60)}{Screen.Right(share, 5)}");
    }
}
