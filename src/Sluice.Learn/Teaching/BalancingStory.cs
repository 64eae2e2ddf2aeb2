using Sluice.Data.Tables;
using Sluice.Tasks.Control;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Learn.Teaching;

/// <summary>The pole on a cart told as text: the log, the net that learns from it, and the episodes that it drives.</summary>
internal static class BalancingStory
{
    private const int Driven = 20;

    private static readonly Words
        s_first = new(
            "A pole stands on a cart that is pushed fifty times a second. The log of one who sees all says where cart",
            "小车上立着一根杆子，每秒推小车五十次。什么都看得见的专家留下一份记录：", "小車上立著一根桿子，每秒推小車五十次。什麼都看得見的專家留下一份記錄："),
        s_second = new(
            "and pole were and how hard the push was; it does not say how fast they moved.",
            "小车和杆子在哪里，推力有多大，都写着；它们动得多快，却没有写。", "小車和桿子在哪裡，推力有多大，都寫著；它們動得多快，卻沒有寫。"),
        s_rows = new("... {0} rows", "……共 {0} 行", "……共 {0} 列"),
        s_push = new(
            "The push, as the expert has it in {0} episodes that were not learned from (root of the mean squared error):",
            "没有学过的 {0} 个回合里，与专家的推力相差多少（均方根误差）：", "沒有學過的 {0} 個回合裡，與專家的推力相差多少（均方根誤差）："),
        s_errors = new(
            "  the net that remembers {0} N, the one that sees the moment alone {1} N, the mean push {2} N",
            "  有记忆的网络 {0} N，只看当下的网络 {1} N，总用平均推力 {2} N", "  有記憶的網路 {0} N，只看當下的網路 {1} N，總用平均推力 {2} N"),
        s_calm = new("{0} episodes of their own, undisturbed (steps of {1}):", "各自控制 {0} 个回合，无人打扰（每回合 {1} 步）：", "各自控制 {0} 個回合，無人打擾（每回合 {1} 步）："),
        s_knocked = new("{0} episodes of their own, knocked about (steps of {1}):", "各自控制 {0} 个回合，不时被撞（每回合 {1} 步）：", "各自控制 {0} 個回合，不時被撞（每回合 {1} 步）："),
        s_expert = new("one who sees the speeds", "看得见速度的专家", "看得見速度的專家"),
        s_remembering = new("the net that remembers", "有记忆的网络", "有記憶的網路"),
        s_memoryless = new("the net that sees the moment alone", "只看当下的网络", "只看當下的網路"),
        s_driven = new(
            "mean return {0}, least {1}, held to the end {2} of {3}",
            "平均回报 {0}，最少 {1}，撑到最后 {2}/{3}", "平均回報 {0}，最少 {1}，撐到最後 {2}/{3}");

    private static readonly (Words Title, int Width)[] s_columns =
    [
        (new("episode", "回合", "回合"), 7), (new("step", "步", "步"), 6), (new("position", "位置", "位置"), 10), (new("angle", "角度", "角度"), 9),
        (new("force", "推力", "推力"), 8),
    ];

    // The same in every language, so that a process trains once.
    private static readonly Lazy<(PolicyComparison Unseen, BalancingFigures Calm, BalancingFigures Knocked)> s_figures = new(() =>
    {
        var model = Balancing.Train();
        return (Balancing.Unseen(model, Driven), Balancing.Drive(model, Driven, 0), Balancing.Drive(model, Driven, 0.02));
    });

    /// <summary>Trains on the log, drives 20 episodes, and prints episodes and returns.</summary>
    public static void Tell(Teller told)
    {
        var log = Balancing.Log();
        told.Say(s_first);
        told.Say(s_second);
        told.Line();
        told.Line(string.Concat(s_columns.Select(c => Screen.Right(told.In(c.Title), c.Width))));
        for (int row = 0; row < 3; row++)
        {
            string?[] cells =
                [log.Columns[0].Text(row), log.Columns[1].Text(row), $"{Reading("position"):F4}", $"{Reading("angle"):F4}", $"{Reading("force"):F2}"];
            told.Line(string.Concat(cells.Zip(s_columns, (cell, c) => Screen.Right(cell ?? "", c.Width))) + (row == 2 ? $"   {told.In(s_rows, log.RowCount)}" : ""));
            double Reading(string column) => log.Column<NumberColumn>(column).Values[row];
        }

        var (figures, calm, knocked) = s_figures.Value;
        told.Line();
        told.Say(s_push, Driven);
        told.Say(s_errors, $"{figures.Recurrent.Score:F2}", $"{figures.Memoryless.Score:F2}", $"{figures.Baseline.Score:F2}");
        foreach (var (title, driven) in new[] { (s_calm, calm), (s_knocked, knocked) })
        {
            told.Line();
            told.Say(title, Driven, CartPole.Steps);
            Row(s_expert, driven.Expert);
            Row(s_remembering, driven.Recurrent);
            Row(s_memoryless, driven.Memoryless);
        }

        void Row(Words who, int[] steps)
        {
            string mean = $"{steps.Average(),5:F1}", least = $"{steps.Min(),3}";
            told.Line($"  {Screen.Left(told.In(who), 36)} {told.In(s_driven, mean, least, steps.Count(s => s == CartPole.Steps), steps.Length)}");
        }
    }
}
