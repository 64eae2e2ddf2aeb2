using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Learn.Teaching;

/// <summary>What happened at one word of the walk-through; every list has one value for each of the five words.</summary>
/// <param name="Word">The new word.</param>
/// <param name="Flow">What went through the paths.</param>
public sealed record WalkThroughStep(string Word, FourPaths Flow)
{
    /// <summary>The prediction before the word.</summary>
    public float[] Earlier => Paths["h⁻"];

    /// <summary>The values by the letters of the equations.</summary>
    public IReadOnlyDictionary<string, float[]> Paths => Flow.Values;

    /// <summary>The words that are expected next.</summary>
    public IReadOnlyList<string> Expected => [.. WalkThrough.Words.Where((_, u) => Paths["h"][u] > 0.5f)];
}

/// <summary>
/// An LSTM with weights set by hand, one unit for each word of the children's book, that plays "Jane saw Spot. Doug saw ..."
/// through its four paths. Gates are open or shut, and each value is an open vote: 1 for, −1 against, 0 neither.
/// </summary>
public static class WalkThrough
{
    private const int Units = 5, Saw = 3, Stop = 4;

    /// <summary>Large enough for a gate to be open or shut, and a vote to be cast, to seven digits.</summary>
    private const float Sure = 20;

    /// <summary>What a word that is expected holds: tanh 1.</summary>
    private static readonly float s_expected = MathF.Tanh(1);

    /// <summary>The words, in the order of the units.</summary>
    public static IReadOnlyList<string> Words { get; } = ["Doug", "Jane", "Spot", "saw", "."];

    /// <summary>The layer with its weights.</summary>
    public static Recurrent Layer()
    {
        var layer = new Recurrent("walk", "l0", "lstm", Units, Units, 0);
        foreach (var parameter in layer.Parameters)
        {
            parameter.Value.Clear();
            parameter.Changed();
        }

        Tensor w = layer.InputWeight.Value, r = layer.RecurrentWeight.Value;
        Span<float> bias = layer.Bias.Value.Row(0), i = bias[..Units], f = bias[Units..(2 * Units)], o = bias[(3 * Units)..];
        const int Forget = Units, Vote = 2 * Units, Select = 3 * Units;
        float two = 2 * s_expected, between = 2.5f * s_expected, steep = 2.5f * Sure;

        // Ignoring: nothing is ignored. Forgetting: all is dropped, but the votes for and against names at "saw".
        i.Fill(Sure);
        f.Fill(-Sure);
        o.Fill(-Sure);
        for (int name = 0; name < 3; name++)
        {
            w[Forget + name, Saw] = 2 * Sure;

            // Prediction: after "saw" and the full stop for every name; after a name against itself.
            (w[Vote + name, Saw], w[Vote + name, Stop], w[Vote + name, name]) = (Sure, Sure, -Sure);

            // A name after three expected names is who sees, and "saw" comes next; after two it is who is seen, and the stop.
            (w[Vote + Saw, name], w[Vote + Stop, name]) = (-Sure * two, Sure * 3 * s_expected);
            (r[Vote + Saw, name], r[Vote + Stop, name]) = (Sure, -Sure);

            // Selection: names after "saw" and the stop; the others as the vote has it.
            (w[Select + name, Saw], w[Select + name, Stop]) = (2 * Sure, 2 * Sure);
            (w[Select + Saw, name], w[Select + Stop, name]) = (Sure - steep * between, Sure + steep * between);
            (r[Select + Saw, name], r[Select + Stop, name]) = (steep, -steep);
        }

        return layer;
    }

    /// <summary>The states before the first word: any name is expected, and nothing is remembered.</summary>
    public static State Start()
    {
        var start = new State("lstm", 1, Units);
        start.Values[0].Row(0)[..3].Fill(s_expected);
        return start;
    }

    /// <summary>
    /// Plays words from the moment after "Jane saw Spot.": any name may come, and nothing is remembered.
    /// </summary>
    /// <exception cref="SluiceException">A word that is not one of the five.</exception>
    public static IReadOnlyList<WalkThroughStep> Play(params string[] words)
    {
        var x = new Tensor(words.Length, 1, Units);
        for (int t = 0; t < words.Length; t++)
        {
            int word = Words.ToList().IndexOf(words[t]);
            if (word < 0) throw new SluiceException($"WalkThrough: expected one of {string.Join(", ", Words)}, got '{words[t]}'.");
            x[t, word] = 1;
        }

        var start = Start();
        var recording = new Recording();
        var layer = Layer();
        layer.Run(new Tape(recording: false), x, out _, start, recording: recording);
        return [.. FourPaths.Of(layer, recording, start).Select((flow, t) => new WalkThroughStep(words[t], flow))];
    }
}
