using System.Runtime.CompilerServices;
using System.Text.Json;
using Sluice.Autodiff;
using Sluice.Losses;

namespace Sluice.Tests.Golden;

/// <summary>
/// Loss and gradient of connectionist temporal classification, beside those of PyTorch 1.13 (ctc.py beside this file), and beside a plain recursion
/// in double precision whose gradient is taken by differences.
/// </summary>
public class CtcTests
{
    // Logits are of single precision here, and gradients are written in it.
    private const double Tolerance = 1e-5;

    private static readonly JsonElement s_file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), "ctc.json"))).RootElement;

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, s_file.GetProperty("cases").GetArrayLength())];

    [Theory, MemberData(nameof(Cases))]
    public void Loss_and_gradient_are_those_of_PyTorch_and_of_double_precision(int index)
    {
        var example = s_file.GetProperty("cases")[index];
        int Size(string name) => example.GetProperty(name).GetInt32();
        int[][] labels = [.. example.GetProperty("labels").EnumerateArray().Select(Integers)];
        int[] lengths = Integers(example.GetProperty("lengths"));
        var logits = new Tensor(Size("steps"), labels.Length, Size("symbols")) { NeedsGradient = true };
        logits.Set([.. Enumerable.Range(0, (int)logits.Count).Select(k => (float)(3 * Math.Sin(0.7 * k + 0.01 * k * (k % 5))))]);
        double loss = ConnectionistTemporal.Mean(new Tape(), logits, labels, lengths, Size("blank"));
        float[] gradient = logits.Gradient!.ToArray(), expected = [.. example.GetProperty("gradient").EnumerateArray().Select(v => v.GetSingle())];
        float right = example.GetProperty("loss").GetSingle();
        Near("PyTorch's CTC", right, (float)loss, Math.Max(1, right));
        for (int i = 0; i < expected.Length; i++) Near("PyTorch's CTC", expected[i], gradient[i * Size("every")], 1);

        // By differences of the loss of each sequence: at some places, as each takes two of them.
        const double Step = 1e-4;
        for (int b = 0; b < labels.Length; b++)
        {
            double[][] rows = [.. Enumerable.Range(0, lengths[b]).Select(t => logits.Row(t * labels.Length + b).ToArray().Select(v => (double)v).ToArray())];
            for (int t = 0; t < rows.Length; t += Math.Max(1, rows.Length / 6))
            {
                for (int c = 0; c < rows[t].Length; c += Math.Max(1, rows[t].Length / 4))
                {
                    double kept = rows[t][c];
                    rows[t][c] = kept + Step;
                    double above = Loss(rows, labels[b], Size("blank"));
                    rows[t][c] = kept - Step;
                    double below = Loss(rows, labels[b], Size("blank"));
                    rows[t][c] = kept;
                    Near(
                        "CTC in double precision", (float)((above - below) / (2 * Step) / labels.Length),
                        logits.Gradient[t * labels.Length + b, c], 1);
                }
            }
        }
    }

    /// <summary>−ln p of the labels by the forward recursion over labels with blanks between them, in probabilities scaled at each step.</summary>
    private static double Loss(double[][] logits, int[] labels, int blank)
    {
        int[] line = [blank, .. labels.SelectMany(l => new[] { l, blank })];
        double[] before = [1, .. new double[line.Length - 1]];
        double logarithm = 0;
        for (int t = 0; t < logits.Length; t++)
        {
            double most = logits[t].Max(), sum = logits[t].Sum(v => Math.Exp(v - most));
            var now = new double[line.Length];
            for (int s = 0; s < line.Length; s++)
            {
                // At the first step a way begins with the blank or the first label.
                double ways = t == 0 ? s < 2 ? 1 : 0 : before[s] + (s > 0 ? before[s - 1] : 0);
                if (t > 0 && s > 1 && line[s] != blank && line[s] != line[s - 2]) ways += before[s - 2];
                now[s] = ways * Math.Exp(logits[t][line[s]] - most) / sum;
            }

            double scale = now.Sum();
            logarithm += Math.Log(scale);
            before = [.. now.Select(p => p / scale)];
        }

        return -(logarithm + Math.Log(before[^1] + (line.Length > 1 ? before[^2] : 0)));
    }

    private static void Near(string source, float expected, float got, double scale)
        => Assert.True(Differences.Of(source, expected, got) < Tolerance * scale, $"{source}: {expected}, Sluice: {got}");

    private static int[] Integers(JsonElement values) => [.. values.EnumerateArray().Select(v => v.GetInt32())];

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
