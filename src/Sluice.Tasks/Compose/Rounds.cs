using System.Text;

namespace Sluice.Tasks.Compose;

/// <summary>Old tunes sung as rounds: each voice begins some steps after the one before.</summary>
internal static class Rounds
{
    private const int Voices = 4, Times = 2, Middle = 55;

    // Half tones above the lowest note of the scale and how many steps each lasts; two steps are a beat.
    private static readonly (int Delay, (int Tone, int Steps)[] Notes)[] s_tunes =
    [
        // Frère Jacques.
        (16,
        [
            (0, 2), (2, 2), (4, 2), (0, 2), (0, 2), (2, 2), (4, 2), (0, 2), (4, 2), (5, 2), (7, 4), (4, 2), (5, 2), (7, 4), (7, 1), (9, 1), (7, 1),
            (5, 1), (4, 2), (0, 2), (7, 1), (9, 1), (7, 1), (5, 1), (4, 2), (0, 2), (0, 2), (-5, 2), (0, 4), (0, 2), (-5, 2), (0, 4)
        ]),

        // Row, row, row your boat.
        (12,
        [
            (0, 3), (0, 3), (0, 2), (2, 1), (4, 3), (4, 2), (2, 1), (4, 2), (5, 1), (7, 6), (12, 1), (12, 1), (12, 1), (7, 1), (7, 1), (7, 1), (4, 1),
            (4, 1), (4, 1), (0, 1), (0, 1), (0, 1), (7, 2), (5, 1), (4, 2), (2, 1), (0, 6)
        ]),

        // Three blind mice.
        (12,
        [
            (4, 3), (2, 3), (0, 6), (4, 3), (2, 3), (0, 6), (7, 3), (5, 2), (5, 1), (4, 6), (7, 3), (5, 2), (5, 1), (4, 6), (12, 3), (12, 1), (11, 1),
            (9, 1), (11, 1), (12, 2), (7, 3)
        ]),
    ];

    /// <summary>The pieces in the parts train, valid and test: keys in turn.</summary>
    public static string Json()
    {
        var pieces = Enumerable.Range(0, 12).SelectMany(key => s_tunes.Select(t => (key, Piece: Piece(t.Delay, t.Notes, key)))).ToList();
        string Part(string name, Func<int, bool> keys)
            => $"\"{name}\": [\n{string.Join(",\n", pieces.Where(p => keys(p.key)).Select(p => p.Piece))}\n]";
        return $"{{{Part("train", k => k % 6 is not (4 or 5))},\n{Part("valid", k => k % 6 == 4)},\n{Part("test", k => k % 6 == 5)}}}\n";
    }

    /// <summary>A round in a key: of each step the notes of all voices, each once.</summary>
    private static string Piece(int delay, (int Tone, int Steps)[] notes, int key)
    {
        int[] tune = [.. Enumerable.Repeat(notes.SelectMany(n => Enumerable.Repeat(Middle + key + n.Tone, n.Steps)), Times).SelectMany(t => t)];
        var text = new StringBuilder("[");
        for (int step = 0; step < tune.Length + (Voices - 1) * delay; step++)
        {
            int at = step;
            var sounding =
                Enumerable.Range(0, Voices).Select(v => at - v * delay).Where(t => t >= 0 && t < tune.Length).Select(t => tune[t]).Distinct().Order();
            text.Append(step == 0 ? "" : ",").Append('[').AppendJoin(',', sounding).Append(']');
        }

        return text.Append(']').ToString();
    }
}
