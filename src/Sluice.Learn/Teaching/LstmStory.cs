using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Learn.Teaching;

/// <summary>The LSTM step by step, told as text: what a trained one forgets, takes in, keeps and shows while it reads who the subject is.</summary>
internal static class LstmStory
{
    private const int Steps = 400, Seed = 1;

    // Words between the last subject and the question; in Chinese as many as say nothing twice.
    private const int Gap = 6, ChineseGap = 9;

    private static readonly Words
        s_asked = new("{0}: she, he or they?", "{0}：是她、他，还是他们？", "{0}：是她、他，還是他們？"),
        s_learned = new(
            "A small LSTM learned it ({0} steps). Of its {1} units, number {2} tells {3} and {4} apart best.",
            "一个小小的 LSTM 学会了（训练 {0} 步）。它的 {1} 个单元中，第 {2} 个最能分清{3}和{4}。",
            "一個小小的 LSTM 學會了（訓練 {0} 步）。它的 {1} 個單元中，第 {2} 個最能分清{3}和{4}。"),
        s_at = new("at {0}", "读到{0}", "讀到{0}"),
        s_carried = new(
            "What it carries along the conveyor belt, tanh(c) of this unit, and the answer if it were asked there:",
            "传送带上带着什么：这个单元的 tanh(c)；假如就在那里提问，它会怎么答：",
            "輸送帶上帶著什麼：這個單元的 tanh(c)；假如就在那裡提問，它會怎麼答："),
        s_anna = new("Anna", "安娜", "安娜"), s_twins = new("the twins", "双胞胎", "雙胞胎"), s_stop = new(".", "。", "。"), s_same = new("", "", "");

    private static readonly (Words Stop, char Letter)[] s_stops =
    [
        (new("forget", "遗忘", "遺忘"), 'f'), (new("take in", "采纳", "採納"), 'i'), (s_same, 'g'),
        (new("update", "更新", "更新"), 'c'), (new("show", "输出", "輸出"), 'o'), (s_same, 'h'),
    ];

    /// <summary>Trains an LSTM on subjects and pronouns, and prints the equations of its unit that tells the subjects apart best.</summary>
    public static void Tell(Teller told)
    {
        const int Her = 0, His = 1;
        int gap = told.Language == StoryLanguage.English ? Gap : ChineseGap;
        var text = MemoryText.Of(MemorySubject.Pronoun, told.Language);
        var net = new MemoryNet(text, MemoryReader.Lstm, MemoryText.LongLearned, Seed);
        net.Train(Steps);
        var example = text.Example(Beginning(Her), gap);
        float[] she = net.Read(example).Memory[^1], he = net.Read(text.Example(Beginning(His), gap)).Memory[^1];
        int unit = Enumerable.Range(0, MemoryNet.Units).MaxBy(u => MathF.Abs(she[u] - he[u]));
        var reading = net.Read(example, unit);
        string[] words = [.. example.Words.Select(w => text.Words[w])];
        told.Say(s_asked, told.Quoted(told.Joined(words)));
        told.Say(s_learned, Steps, MemoryNet.Units, unit + 1, told.Quoted(text.Answers[Her]), told.Quoted(text.Answers[His]));
        foreach (string word in new[] { s_stop, s_anna, s_twins }.Select(w => told.In(w)))
        {
            var equations = reading.Equations[Array.LastIndexOf(words, word)];
            told.Line();
            told.Say(s_at, told.Quoted(word));
            foreach (var (stop, letter) in s_stops) told.Line($"  {Screen.Left(told.In(stop), 9)}{equations.First(e => e[0] == letter)}");
        }

        told.Line();
        told.Say(s_carried);
        told.Line();
        for (int t = 0; t < words.Length; t++)
        {
            float[] chances = reading.Chances[t];
            int best = MemoryNet.Best(chances);
            string answer = Screen.Left(text.Answers[best], 5), chance = Screen.Right(told.Percent(chances[best]), 5);
            told.Line($"  {Screen.Left(words[t], 10)}{reading.Memory[t][unit],7:0.00}   {answer}{chance}");
        }

        // One sentence after another, each with a subject of its own.
        int Beginning(int answer) => Enumerable.Range(0, text.Tellers.Count)
            .First(k => text.Tellers[k].Answer == answer && text.Tellers[k].Text.Contains(told.In(s_stop)));
    }
}
