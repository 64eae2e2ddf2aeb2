using System.Text.Json;
using Sluice.Autodiff;
using Sluice.Losses;

namespace Sluice.Tests.Losses;

public class ConnectionistTemporalTests
{
    /// <summary>Every way of so many steps, and the labels it says.</summary>
    private static IEnumerable<(int[] Way, string Labels)> Ways(int steps, int k, int blank)
    {
        for (int n = 0; n < Math.Pow(k, steps); n++)
        {
            int[] way = [.. Enumerable.Range(0, steps).Select(t => n / (int)Math.Pow(k, t) % k)];
            yield return (way, string.Join(' ', way.Where((c, t) => c != blank && (t == 0 || way[t - 1] != c))));
        }
    }

    private static double Probability(Tensor logits, int b, int[] way) => way.Select((c, t) =>
    {
        float[] row = logits.Row(t * logits.Shape[1] + b).ToArray();
        return Math.Exp(row[c]) / row.Sum(v => Math.Exp(v));
    }).Aggregate(1.0, (a, p) => a * p);

    [Theory]
    [InlineData("", 1)]
    [InlineData("1", 0)]
    [InlineData("1 2", 0)]
    [InlineData("1 1", 0)]
    [InlineData("0 1 0", 2)]
    public void The_loss_is_that_of_all_ways_and_the_beam_finds_their_sum(string text, int blank)
    {
        int[] labels = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
        var logits = Layers.LayerGradient.Random(3, 5, 2, 3);
        double all = Ways(4, 3, blank).Where(w => w.Labels == text).Sum(w => Probability(logits, 1, w.Way));
        var tape = new Tape();
        double loss = ConnectionistTemporal.Mean(new Tape(false), logits, [[], labels], [1, 4], blank);
        double first = -Math.Log(Probability(logits, 0, [blank]));
        Assert.Equal((first - Math.Log(all)) / 2, loss, 1e-6);

        var best = ConnectionistTemporal.Beam(logits, 1, 4, blank, 200);
        Assert.Equal(Math.Log(all), best.Single(p => string.Join(' ', p.Labels) == text).LogProbability, 1e-6);
        Assert.Equal(1, best.Sum(p => Math.Exp(p.LogProbability)), 1e-6);
        Assert.Equal(best.OrderByDescending(p => p.LogProbability), best);
    }

    [Fact]
    public void The_gradient_is_that_of_finite_differences_and_zero_beyond_the_end()
    {
        var logits = Layers.LayerGradient.Random(5, 5, 2, 4);
        int[][] labels = [[1, 1], [3, 2]];
        int[] lengths = [4, 5];
        var tape = new Tape();
        ConnectionistTemporal.Mean(tape, logits, labels, lengths, 0, 2);
        for (int r = 0; r < logits.Rows; r++)
            for (int c = 0; c < 4; c++)
            {
                float kept = logits[r, c];
                double Loss(float value)
                {
                    logits[r, c] = value;
                    return ConnectionistTemporal.Mean(new Tape(false), logits, labels, lengths);
                }

                double slope = (Loss(kept + 0.01f) - Loss(kept - 0.01f)) / 0.02;
                logits[r, c] = kept;
                Assert.Equal(2 * slope, logits.Gradient![r, c], 1e-3);
            }
    }

    [Fact]
    public void Labels_without_room_are_refused()
    {
        var logits = new Tensor(3, 1, 4);
        Assert.Contains(
            "need 4 steps or more, and sequence 1 has 3",
            Assert.Throws<SluiceException>(() => ConnectionistTemporal.Mean(new Tape(false), logits, [[1, 1, 2]])).Message);
        Assert.Contains(
            "other than the blank 0, got 0",
            Assert.Throws<SluiceException>(() => ConnectionistTemporal.Mean(new Tape(false), logits, [[0]])).Message);
        Assert.Contains("[T, 2, K]", Assert.Throws<SluiceException>(() => ConnectionistTemporal.Mean(new Tape(false), logits, [[1], [1]])).Message);
    }

