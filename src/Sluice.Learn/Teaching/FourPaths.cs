using Sluice.Inspection;
using Sluice.Layers;

namespace Sluice.Learn.Teaching;

/// <summary>
/// What went through the four paths of an LSTM at one step: prediction g, ignoring i, forgetting f and selection o.
/// </summary>
/// <param name="Values">One value a unit by the letters of the equations: h⁻, c⁻, g, i, f, o, i⊙g, f⊙c⁻, c, tanh(c), h.</param>
/// <param name="Equations">For each unit its equations with the numbers put in.</param>
public sealed record FourPaths(IReadOnlyDictionary<string, float[]> Values, IReadOnlyList<IReadOnlyList<string>> Equations)
{
    /// <summary>Takes the steps of one sequence out of what an LSTM recorded.</summary>
    /// <param name="layer">The LSTM.</param>
    /// <param name="recording">The recording, [T, 1, H].</param>
    /// <param name="start">The states before the first step.</param>
    public static IReadOnlyList<FourPaths> Of(Recurrent layer, Recording recording, State start)
    {
        int steps = recording.Value("h").Rows, units = recording.Value("h").Columns;
        return [.. Enumerable.Range(0, steps).Select(Step)];

        FourPaths Step(int t)
        {
            var values = new[] { "g", "i", "f", "o", "c", "h" }.ToDictionary(k => k, k => recording.Value(k).Row(t).ToArray());
            foreach (string state in new[] { "h", "c" })
                values[state + "⁻"] = (t == 0 ? start[state].Row(0) : recording.Value(state).Row(t - 1)).ToArray();
            values["i⊙g"] = Gates.Gate(values["g"], values["i"]);
            values["f⊙c⁻"] = Gates.Gate(values["c⁻"], values["f"]);
            values["tanh(c)"] = [.. values["c"].Select(Gates.Tanh)];
            return new(values, [.. Enumerable.Range(0, units).Select(u => StepNumbers.Of(
                "lstm", recording, t, u, state => values[state + "⁻"][u], (block, letter) => Term(t, u, block, letter, values["h⁻"])))]);
        }

        // What the earlier prediction and the bias add to a vote of a unit; the rest of it is what the new word adds.
        float Term(int t, int unit, string block, char letter, float[] before)
        {
            int row = layer.Shape.Blocks.ToList().FindIndex(b => b.Name == block) * units + unit;
            float earlier = Dot(layer.RecurrentWeight.Value.Row(row), before), bias = layer.Bias.Value.Row(0)[row];
            return letter switch { 'R' => earlier, 'b' => bias, _ => recording.Preactivation(block)[t, unit] - earlier - bias };
        }
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int k = 0; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }
}
