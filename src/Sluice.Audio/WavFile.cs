using System.Buffers.Binary;
using System.Text;
using Sluice.Formats;

namespace Sluice.Audio;

/// <summary>
/// Sound in RIFF/WAVE (Microsoft and IBM 1991): one channel of whole numbers of 8, 16, 24 or 32 bits, or of floats of 32 or 64 bits. Sizes that were
/// never filled in are those of the file.
/// </summary>
public static class WavFile
{
    internal const int FastestRate = 768_000;

    private const int Whole = 1, Float = 3, Extensible = 0xFFFE;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rate">The samples a second that it must have; null for any.</param>
    /// <exception cref="SluiceFormatException">It is not such a file, cut off, or of another rate: what was found and how to mend it.</exception>
    public static Sound Read(string path, int? rate = null)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(FileScope.Check(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SluiceFormatException($"the file cannot be read: {e.Message}", path, inner: e);
        }

        var sound = Parse(content, path);
        CheckRate(sound.Rate, rate, path);
        return sound;
    }

    /// <summary>Reads the content of a file.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="Read"/>.</exception>
    public static Sound Parse(byte[] content, string file) => ParseLayout(content, file).Sound;

    internal static void CheckRate(int got, int? expected, string file)
    {
        if (expected is not null && got != expected)
            throw new SluiceFormatException($"expected {expected} samples a second, got {got}. {Convert($"-ar {expected}")}", file);
    }

    internal static (Sound Sound, Layout Layout) ParseLayout(byte[] content, string file)
    {
        SluiceFormatException Wrong(string what) => new(what, file);
        if (content.Length < 12 || Name(content, 0) != "RIFF" || Name(content, 8) != "WAVE")
            throw Wrong($"expected a WAV file, which begins with RIFF, a size and WAVE; {(content.Length < 12 ? $"got {content.Length} bytes" : $"got '{Name(content, 0)}' and '{Name(content, 8)}'")}. {Convert("")}");
        Layout? layout = null;
        for (int at = 12; at + 8 <= content.Length;)
        {
            string name = Name(content, at);
            long size = BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(at + 4));
            int start = at + 8, left = content.Length - start;
            if (name == "data" && IsUnfinished(content, size))
            {
                // The last sample may have been written in part.
                var unfinished = layout ?? throw Wrong("expected the chunk 'fmt ' before 'data', got none.");
                return (new Sound(unfinished.Rate, Decode(content.AsSpan(start, left / unfinished.Bytes * unfinished.Bytes), unfinished, file)),
                    unfinished);
            }

            if (size > left)
                throw Wrong($"expected {size} bytes in the chunk '{name}', as its header says, got {left}: the file is cut off, or was never finished. Copy or record it again.");
            var chunk = content.AsSpan(start, (int)size);
            if (name == "fmt ") layout = layout is null ? LayoutOf(chunk, Wrong) : throw Wrong("expected one chunk 'fmt ', got two.");
            else if (name == "data")
            {
                var known = layout ?? throw Wrong("expected the chunk 'fmt ' before 'data', got none.");
                return (new Sound(known.Rate, Decode(chunk, known, file)), known);
            }

            // A chunk of odd size has a byte behind it.
            at = (int)Math.Min(start + size + (size & 1), content.Length);
        }

