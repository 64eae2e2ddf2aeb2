using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Learn.Teaching;

/// <summary>The four paths of an LSTM told as text: a table a word, the tutorials' names of the paths beside the letters of the equations.</summary>
internal static class WalkThroughStory
{
    private static readonly Words
        s_legend = new(
            "\"Jane saw Spot. Doug saw ...\", one unit a word. 1: for, or open. -1: against. 0: neither, or shut.",
            "“珍看见小点。道格看见……”，一个词一个单元。1：赞成，或开。-1：反对。0：弃权，或关。",
            "「珍看見小點。道格看見……」，一個詞一個單元。1：贊成，或開。-1：反對。0：棄權，或關。"),
        s_word = new("new word {0}, expected before: {1}", "新词“{0}”，此前预测：{1}", "新詞「{0}」，此前預測：{1}"),
        s_next = new("  expected next: {0}", "  接下来预测：{0}", "  接下來預測：{0}");

    private static readonly (Words Path, string Letter)[] s_paths =
    [
        (new("prediction", "预测", "預測"), "g"), (new("ignoring", "忽略", "忽略"), "i"), (new("forgetting", "遗忘", "遺忘"), "f"),
        (new("memory", "记忆", "記憶"), "c"), (new("selection", "选择", "選擇"), "o"), (new("what comes out", "输出的", "輸出的"), "h"),
    ];

    /// <summary>Prints the story.</summary>
    public static void Tell(Teller told)
    {
        told.Say(s_legend);
        foreach (var step in WalkThrough.Play("Doug", "saw"))
        {
            told.Line();
            var before = WalkThrough.Words.Where((_, u) => step.Earlier[u] > 0.5f);
            told.Say(s_word, BookStory.Word(told, step.Word), BookStory.Listed(told, before));
            told.Line($"  {"",-22}{string.Concat(WalkThrough.Words.Select(w => Screen.Right(BookStory.Word(told, w), 6)))}");
            foreach (var (path, letter) in s_paths)
                told.Line($"  {Screen.Left(told.In(path), 19)}{letter,-3}{string.Concat(step.Paths[letter].Select(v => $"{Round(v),6:0.##}"))}");
            told.Say(s_next, BookStory.Listed(told, step.Expected));
        }
    }

    // Without the sign of a zero.
    private static double Round(float value) => Math.Round(value, 2) + 0.0;
}
