using System.Buffers.Binary;
using Sluice.Audio;

namespace Sluice.Tests.Audio;

public class WavFileTests
{
    private static readonly float[] s_samples = [0, 0.5f, -0.25f, -1, 0.125f];

    [Theory]
    [InlineData(1, 8)]
    [InlineData(1, 16)]
    [InlineData(1, 24)]
    [InlineData(1, 32)]
    [InlineData(3, 32)]
    public void Reads_every_layout_that_it_promises(int kind, int bits)
    {
        foreach (bool extensible in new[] { false, true })
        {
            var sound = WavFile.Parse(Wav(kind, bits, 1, 8000, Encoded(kind, bits), extensible), "x.wav");
            Assert.Equal(8000, sound.Rate);
            Assert.Equal(s_samples, sound.Samples);
        }
    }

    [Fact]
    public void Reads_what_it_wrote_and_cuts_what_is_too_loud()
    {
        using var folder = new TemporaryFolder();
        WavFile.Write(folder.File("a.wav"), new Sound(16000, [.. s_samples, 2, -2]));
        var sound = WavFile.Read(folder.File("a.wav"), 16000);
        Assert.Equal([.. s_samples, 32767 / 32768f, -1], sound.Samples);
    }

    [Fact]
    public void Passes_over_chunks_of_odd_size()
    {
        byte[] plain = Wav(1, 16, 1, 8000, Encoded(1, 16));
        byte[] more = [.. plain[..12], .. "LIST"u8, 3, 0, 0, 0, 1, 2, 3, 0, .. plain[12..]];
        Assert.Equal(s_samples, WavFile.Parse(more, "x.wav").Samples);
    }

    [Theory]
    [InlineData(1, 16, 2, "got 2 (stereo)", "-ac 1")]
    [InlineData(7, 8, 1, "got µ-law", "pcm_s16le")]
    [InlineData(85, 16, 1, "got MPEG", "pcm_s16le")]
    [InlineData(1, 12, 1, "got whole numbers of 12", "pcm_s16le")]
    [InlineData(3, 16, 1, "got floats of 16", "pcm_s16le")]
    public void Refuses_other_layouts_with_file_and_remedy(int kind, int bits, int channels, string got, string remedy)
    {
        var e = Assert.Throws<SluiceFormatException>(() => WavFile.Parse(Wav(kind, bits, channels, 8000, new byte[16]), "x.wav"));
        Assert.StartsWith("x.wav: expected", e.Message);
        Assert.Contains(got, e.Message);
        Assert.Contains(remedy, e.Message);
    }

    [Fact]
    public void Refuses_a_file_that_is_cut_off_anywhere()
    {
        byte[] whole = Wav(1, 16, 1, 8000, Encoded(1, 16));
        for (int length = 0; length < whole.Length; length++) Assert.Throws<SluiceFormatException>(() => WavFile.Parse(whole[..length], "x.wav"));
        Assert.Contains("cut off", Assert.Throws<SluiceFormatException>(() => WavFile.Parse(whole[..^1], "x.wav")).Message);
        Assert.Contains("'OggS'", Assert.Throws<SluiceFormatException>(() => WavFile.Parse([.. "OggS"u8, .. new byte[60]], "x.wav")).Message);
        Assert.Contains("bytes a sample", Assert.Throws<SluiceFormatException>(() => WavFile.Parse(Changed(whole, 32, 4), "x.wav")).Message);
        Assert.Contains("samples a second", Assert.Throws<SluiceFormatException>(() => WavFile.Parse(Wav(1, 16, 1, 0, []), "x.wav")).Message);
        Assert.Contains(
            "at sample 2",
            Assert.Throws<SluiceFormatException>(() => WavFile.Parse(Wav(3, 32, 1, 8000, [0, 0, 0, 0, 0, 0, 0xC0, 0x7F]), "x.wav")).Message);
    }

    [Theory]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(uint.MaxValue, 0)]
    [InlineData(0, 0)]
    [InlineData(36, 0)]
    [InlineData(0x7FFFFFFF + 36u, 0x7FFFFFFF)]
    public void Sizes_that_were_never_filled_in_are_those_of_the_file(uint whole, uint data)
    {
        byte[] wav = Wav(1, 16, 1, 8000, [0, 0x40, 0, 0xC0]);
        BitConverter.TryWriteBytes(wav.AsSpan(4), whole);
        BitConverter.TryWriteBytes(wav.AsSpan(40), data);
        Assert.Equal([0.5f, -0.5f], WavFile.Parse(wav, "x.wav").Samples);
        Assert.Equal([0.5f, -0.5f], WavFile.Parse([.. wav, 7], "x.wav").Samples);
    }

    [Fact]
    public void A_file_without_samples_is_not_unfinished()
        => Assert.Empty(WavFile.Parse(Wav(1, 16, 1, 8000, []), "x.wav").Samples);

    [Fact]
    public void Floats_of_64_bits_are_read()
        => Assert.Equal(
            [0.25f, -1f], WavFile.Parse(Wav(3, 64, 1, 8000, [.. BitConverter.GetBytes(0.25), .. BitConverter.GetBytes(-1.0)]), "x.wav").Samples);

    [Fact]
    public void Refuses_another_rate_and_names_both()
    {
        using var folder = new TemporaryFolder();
        WavFile.Write(folder.File("a.wav"), new Sound(44100, s_samples));
        var e = Assert.Throws<SluiceFormatException>(() => WavFile.Read(folder.File("a.wav"), 8000));
        Assert.Contains("a.wav: expected 8000 samples a second, got 44100", e.Message);
        Assert.Contains("-ar 8000", e.Message);
    }

    private static byte[] Changed(byte[] content, int at, byte value) => [.. content[..at], value, .. content[(at + 1)..]];

    private static byte[] Encoded(int kind, int bits) => [.. s_samples.SelectMany(s =>
    {
        if (kind == 3) return BitConverter.GetBytes(s);
        if (bits == 8) return [(byte)(128 + s * 128)];
        return BitConverter.GetBytes((long)(s * Math.Pow(2, bits - 1)))[..(bits / 8)];
    })];

    private static byte[] Wav(int kind, int bits, int channels, int rate, byte[] data, bool extensible = false)
    {
        byte[] format = new byte[extensible ? 40 : 16];
        BinaryPrimitives.WriteUInt16LittleEndian(format, (ushort)(extensible ? 0xFFFE : kind));
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(2), (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(4), rate);
        BinaryPrimitives.WriteInt32LittleEndian(format.AsSpan(8), rate * channels * bits / 8);
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(12), (ushort)(channels * bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(14), (ushort)bits);
        if (extensible) BinaryPrimitives.WriteUInt16LittleEndian(format.AsSpan(24), (ushort)kind);
        int padded = data.Length + data.Length % 2;
        return
        [
            .. "RIFF"u8,
            .. BitConverter.GetBytes(20 + format.Length + padded),
            .. "WAVEfmt "u8,
            .. BitConverter.GetBytes(format.Length),
            .. format,
            .. "data"u8,
            .. BitConverter.GetBytes(data.Length),
            .. data
        ];
    }
}
