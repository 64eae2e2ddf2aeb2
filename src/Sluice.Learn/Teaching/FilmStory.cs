using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Learn.Teaching;

/// <summary>The events of a film told as text, frame by frame, as nets with and without memory label them.</summary>
internal static class FilmStory
{
    private const int Steps = 400, Seed = 1, Gap = 4;
    private static readonly int[] s_gaps = [0, 1, 2, 4, 6, 8, 10, 15, 20, 25, 30];

    private static readonly Words
        s_asked = new(
            "What happens in a film, frame by frame? Most frames could belong to any event; an earlier one told it.",
            "电影里正在发生什么？要逐帧标注。大多数帧放在哪件事里都说得通，只有之前的某一帧说明了是哪一件。",
            "電影裡正在發生什麼？要逐幀標註。大多數幀放在哪件事裡都說得通，只有之前的某一幀說明了是哪一件。"),
        s_frame = new("frame", "帧", "幀"), s_right = new("right is", "正确答案", "正確答案"),
        s_shares = new(
            "Right in films that were not learned from, in percent ({0} steps of training, at most {1} frames between):",
            "没有学过的电影，标对的百分比（训练 {0} 步，学习时中间最多隔 {1} 帧）：",
            "沒有學過的電影，標對的百分比（訓練 {0} 步，學習時中間最多隔 {1} 幀）："),
        s_since = new("frames since it was told", "说明之后又过了几帧", "說明之後又過了幾幀");

    private static readonly Words[] s_nets = [new("without memory", "没有记忆", "沒有記憶"), new("plain net", "普通网络", "普通網路"), new("LSTM", "LSTM", "LSTM")];

    /// <summary>Trains the three nets, prints a film with their labels, and how often each is right by the frames since the event was told.</summary>
    public static void Tell(Teller told)
    {
        var text = MemoryText.Of(MemorySubject.Film, told.Language);
        MemoryNet[] nets = [.. Enum.GetValues<MemoryReader>().Select(r => new MemoryNet(text, r, MemoryText.LongLearned, Seed))];
        foreach (var net in nets) net.Train(Steps);
        var film = text.Example(0, Gap);
        float[][][] chances = [.. nets.Select(n => n.Read(film).Chances)];
        string[] names = [.. s_nets.Select(n => told.In(n))];
        told.Say(s_asked);
        told.Line();
        Frame(told.In(s_frame), names, told.In(s_right));
        for (int t = 0; t < film.Words.Length; t++)
        {
            string[] said = [.. chances.Select(c => text.Answers[MemoryNet.Best(c[t])])];
            Frame(text.Words[film.Words[t]], said, text.Answers[film.Answers[t]]);
        }

        told.Line();
        told.Say(s_shares, Steps, MemoryText.LongLearned);
        told.Line();
        Shares(told.In(s_since), s_gaps.Select(g => (double)g));
        foreach (var (name, net) in names.Zip(nets))
        {
            var right = net.Right();
            Shares(name, s_gaps.Select(g => 100 * right[g]));
        }

        void Frame(string frame, string[] said, string right)
            => told.Line($"  {Screen.Left(frame, 10)}{Screen.Left(said[0], 16)}{Screen.Left(said[1], 11)}{Screen.Left(said[2], 8)}{right}");

        void Shares(string name, IEnumerable<double> values) => told.Line($"  {Screen.Left(name, 26)}{string.Concat(values.Select(v => $"{v,5:0}"))}");
    }
}
