using Sluice.Audio;
using Sluice.Data.Tables;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Transcribe;

namespace Sluice.Tests.Audio;

public class JoinedRecordingsTests
{
    private static readonly SpectralFeatures s_features = new(new SpectralOptions { Rate = 8000, Bands = 8 });

    private static IReadOnlyList<Recording> Recordings(TemporaryFolder folder)
    {
        foreach (string speaker in new[] { "ann", "bob" })
            for (int i = 0; i < 10; i++)
                WavFile.Write(
                    folder.File($"{i}_{speaker}_{i}.wav"),
                    new Sound(8000, [.. Enumerable.Range(0, 800).Select(n => 0.1f * MathF.Sin(n * (1 + i) * 0.1f))]));
        return Recording.In(folder.Path);
    }

    [Fact]
    public void Strings_are_of_one_speaker_and_of_the_length_asked_for()
    {
        using var folder = new TemporaryFolder();
        var recordings = Recordings(folder);
        var options = new JoinOptions { Join = "2-4", Copies = 3, Pause = 100 };
        var strings = new JoinedRecordings(s_features, options, 1).Of(recordings, changed: false);
        foreach (var s in strings)
        {
            int words = s.Text!.Split(' ').Length;
            Assert.InRange(words, 2, 4);
            int frames = words * 800 / 80;
            Assert.InRange(s.Rows.Count, frames - 3, frames + (words + 1) * 10);
            Assert.Equal(words, s.Text.Split(' ').Distinct().Count());
        }

        // Nearly all stand in as many strings as there are copies.
        Assert.InRange(strings.Sum(s => s.Text!.Split(' ').Length), 60 - 6, 60);
        var (same, other) = (new JoinedRecordings(s_features, options, 1).Of(recordings, false),
            new JoinedRecordings(s_features, options, 2).Of(recordings, false));
        Assert.Equal(strings.SelectMany(s => s.Rows), same.SelectMany(s => s.Rows));
        Assert.NotEqual(strings.Select(s => s.Text), other.Select(s => s.Text));

        var changed = new JoinedRecordings(s_features, options with { Speed = 0.5, Noise = 0.1, Gain = 10 }, 1).Of(recordings, true);
        Assert.Equal(strings.Select(s => s.Text), changed.Select(s => s.Text));
        Assert.NotEqual(strings.Sum(s => s.Rows.Count), changed.Sum(s => s.Rows.Count));
    }

    [Fact]
    public void Without_joining_they_are_as_they_were()
    {
        using var folder = new TemporaryFolder();
        var recordings = Recordings(folder);
        var joined = new JoinedRecordings(s_features, new JoinOptions(), 1);
        Assert.Equal(joined.Alone(recordings).Select(u => (u.Text, u.Name)), joined.Of(recordings, changed: true).Select(u => (u.Text, u.Name)));
        Assert.Equal("ann", recordings[0].Speaker);
        var e =
            Assert.Throws<SluiceFormatException>(() => new JoinedRecordings(s_features, new JoinOptions { Join = "11-12" }, 1).Of(recordings, false));
        Assert.Contains("expected 11 recordings or more of one speaker to join, got 10 at most", e.Message);
    }

    [Theory]
    [InlineData("3-7", 3, 7)]
    [InlineData("5", 5, 5)]
    [InlineData("", 1, 1)]
    public void Ranges_are_read(string text, int least, int most) => Assert.Equal((least, most), new JoinOptions { Join = text }.Range);

    [Theory]
    [InlineData("7-3")]
    [InlineData("0-3")]
    [InlineData("a")]
    [InlineData("1-2-3")]
    public void Other_ranges_are_refused(string text)
        => Assert.Contains(
            "such as 3-7", Assert.Throws<SluiceException>(() => JoinSettings.List.Apply(new JoinOptions(), "data.join", text)).Message);

    [Fact]
    public void A_table_names_files_and_texts()
    {
        using var folder = new TemporaryFolder();
        WavFile.Write(folder.File("a.wav"), new Sound(8000, new float[800]));
        Table Table(params string?[] files)
            => new(
                [new CategoryColumn("file", files), new CategoryColumn("text", [.. files.Select(_ => "1 2")])], folder.File("t.csv"),
                [.. files.Select((_, i) => i + 2)]);
        var recording = Recording.In(Table("a.wav")).Single();
        Assert.Equal(("1 2", ""), (recording.Label, recording.Speaker));
        Assert.Single(new JoinedRecordings(s_features, new JoinOptions(), 1).Alone([recording]));
        Assert.Contains("t.csv:3: there is no file", Assert.Throws<SluiceFormatException>(() => Recording.In(Table("a.wav", "b.wav"))).Message);
        Assert.Contains("t.csv:2: expected the name of a WAV file", Assert.Throws<SluiceFormatException>(() => Recording.In(Table([null]))).Message);
    }
}
