using Sluice.Readers;

namespace Sluice.Tests.Readers;

public class MidiFileTests
{
    private static readonly int[][] s_piece = [[60, 64, 67], [60, 65], [], [21, 108], [21], [], []];

    [Fact]
    public void The_bytes_are_those_of_the_standard()
        => Assert.Equal(
            "4D546864 00000006 0000 0001 01E0 4D54726B 0000001D 00FF5103 0927C0 00903C50 8360803C00 00904050 8360804000 00FF2F00".Replace(
                " ", "", StringComparison.Ordinal),
            Convert.ToHexString(MidiFile.Bytes([[60], [64]])));

    [Theory]
    [InlineData(true, 6)]
    [InlineData(false, 8)]
    public void What_is_written_is_read_back(bool held, int strikes)
    {
        using var folder = new TemporaryFolder();
        MidiFile.Write(folder.File("a.mid"), s_piece, new MidiOptions { Held = held, Velocity = 99 });
        Assert.Equal(s_piece, MidiFile.Read(folder.File("a.mid")));
        Assert.Equal(strikes, File.ReadAllBytes(folder.File("a.mid")).Count(b => b == 99));
        Assert.Empty(MidiFile.Parse(MidiFile.Bytes([]), "x"));
    }

    [Fact]
    public void Tracks_sound_together_with_running_status_and_drums_left_out()
    {
        // 96 ticks a quarter: 60 for one (ended by velocity 0), 62 a little late; a drum; a second track that holds 48 to its end.
        byte[] first = [0, 0x90, 60, 9, 96, 60, 0, 7, 62, 9, 0, 0x99, 35, 9, 89, 0x80, 62, 0, 0, 0xff, 0x2f, 0];
        byte[] second = [0, 0xc0, 5, 0, 0x91, 48, 9, 0x81, 0x40, 0xff, 0x2f, 0];
        byte[] bytes =
        [
            .. "MThd"u8, 0, 0, 0, 6, 0, 1, 0, 2, 0, 96, .. "XFIH"u8, 0, 0, 0, 1, 7, .. "MTrk"u8, 0, 0, 0, (byte)first.Length, .. first, .. "MTrk"u8,
            0, 0, 0, (byte)second.Length, .. second
        ];
        Assert.Equal([[48, 60], [48, 62]], MidiFile.Parse(bytes, "x"));
    }

    [Theory]
    [InlineData("", "begins with MThd")]
    [InlineData("4D546864 00000006 0002 0001 01E0", "format 0 or 1, got 2")]
    [InlineData("4D546864 00000006 0000 0001 E728", "SMPTE")]
    [InlineData("4D546864 00000006 0001 0002 0060 4D54726B 00000004 00FF2F00", "expected 2 tracks, got 1")]
    [InlineData("4D546864 00000006 0000 0001 0060 4D54", "within the head of the chunk at byte 14")]
    [InlineData("4D546864 00000006 0000 0001 0060 4D54726B 00000009 00", "should have 9 bytes")]
    [InlineData("4D546864 00000006 0000 0001 0060 4D54726B 00000003 00903C", "ends within an event, at byte 25")]
    [InlineData("4D546864 00000006 0000 0001 0060 4D54726B 00000004 003C4000", "expected a MIDI event")]
    [InlineData("4D546864 00000006 0000 0001 0060 4D54726B 00000004 00900A40", "notes from 21 to 108, got 10")]
    [InlineData("4D546864 00000006 0000 0001 0060 4D54726B 00000004 00903C90", "up to 127")]
    [InlineData("4D546864 00000006 0000 0001 0060 4D54726B 00000005 FFFFFFFF00", "4 bytes at most")]
    [InlineData("4D546864 00000006 0000 0001 0001 4D54726B 00000007 FFFFFF7FFF2F00", "20000 quarter notes at most")]
    [InlineData("4D546864 00000006 0000 0001 0060 4D54726B 00000004 00FF0109", "ends within an event")]
    public void What_is_wrong_is_named(string hex, string part)
        => Assert.Contains(part, Assert.Throws<SluiceFormatException>(
            () => MidiFile.Parse(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), "x.mid")).Message);

    [Fact]
    public void What_cannot_be_written_is_said()
    {
        Assert.Contains("got 20 in step 2", Assert.Throws<SluiceException>(() => MidiFile.Bytes([[60], [20]])).Message);
        Assert.Contains("tempo", Assert.Throws<SluiceException>(() => MidiFile.Bytes([], new MidiOptions { Tempo = 0 })).Message);
        Assert.Contains("velocity", Assert.Throws<SluiceException>(() => MidiFile.Bytes([], new MidiOptions { Velocity = 128 })).Message);
    }
}
