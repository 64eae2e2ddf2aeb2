using System.Buffers.Binary;

namespace Sluice.Audio;

/// <summary>
/// Samples of sound that is still coming in: a WAV file whose end need not be known, or whole numbers of 16 bits without any header.
/// </summary>
public sealed class SoundReader
{
    // The header of a file ends before so many bytes, or it is none.
    private const int MostHeader = 1 << 16;

    private readonly Stream _stream;
    private readonly string _name;
    private readonly WavFile.Layout _layout;
    private long _left = long.MaxValue;
    private byte[] _start;

    /// <summary>Reads the header, where there is one.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="rate">Samples a second that are expected.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="SluiceFormatException">The header is not that of sound which can be read, or of another rate.</exception>
    public SoundReader(Stream stream, int rate, string name)
    {
        (_stream, _name, _layout) = (stream, name, new WavFile.Layout(false, rate, 2));
        _start = Bytes(4);
        if (!_start.AsSpan().SequenceEqual("RIFF"u8)) return;
        List<byte> header = [.. _start, .. Bytes(8)];
        while (true)
        {
            byte[] chunk = Bytes(8);
            header.AddRange(chunk);
            long size = chunk.Length < 8 ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(chunk.AsSpan(4));
            if (chunk.AsSpan(0, Math.Min(4, chunk.Length)).SequenceEqual("data"u8))
            {
                // Who writes while recording cannot know the size, and says 0 or the most there is.
                _left = size is 0 or >= int.MaxValue - 1024 ? long.MaxValue : size;
                break;
            }

            if (chunk.Length < 8 || header.Count + size > MostHeader) break;
            header.AddRange(Bytes((int)(size + (size & 1))));
        }

        // The header by itself is a file without samples.
        byte[] whole = [.. header];
        if (_left != long.MaxValue || whole.Length >= 8) BinaryPrimitives.WriteUInt32LittleEndian(whole.AsSpan(Math.Max(0, whole.Length - 4)), 0);
        (var sound, _layout) = WavFile.ParseLayout(whole, name);
        WavFile.CheckRate(sound.Rate, rate, name);
        _start = [];
    }

    /// <summary>The next samples, as soon as there are some; none at the end.</summary>
    /// <param name="most">How many at most.</param>
    /// <exception cref="SluiceFormatException">The last sample is cut off, a WAV file ends too soon, or a sample is not from -1 to 1.</exception>
    public float[] Next(int most)
    {
        long wanted = Math.Min((long)most * _layout.Bytes, _left);
        if (wanted == 0) return [];
        byte[] bytes = new byte[wanted];
        int read = Math.Min(_start.Length, bytes.Length);
        _start.AsSpan(0, read).CopyTo(bytes);
        _start = _start[read..];

        // What has come is given out, but no part of a sample.
        do
        {
            int came = _stream.Read(bytes, read, bytes.Length - read);
            if (came == 0 && bytes.Length > read)
            {
                if (_left != long.MaxValue && read < _left)
                    throw new SluiceFormatException(
                        $"expected {_left} more bytes of sound, as the header says, got {read}: the file is cut off. Copy or record it again.",
                        _name);
                break;
            }

            read += came;
        }
        while (read % _layout.Bytes != 0);
        if (_left != long.MaxValue) _left -= read;
        return WavFile.Decode(bytes.AsSpan(0, read), _layout, _name);
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        return bytes[.._stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
    }
}
