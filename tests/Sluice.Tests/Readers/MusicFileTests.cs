using Sluice.Readers;

namespace Sluice.Tests.Readers;

public class MusicFileTests
{
    [Fact]
    public void Pieces_steps_and_notes_are_read()
    {
        var music = MusicFile.Parse("{\"train\": [[[60, 64], [62]], []], \"valid\": [[[21]]], \"test\": [[[108], []]]}", "m.json");
        Assert.Equal(2, music.Train.Count);
        Assert.Equal([60, 64], music.Train[0][0]);
        Assert.Equal([108], music.Test[0][0]);
        Assert.Empty(music.Test[0][1]);
    }

    [Theory]
    [InlineData("[]", "the parts train, valid and test")]
    [InlineData("{\"train\": [], \"valid\": []}", "the parts train, valid and test")]
    [InlineData("{\"train\": [[[60], 61]], \"valid\": [], \"test\": []}", "step 2 of piece 1 of 'train': expected a list, got 61")]
    [InlineData("{\"train\": [[[60], [20]]], \"valid\": [], \"test\": []}", "step 2 of piece 1 of 'train': expected notes from 21 to 108, got 20")]
    [InlineData("{\"train\": [[[60.5]]], \"valid\": [], \"test\": []}", "got 60.5")]
    [InlineData("{\"train\": [[[60}", "not valid JSON")]
    public void What_is_wrong_is_named(string text, string part)
        => Assert.Contains(part, Assert.Throws<SluiceFormatException>(() => MusicFile.Parse(text, "m.json")).Message);
}
