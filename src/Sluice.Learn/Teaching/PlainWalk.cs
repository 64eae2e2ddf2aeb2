using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Learn.Teaching;

/// <summary>A word as the plain net and the LSTM take it.</summary>
/// <param name="Word">The word.</param>
/// <param name="Values">h of the plain net, one value for each of the five words.</param>
/// <param name="Plain">The words that the plain net expects next.</param>
/// <param name="Lstm">Those that the LSTM of <see cref="WalkThrough"/> expects.</param>
public sealed record PlainWalkStep(string Word, float[] Values, IReadOnlyList<string> Plain, IReadOnlyList<string> Lstm);

/// <summary>
/// The children's book read by a plain net, h = tanh(W x + R h⁻) with one unit a word, whose votes are set by hand as the tutorials draw them: a name
/// votes for "saw" and the full stop; "saw" and the full stop vote for every name; and an expected word votes as it would if it had come. It has no
/// memory but its last prediction, so it lets pass "Doug saw Doug." and sentences that never end.
/// </summary>
public static class PlainWalk
{
    private const int Units = 5, Saw = 3, Stop = 4;

    // A word that came says for certain what may follow, and outvotes what was expected.
    private const float Came = 4, Expected = 0.5f;

    /// <summary>The layer with its weights.</summary>
    public static Recurrent Layer()
    {
        var layer = new Recurrent("plain", "l0", "rnn", Units, Units, 0);
        foreach (var parameter in layer.Parameters)
        {
            parameter.Value.Clear();
            parameter.Changed();
        }

        Tensor w = layer.InputWeight.Value, r = layer.RecurrentWeight.Value;
        for (int name = 0; name < 3; name++)
        {
            foreach (int other in new[] { Saw, Stop })
            {
                // [to, from]: of W what came votes, of R what was expected.
                (w[other, name], w[name, other]) = (Came, Came);
                (w[other, other], r[other, name], r[name, other]) = (-Came, Expected / 3, Expected / 3);
            }

            for (int rival = 0; rival < 3; rival++) w[rival, name] = -Came;
        }

        return layer;
    }

    /// <summary>Plays words from the moment after a full stop, when any name may come, through both nets.</summary>
    /// <exception cref="SluiceException">A word that is not one of the five.</exception>
    public static IReadOnlyList<PlainWalkStep> Play(params string[] words)
    {
        var lstm = WalkThrough.Play(words);
        var x = new Tensor(words.Length, 1, Units);
        for (int t = 0; t < words.Length; t++) x[t, WalkThrough.Words.ToList().IndexOf(words[t])] = 1;
        var start = new State("rnn", 1, Units);
        start.Values[0].Row(0)[..3].Fill(1);
        Tensor h = Layer().Run(new Tape(recording: false), x, out _, start);
        return [.. words.Select((word, t) => new PlainWalkStep(
            word, h.Row(t).ToArray(), [.. WalkThrough.Words.Where((_, u) => h[t, u] > 0.5f)], lstm[t].Expected))];
    }
}
