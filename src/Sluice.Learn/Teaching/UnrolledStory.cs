using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Learn.Teaching;

/// <summary>The unrolled loop told as text, and the children's book as a loop reads it that remembers its last prediction alone.</summary>
internal static class UnrolledStory
{
    private static readonly Words
        s_loop = new(
            "A loop, unrolled: h = U x + W h⁻, o = V h, two numbers each. All weights are 1; nothing is remembered at first.",
            "展开的回路：h = U x + W h⁻，o = V h，各有两个数。权重全为 1；开始时什么也不记得。",
            "展開的迴路：h = U x + W h⁻，o = V h，各有兩個數。權重全為 1；開始時什麼也不記得。"),
        s_order = new(
            "The same inputs in another order give other outputs: the loop carries on what came before.",
            "同样的输入换个顺序，输出就不一样：回路把先前的东西传了下来。",
            "同樣的輸入換個順序，輸出就不一樣：迴路把先前的東西傳了下來。"),
        s_book = new(
            "A loop that knows the last word and its last prediction alone reads the children's book, beside an LSTM:",
            "只知道上一个词和自己上一次预测的回路，与 LSTM 一起读童书：",
            "只知道上一個詞和自己上一次預測的迴路，與 LSTM 一起讀童書："),
        s_word = new("word", "词", "詞"), s_plain = new("the plain net expects", "普通网络预测", "普通網路預測"),
        s_lstm = new("the LSTM expects", "LSTM 预测", "LSTM 預測"),
        s_forgotten = new(
            "After {0} the plain net has forgotten who saw: {1} is as good to it as any.",
            "读完{0}，普通网络已经忘了是谁在看：在它看来，{1}也说得通。",
            "讀完{0}，普通網路已經忘了是誰在看：在它看來，{1}也說得通。");

    /// <summary>Prints the example, the same inputs with the last one first, and both nets at the book.</summary>
    public static void Tell(Teller told)
    {
        float[] ones = [1, 1, 1, 1];
        told.Say(s_loop);
        foreach (var inputs in new[] { UnrolledNet.Inputs, [UnrolledNet.Inputs[2], UnrolledNet.Inputs[0], UnrolledNet.Inputs[1]] })
        {
            told.Line();
            told.Line($"  {"x",-10}{"h⁻",-10}{"h",-10}o");
            foreach (var step in UnrolledNet.Run(ones, ones, ones, inputs))
                told.Line($"  {Pair(step.Input),-10}{Pair(step.Before),-10}{Pair(step.State),-10}{Pair(step.Output)}");
        }

        told.Line();
        told.Say(s_order);
        told.Line();
        told.Say(s_book);
        told.Line();
        Row(told.In(s_word), told.In(s_plain), told.In(s_lstm));
        foreach (var step in PlainWalk.Play("Doug", "saw"))
            Row(BookStory.Word(told, step.Word), BookStory.Listed(told, step.Plain), BookStory.Listed(told, step.Lstm));
        told.Line();
        told.Say(s_forgotten, Sentence("Doug", "saw"), Sentence("Doug", "saw", "Doug"));

        void Row(string word, string plain, string lstm) => told.Line($"  {Screen.Left(word, 8)}{Screen.Left(plain, 26)}{lstm}");
        string Sentence(params string[] words) => told.Quoted(told.Joined(words.Select(w => BookStory.Word(told, w))));
    }

    private static string Pair(float[] values) => $"({values[0]:0.##}, {values[1]:0.##})";
}