        throw Wrong($"expected a chunk 'data' with the samples, got none: the file is cut off or holds no sound.");
    }

    /// <summary>
    /// Whether the size of the samples was never filled in: who writes to a pipe cannot go back, and leaves the most there is, or 0 where the whole
    /// has no right size either.
    /// </summary>
    private static bool IsUnfinished(byte[] content, long size)
        => size >= int.MaxValue - 1024 || (size == 0 && BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(4)) != content.Length - 8);

    /// <summary>Writes whole numbers of 16 bits; what is louder than 1 is cut.</summary>
    public static void Write(string path, Sound sound)
    {
        using var writer = new BinaryWriter(File.Create(FileScope.Check(path)));
        int size = 2 * sound.Samples.Length;
        writer.Write("RIFF"u8);
        writer.Write(36 + size);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)Whole);
        writer.Write((short)1);
        writer.Write(sound.Rate);
        writer.Write(2 * sound.Rate);
        writer.Write((short)2);
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(size);
        foreach (float sample in sound.Samples) writer.Write((short)Math.Clamp(MathF.Round(sample * 32768), short.MinValue, short.MaxValue));
    }

    private static Layout LayoutOf(ReadOnlySpan<byte> chunk, Func<string, SluiceFormatException> wrong)
    {
        if (chunk.Length < 16) throw wrong($"expected 16 bytes or more in the chunk 'fmt ', got {chunk.Length}.");
        int kind = BinaryPrimitives.ReadUInt16LittleEndian(chunk), channels = BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        int frame = BinaryPrimitives.ReadUInt16LittleEndian(chunk[12..]), bits = BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]);
        if (kind == Extensible && chunk.Length >= 26) kind = BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]);
        if (kind is not (Whole or Float)) throw wrong($"expected uncompressed sound, got {Compression(kind)}. {Convert("-c:a pcm_s16le")}");
        if (channels != 1) throw wrong($"expected one channel, got {channels}{(channels == 2 ? " (stereo)" : "")}. {Convert("-ac 1")}");
        if (kind == Whole ? bits is not (8 or 16 or 24 or 32) : bits is not (32 or 64))
            throw wrong($"expected whole numbers of 8, 16, 24 or 32 bits, or floats of 32 or 64, got {(kind == Whole ? "whole numbers" : "floats")} of {bits}. {Convert("-c:a pcm_s16le")}");
        if (frame != bits / 8)
            throw wrong($"expected {bits / 8} bytes a sample for {bits} bits, got {frame}: the header contradicts itself. {Convert("")}");
        if (rate is 0 or > FastestRate) throw wrong($"expected 1 to {FastestRate} samples a second, got {rate}. {Convert("-ar 16000")}");
        return new Layout(kind == Float, (int)rate, bits / 8);
    }

    /// <summary>Samples out of their bytes.</summary>
    internal static float[] Decode(ReadOnlySpan<byte> data, Layout layout, string file)
    {
        SluiceFormatException Wrong(string what) => new(what, file);
        if (data.Length % layout.Bytes != 0)
            throw Wrong(
                $"expected samples of {layout.Bytes} bytes, got {data.Length} bytes of them: the last is cut off. Copy or record the file again.");
        var samples = new float[data.Length / layout.Bytes];
        for (int i = 0; i < samples.Length; i++)
        {
            var bytes = data.Slice(i * layout.Bytes, layout.Bytes);
            samples[i] = (layout.Bytes, layout.Float) switch
            {
                (1, _) => (bytes[0] - 128) / 128f,
                (2, _) => BinaryPrimitives.ReadInt16LittleEndian(bytes) / 32768f,
                (3, _) => ((bytes[0] | bytes[1] << 8 | bytes[2] << 16) << 8) / 2147483648f,
                (8, _) => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
                (_, true) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
                _ => BinaryPrimitives.ReadInt32LittleEndian(bytes) / 2147483648f,
            };
            if (!(Math.Abs(samples[i]) <= 1))
                throw Wrong($"expected samples from -1 to 1, got {samples[i]} at sample {i + 1}. {Convert("-c:a pcm_s16le")}");
        }

        return samples;
    }

    private static string Name(byte[] content, int at)
        => string.Concat(Encoding.Latin1.GetString(content, at, 4).Select(c => c is >= ' ' and < '\x7f' ? c : '?'));

    private static string Compression(int kind) => kind switch
    {
        2 or 17 => "ADPCM",
        6 => "A-law",
        7 => "µ-law",
        80 or 85 => "MPEG",
        _ => $"the format {kind}",
    };

    private static string Convert(string options) => $"Convert it, for example: ffmpeg -i FILE {(options.Length > 0 ? options + " " : "")}NEW.wav";

    internal sealed record Layout(bool Float, int Rate, int Bytes);
}
