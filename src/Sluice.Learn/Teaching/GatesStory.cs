using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Learn.Teaching;

/// <summary>The arithmetic of gates told as text: adding, multiplying and squashing.</summary>
internal static class GatesStory
{
    private static readonly Words
        s_adding = new("Adding, element by element", "逐个元素相加", "逐個元素相加"),
        s_gate = new("A signal through a gate: 1 is open, 0 is shut", "信号通过门：1 是开，0 是关", "訊號通過門：1 是開，0 是關"),
        s_squashing = new(
            "Squashing: tanh for votes, the logistic function for gates", "压缩：投票用 tanh，门用逻辑函数", "壓縮：投票用 tanh，門用邏輯函數"),
        s_logistic = new("logistic", "逻辑函数", "邏輯函數");

    /// <summary>Prints an example of each.</summary>
    public static void Tell(Teller told)
    {
        told.Say(s_adding);
        told.Line($"  {Vector([3, 4, 5])} + {Vector([6, 7, 8])} = {Vector(Gates.Add([3, 4, 5], [6, 7, 8]))}");
        told.Line();
        told.Say(s_gate);
        told.Line($"  {Vector([0.8f, 0.8f, 0.8f])} x {Vector([1, 0.5f, 0])} = {Vector(Gates.Gate([0.8f, 0.8f, 0.8f], [1, 0.5f, 0]))}");
        told.Line();
        told.Say(s_squashing);
        told.Line($"  {"x",8} {"tanh",8} {Screen.Right(told.In(s_logistic), 9)}");
        foreach (float x in new[] { -100f, -2, -1, -0.5f, 0, 0.5f, 1, 2, 100 })
            told.Line($"  {x,8:0.##} {Gates.Tanh(x),8:0.0000} {Gates.Sigmoid(x),9:0.0000}");
    }

    private static string Vector(float[] values) => $"({string.Join(", ", values.Select(v => v.ToString("0.##")))})";
}
