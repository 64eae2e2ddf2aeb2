using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sluice.Learn.Teaching;

namespace Sluice.Studio.Views;

/// <summary>The two squashing functions as curves, signals through taps, and a state that flips beside one that fades.</summary>
internal static class GateApi
{
    private const int Elements = 4, Steps = 16, MostBits = 200;

    /// <summary>Both curves at x, with eˣ, of which they are made.</summary>
    private sealed record Curves(float[] X, float[] Tanh, float[] Logistic, float[] Exponential);

    /// <summary>For each step what comes, and what passes.</summary>
    private sealed record Passed(float[][] Signal, float[][] Product);

    /// <summary>Whether the ones so far are odd, and two states that keep it or not.</summary>
    private sealed record Parities(bool[] Odd, ParityCourse Flips, ParityCourse Fades);

    /// <summary>A state after each bit, and whether it is taken for odd.</summary>
    private sealed record ParityCourse(float[] States, bool[] Odd);

    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
        // From −6 to 6 in steps of 0.05: where the sliders of the page can stand.
        float[] x = [.. Enumerable.Range(0, 241).Select(k => (k - 120) / 20f)];
        var curves = new Curves(x, [.. x.Select(Gates.Tanh)], [.. x.Select(Gates.Sigmoid)], [.. x.Select(MathF.Exp)]);
        api.MapGet("gates/curves", () => curves);
        api.MapGet("gates/pass", (string signal, string taps) =>
        {
            float[] amounts = Taps(taps);
            float[][] signals = Signal(signal);
            return new Passed(signals, [.. signals.Select(s => Gates.Gate(s, amounts))]);
        });
        api.MapGet("gates/parity", (string bits, float flips, float fades) =>
        {
            if (bits.Length > MostBits || bits.Any(b => b is not ('0' or '1')))
                throw new SluiceException($"gates: expected up to {MostBits} bits, each 0 or 1, got '{bits[..Math.Min(bits.Length, MostBits)]}'.");
            bool[] ones = [.. bits.Select(b => b == '1')];
            return new Parities(ParityState.Walk(ones, -1).Odd, State(ones, flips), State(ones, fades));
        });
    }

    private static ParityCourse State(bool[] ones, float eigenvalue)
    {
        var (states, odd) = ParityState.Walk(ones, eigenvalue);
        return new ParityCourse(states, odd);
    }

    private static float[] Taps(string text)
    {
        string[] parts = text.Split(',');
        float[] taps = [.. parts.Select(
            p => float.TryParse(p, System.Globalization.CultureInfo.InvariantCulture, out float v) && v is >= 0 and <= 1 ? v : float.NaN)];
        return taps.Length == Elements && !taps.Contains(float.NaN)
            ? taps
            : throw new SluiceException($"gates: expected {Elements} taps from 0 to 1, such as 1,0.5,0,1, got '{text}'.");
    }

    /// <summary>[step][element].</summary>
    private static float[][] Signal(string name)
    {
        Func<int, int, float> at = name switch
        {
            "steady" => (_, _) => 0.8f,
            "waves" => (t, k) => MathF.Round(0.95f * MathF.Sin(MathF.Tau * (t + 4 * k) / Steps), 2),
            "votes" => (t, k) => ((t + 3 * k) % 4) switch { 0 => 0.9f, 1 => -0.6f, 2 => 0.3f, _ => -0.2f },
            _ => throw new SluiceException($"gates: expected the signal steady, waves or votes, got '{name}'."),
        };
        return [.. Enumerable.Range(0, Steps).Select(t => Enumerable.Range(0, Elements).Select(k => at(t, k)).ToArray())];
    }
}
