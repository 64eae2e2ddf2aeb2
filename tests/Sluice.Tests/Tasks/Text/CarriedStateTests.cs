using Sluice.Autodiff;
using Sluice.Tasks.Text;

namespace Sluice.Tests.Tasks.Text;

/// <summary>A piece of text begins with the states that the piece before left, and its gradients are taken at these.</summary>
public class CarriedStateTests
{
    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("rnn")]
    [InlineData("lstm-peephole")]
    public void Gradients_of_a_later_piece_are_those_of_finite_differences(string cell)
    {
        string text = string.Concat(Enumerable.Range(0, 400).Select(t => "abc"[t * 7919 % 5 % 3]));
        var (model, training) = LanguageModel.From(text, new LanguageModelOptions { Cell = cell, Hidden = 6, Layers = 1, Steps = 2, Batch = 4, Dropout = 0 });
        Loss(0);
        float[][] carried = [.. training.Carried.Select(s => s.ToArray())];
        var tape = new Tape();
        foreach (var parameter in training.Parameters) parameter.Gradient.Clear();
        training.Step(tape, 0, 1);
        tape.Backward();
        foreach (var parameter in training.Parameters)
        {
            // Along its gradient g a loss grows by |g|.
            float[] gradient = parameter.Gradient.ToArray(), at = parameter.Value.ToArray();
            double length = Math.Sqrt(gradient.Sum(g => (double)g * g));
            if (length < 1e-3) continue;
            double grown = (Moved(0.02) - Moved(-0.02)) / 0.04;
            Assert.True(Math.Abs(grown - length) < 0.01 * length + 1e-4, $"{parameter.Name}: expected {length}, got {grown}");

            double Moved(double by)
            {
                parameter.Value.Set([.. at.Select((w, i) => (float)(w + by * gradient[i] / length))]);
                for (int s = 0; s < carried.Length; s++) training.Carried[s].Set(carried[s]);
                parameter.Changed();
                double loss = Loss(1);
                parameter.Value.Set(at);
                parameter.Changed();
                return loss;
            }
        }

        double Loss(int step) => training.Step(new Tape(), 0, step).Loss;
    }
}
