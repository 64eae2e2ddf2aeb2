using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Learn.Teaching;

/// <summary>A net that can be followed with pencil and paper, told as text.</summary>
internal static class ByHandStory
{
    private static readonly Words
        s_units = new(
            "All weights 1, no bias, nothing squashed: each unit adds both inputs and both units' last values;",
            "权重全为 1，没有偏置，也不压缩：每个单元把两个输入和两个单元上一步的值加起来；",
            "權重全為 1，沒有偏置，也不壓縮：每個單元把兩個輸入和兩個單元上一步的值加起來；"),
        s_outputs = new("each output adds both units.", "每个输出把两个单元加起来。", "每個輸出把兩個單元加起來。"),
        s_input = new("input", "输入", "輸入"), s_unit = new("units", "单元", "單元"), s_output = new("output", "输出", "輸出");

    /// <summary>Prints the inputs, the units and the outputs.</summary>
    public static void Tell(Teller told)
    {
        told.Say(s_units);
        told.Say(s_outputs);
        told.Line();
        Row(told.In(s_input), told.In(s_unit), told.In(s_output));
        foreach (var step in ByHand.Steps()) Row(Pair(step.Input), Pair(step.State), Pair(step.Output));

        void Row(string input, string units, string output) => told.Line($"  {Screen.Left(input, 11)}{Screen.Left(units, 13)}{output}");
    }

    private static string Pair(float[] values) => $"({values[0]}, {values[1]})";
}
