using Sluice.Data.Sequences;

namespace Sluice.Readers;

/// <summary>The notes of the tracks of a MIDI file.</summary>
/// <param name="division">Ticks of a quarter note.</param>
/// <param name="file">The file, for messages.</param>
internal sealed class MidiScore(int division, string file)
{
    // Three hours of music; a broken time would take all memory else.
    private const int MostSteps = 20_000, Drums = 9;

    private readonly List<(long From, long To, int Key)> _notes = [];
    private long _end;

    /// <summary>Reads a track.</summary>
    /// <param name="bytes">The file, up to the end of the track.</param>
    /// <param name="at">Where the track begins.</param>
    public void Add(ReadOnlySpan<byte> bytes, int at)
    {
        var struck = new Dictionary<(int Channel, int Key), long>();
        long time = 0;
        int running = 0;
        while (at < bytes.Length)
        {
            time += Number(bytes, ref at);
            if (time / division >= MostSteps) throw Wrong(at, $"expected a piece of {MostSteps} quarter notes at most");
            int status = Byte(bytes, ref at);
            if (status is 0xff or 0xf0 or 0xf7)
            {
                bool ends = status == 0xff && Byte(bytes, ref at) == 0x2f;
                int length = Number(bytes, ref at);
                if (length > bytes.Length - at) throw Wrong(at, "the track ends within an event");
                at += length;
                running = 0;
                if (ends) break;
                continue;
            }

            if (status < 0x80) (status, at) = (running, at - 1);
            if (status is < 0x80 or >= 0xf0) throw Wrong(at, "expected a MIDI event");
            running = status;
            int kind = status >> 4, channel = status & 15, first = Datum(bytes, ref at), second = kind is 0xc or 0xd ? 0 : Datum(bytes, ref at);
            if (kind is not (8 or 9) || channel == Drums) continue;
            if (first is < Music.Lowest or >= Music.Lowest + Music.Keys)
                throw Wrong(at, $"expected notes from {Music.Lowest} to {Music.Lowest + Music.Keys - 1}, got {first}");

            // A key struck while it sounds ends the note before.
            if (struck.Remove((channel, first), out long from)) _notes.Add((from, time, first));
            if (kind == 9 && second > 0) struck[(channel, first)] = time;
        }

        foreach (var ((_, key), from) in struck) _notes.Add((from, time, key));
        _end = Math.Max(_end, time);
    }

    /// <summary>The keys of each step; a note is never shorter than one.</summary>
    public int[][] Steps()
    {
        int Nearest(long time) => (int)((time + division / 2) / division);
        var spans = _notes.Select(n => (From: Nearest(n.From), To: Math.Max(Nearest(n.To), Nearest(n.From) + 1), n.Key)).ToList();
        var sounding = new bool[Math.Max(Nearest(_end), spans.Count == 0 ? 0 : spans.Max(s => s.To)), Music.Keys];
        foreach (var (from, to, key) in spans)
            for (int s = from; s < to; s++) sounding[s, key - Music.Lowest] = true;
        return [.. Enumerable.Range(
            0, sounding.GetLength(0)).Select(s => Enumerable.Range(Music.Lowest, Music.Keys).Where(k => sounding[s, k - Music.Lowest]).ToArray())];
    }

    private int Byte(ReadOnlySpan<byte> bytes, ref int at) => at < bytes.Length ? bytes[at++] : throw Wrong(at, "the track ends within an event");

    private int Datum(ReadOnlySpan<byte> bytes, ref int at)
        => Byte(bytes, ref at) is var value and < 0x80 ? value : throw Wrong(at, "expected a number up to 127 in a MIDI event");

    private int Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        int value = 0;
        for (int i = 0; i < 4; i++)
        {
            int next = Byte(bytes, ref at);
            value = value << 7 | next & 0x7f;
            if (next < 0x80) return value;
        }

        throw Wrong(at, "expected a number of 4 bytes at most");
    }

    private SluiceFormatException Wrong(int at, string message) => new($"{message}, at byte {at}.", file);
}
