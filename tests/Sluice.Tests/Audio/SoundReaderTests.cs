using System.Buffers.Binary;
using Sluice.Audio;

namespace Sluice.Tests.Audio;

public class SoundReaderTests
{
    private static readonly float[] s_samples = [.. Enumerable.Range(0, 500).Select(n => (n - 250) / 256f)];

    private static byte[] Wav()
    {
        using var folder = new TemporaryFolder();
        WavFile.Write(folder.File("a.wav"), new Sound(8000, s_samples));
        return File.ReadAllBytes(folder.File("a.wav"));
    }

    private static float[] All(byte[] bytes, int atOnce)
    {
        var reader = new SoundReader(new Dribble(bytes), 8000, "x");
        List<float> all = [];
        while (reader.Next(atOnce) is { Length: > 0 } samples) all.AddRange(samples);
        return [.. all];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Sound_that_dribbles_in_is_that_of_the_file(int atOnce)
    {
        byte[] wav = Wav(), raw = wav[44..];
        Assert.Equal(s_samples, All(wav, atOnce));
        Assert.Equal(s_samples, All(raw, atOnce));
        Assert.Equal(s_samples, All([.. wav, .. "LIST"u8, 2, 0, 0, 0, 1, 2], atOnce));

        // A recorder that writes as it goes does not know the size.
        foreach (uint size in new uint[] { 0, 0x7FFFFFFF, uint.MaxValue, uint.MaxValue - 44 })
        {
            byte[] live = [.. wav];
            BinaryPrimitives.WriteUInt32LittleEndian(live.AsSpan(40), size);
            Assert.Equal(s_samples, All(live, atOnce));
        }

        Assert.Empty(All([], atOnce));
    }

    [Fact]
    public void What_cannot_be_read_is_refused()
    {
        byte[] wav = Wav();
        string Refused(byte[] bytes) => Assert.Throws<SluiceFormatException>(() => All(bytes, 100)).Message;
        Assert.Contains("more bytes of sound, as the header says", Refused(wav[..^3]));
        Assert.Contains("the last is cut off", Refused(wav[44..^1]));
        Assert.Contains("got 2 (stereo)", Refused([.. wav[..22], 2, .. wav[23..]]));
        Assert.Contains("expected 8000 samples a second, got 8001", Refused([.. wav[..24], 0x41, .. wav[25..]]));
        Assert.Throws<SluiceFormatException>(() => All(wav[..20], 100));
        Assert.Throws<SluiceFormatException>(() => All([.. "RIFF"u8, .. new byte[100_000]], 100));
    }

    /// <summary>Gives a few bytes at a time, as a pipe does.</summary>
    private sealed class Dribble(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 5));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 5)]);
    }
}