    [Fact]
    public void A_language_model_can_turn_the_balance()
    {
        var logits = new Tensor(2, 1, 3);
        logits.Set([0, 2, 1.9f, 3, 0, 0]);
        Assert.Equal([1], ConnectionistTemporal.Beam(logits, 0, 2)[0].Labels);
        Assert.Equal([2], ConnectionistTemporal.Beam(logits, 0, 2, language: (before, label) => label == 2 ? 1 : 0)[0].Labels);
    }

    [RealDataFact("recurrent-vectors/ctc.json")]
    public void Published_cases_are_met()
    {
        using var cases = JsonDocument.Parse(File.ReadAllText(RealData.Find("recurrent-vectors/ctc.json")!));
        foreach (var c in cases.RootElement.EnumerateArray())
        {
            var logits = Logits(c);
            int blank = c.GetProperty("blank").GetInt32(), steps = logits.Shape[0];
            var expected = c.GetProperty("expected");
            double tolerance = c.GetProperty("tolerance").GetDouble();
            switch (c.GetProperty("kind").GetString())
            {
                case "ctc-loss":
                    int[] labels = [.. c.GetProperty("labels").EnumerateArray().Select(l => l.GetInt32())];
                    Assert.Equal(
                        expected.GetProperty("loss").GetDouble(), ConnectionistTemporal.Mean(new Tape(), logits, [labels], null, blank), tolerance);
                    if (!expected.TryGetProperty("gradient_wrt_logits", out var gradient)) break;
                    for (int t = 0; t < steps; t++)
                        for (int k = 0; k < logits.Columns; k++) Assert.Equal(gradient[t][k].GetDouble(), logits.Gradient![t, k], 1e-5);
                    break;
                case "ctc-greedy":
                    var (told, p) = ConnectionistTemporal.Greedy(logits, 0, steps, blank);
                    Assert.Equal(expected.GetProperty("labels").EnumerateArray().Select(l => l.GetInt32()), told);

                    // A row of the second case sums to 1.1, which a softmax puts right.
                    double excess = c.GetProperty("probabilities").EnumerateArray().Sum(r => Math.Log(r.EnumerateArray().Sum(v => v.GetDouble())));
                    Assert.Equal(expected.GetProperty("negative_log_probability").GetDouble(), -p - excess, 1e-5);
                    break;
                default:
                    // A beam of two finds both, and has lost the greedy sequence, which is more probable: the search as it was published.
                    var paths = ConnectionistTemporal.Beam(logits, 0, steps, blank, c.GetProperty("beam_width").GetInt32(), keepsGreedy: false);
                    int n = 0;
                    foreach (var path in expected.GetProperty("paths").EnumerateArray())
                    {
                        Assert.Equal(path.GetProperty("labels").EnumerateArray().Select(l => l.GetInt32()), paths[n].Labels);
                        Assert.Equal(path.GetProperty("log_probability").GetDouble(), paths[n++].LogProbability, tolerance);
                    }

                    break;
            }
        }
    }

    private static Tensor Logits(JsonElement c)
    {
        float[][] rows = c.TryGetProperty("probabilities", out var p) ? Rows(p, MathF.Log)
            : c.GetProperty("logits").ValueKind == JsonValueKind.Array ? Rows(c.GetProperty("logits"), v => v)
            : [.. Enumerable.Range(
                0, c.GetProperty("time_steps").GetInt32()).Select(_ => Enumerable.Repeat(1f, c.GetProperty("classes").GetInt32()).ToArray())];
        var logits = new Tensor(rows.Length, 1, rows[0].Length);
        logits.Set([.. rows.SelectMany(r => r)]);
        return logits;

        static float[][] Rows(JsonElement rows, Func<float, float> of)
            => [.. rows.EnumerateArray().Select(r => r.EnumerateArray().Select(v => of(v.GetSingle())).ToArray())];
    }
}
