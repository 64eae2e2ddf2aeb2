using System.Buffers.Binary;
using Sluice.Data.Sequences;
using Sluice.Formats;

namespace Sluice.Readers;

/// <summary>How steps of music become a MIDI file.</summary>
public sealed record MidiOptions
{
    /// <summary>Quarter notes in a minute; a step is one.</summary>
    public double Tempo { get; init; } = 100;

    /// <summary>Whether a key that goes on sounding is held, and not struck again at every step.</summary>
    public bool Held { get; init; } = true;

    /// <summary>How hard keys are struck, from 1 to 127.</summary>
    public int Velocity { get; init; } = 80;
}

/// <summary>Music as a standard MIDI file (MIDI 1.0, RP-001): a step is a quarter note.</summary>
public static class MidiFile
{
    private const int Division = 480;

    /// <summary>Writes steps as a file of format 0: one track, one piano.</summary>
    /// <exception cref="SluiceException">A key is not on a piano, or an option makes no sense.</exception>
    public static void Write(string path, IReadOnlyList<int[]> steps, MidiOptions? options = null) => AtomicFile.Write(path, Bytes(steps, options));

    /// <summary>The bytes of such a file.</summary>
    /// <exception cref="SluiceException">As for <see cref="Write"/>.</exception>
    public static byte[] Bytes(IReadOnlyList<int[]> steps, MidiOptions? options = null)
    {
        options ??= new MidiOptions();
        if (options.Tempo is not (>= 4 and <= 1000))
            throw new SluiceException($"MidiFile: expected a tempo from 4 to 1000 quarter notes in a minute, got {options.Tempo}.");
        if (options.Velocity is not (>= 1 and <= 127))
            throw new SluiceException($"MidiFile: expected a velocity from 1 to 127, got {options.Velocity}.");
        int beat = (int)Math.Round(60e6 / options.Tempo);
        List<byte> track = [0, 0xff, 0x51, 3, (byte)(beat >> 16), (byte)(beat >> 8), (byte)beat];
        int[] sounding = [];
        int waited = 0;
        for (int s = 0; s <= steps.Count; s++, waited += Division)
        {
            int[] now = s < steps.Count ? [.. steps[s].Distinct().Order()] : [];
            foreach (int key in now)
                if (key is < Music.Lowest or >= Music.Lowest + Music.Keys)
                    throw new SluiceException(
                        $"MidiFile: expected keys from {Music.Lowest} to {Music.Lowest + Music.Keys - 1}, got {key} in step {s + 1}.");
            foreach (int key in options.Held ? sounding.Except(now) : sounding) Add(0x80, key, 0);
            foreach (int key in options.Held ? now.Except(sounding) : now) Add(0x90, key, options.Velocity);
            sounding = now;
        }

        AddNumber(track, waited - Division);
        track.AddRange([0xff, 0x2f, 0]);
        return [.. "MThd"u8, 0, 0, 0, 6, 0, 0, 0, 1, Division >> 8, Division & 0xff, .. "MTrk"u8, .. Length(track.Count), .. track];

        void Add(byte status, int key, int velocity)
        {
            AddNumber(track, waited);
            track.AddRange([status, (byte)key, (byte)velocity]);
            waited = 0;
        }
    }

    /// <summary>Reads the notes of a file of format 0 or 1 as steps, each onset and end at the nearest quarter note; drums are left out.</summary>
    /// <exception cref="SluiceFormatException">It is not such a file, is cut off, or has notes that are not on a piano.</exception>
    public static int[][] Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(FileScope.Check(path)), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SluiceFormatException($"the file cannot be read: {e.Message}", path, inner: e);
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="Read"/>.</exception>
    public static int[][] Parse(ReadOnlySpan<byte> content, string file)
    {
        if (content.Length < 14 || !content.StartsWith("MThd"u8) || BinaryPrimitives.ReadUInt32BigEndian(content[4..]) != 6)
            throw new SluiceFormatException("expected a MIDI file, which begins with MThd and a header of 6 bytes.", file);
        int format = BinaryPrimitives.ReadUInt16BigEndian(content[8..]),
            tracks = BinaryPrimitives.ReadUInt16BigEndian(content[10..]), division = BinaryPrimitives.ReadInt16BigEndian(content[12..]);
        if (format > 1) throw new SluiceFormatException($"expected a MIDI file of format 0 or 1, got {format}.", file);
        if (division <= 0)
            throw new SluiceFormatException(
                "expected times in parts of a quarter note, got parts of a second (SMPTE), which say nothing of beats.", file);
        var score = new MidiScore(division, file);
        int at = 14, found = 0;
        while (found < tracks && at < content.Length)
        {
            if (content.Length - at < 8) throw new SluiceFormatException($"the file ends within the head of the chunk at byte {at}.", file);
            uint length = BinaryPrimitives.ReadUInt32BigEndian(content[(at + 4)..]);
            if (length > content.Length - at - 8)
                throw new SluiceFormatException(
                    $"the chunk at byte {at} should have {length} bytes, and the file ends after {content.Length - at - 8}.", file);
            if (content[at..].StartsWith("MTrk"u8))
            {
                score.Add(content[..(at + 8 + (int)length)], at + 8);
                found++;
            }

            at += 8 + (int)length;
        }

        return found == tracks ? score.Steps() : throw new SluiceFormatException($"expected {tracks} tracks, got {found}.", file);
    }

    private static byte[] Length(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    /// <summary>A number of variable length: 7 bits a byte, the highest first, all but the last with the eighth bit set.</summary>
    private static void AddNumber(List<byte> bytes, int value)
    {
        for (int shift = 21; shift > 0; shift -= 7) if (value >> shift != 0) bytes.Add((byte)(value >> shift & 0x7f | 0x80));
        bytes.Add((byte)(value & 0x7f));
    }
}
