using Sluice.Autodiff;
using Sluice.Data.Text;
using Sluice.Networks;
using Sluice.Tasks.Text;

namespace Sluice.Onnx.Tests;

/// <summary>Models of the tasks through ONNX Runtime: their answers, whole and piece by piece.</summary>
public class TaskExportTests
{
    [Theory]
    [InlineData("lstm", false)]
    [InlineData("gru+zoneout", true)]
    public void Text(string cell, bool learned)
    {
        var vocabulary = Vocabulary.Build("the quick brown fox jumps over the lazy dog".Select(c => c.ToString()), 1);
        var model = new LanguageModel(vocabulary, new LanguageModelOptions { Cell = cell, Layers = 2, Hidden = 12, Embedding = 6, LearnedInitial = learned });
        int[] symbols = [.. Enumerable.Range(0, 24).Select(i => i * 7 % vocabulary.Count)];
        var right = model.Logits(new Tape(false), symbols, 12, 2, model.Stack.NewState(2)).ToArray();
        using var whole = new ExportedFile(model);
        whole.Equal(new() { ["symbols"] = Value.From(symbols.Select(s => (long)s).ToArray(), 12, 2) }, ("logits", right));

        // Piece by piece: four steps, then eight.
        using var stream = new ExportedFile(model, stream: true);
        var states = stream.Network.Inputs.Where(p => p.Name != "symbols").ToDictionary(p => p.Name, p => Value.From(new float[2 * 12], 2, 12));
        int at = 0;
        foreach (int steps in (int[])[4, 8])
        {
            var inputs = states.ToDictionary();
            inputs["symbols"] = Value.From(symbols.Skip(2 * at).Take(2 * steps).Select(s => (long)s).ToArray(), steps, 2);
            float[] part = right[(2 * at * vocabulary.Count)..(2 * (at + steps) * vocabulary.Count)];
            var outputs = stream.Equal(inputs, ("logits", part));
            foreach (string name in states.Keys.ToList()) states[name] = Value.From(outputs[name + "_next"], 2, 12);
            at += steps;
        }
    }
}
