using Sluice.Readers;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Registry;

namespace Sluice.Tests.Tasks.Settings;

/// <summary>JSON can hold half of a surrogate pair, which is no text. Whoever reads it says so in a message.</summary>
public sealed class BrokenTextTests : IDisposable
{
    private const string Half = "\\ud800";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Configurations =>
    [
        """{"task":"text","data":{"file":"HALF"}}""", """{"task":"HALF"}""", """{"HALF":{"file":"x"}}""", """{"data":{"HALF":"x"}}""",
        """{"task":"forecast","columns":{"HALF":"number"}}""", """{"task":"forecast","columns":{"a":"HALF"}}""",
    ];

    [Theory]
    [MemberData(nameof(Configurations))]
    public void A_configuration(string json)
    {
        json = json.Replace("HALF", Half);
        string path = _folder.File("config.json", json);
        Assert.Throws<SluiceFormatException>(() => TaskRegistry.ReadConfig(path));
        foreach (var task in TaskRegistry.All) Assert.Throws<SluiceFormatException>(() => task.Start().WithJson(json, path));
    }

    [Fact]
    public void A_piece_of_music_and_the_windows_of_a_benchmark()
    {
        Assert.Throws<SluiceFormatException>(() => MusicFile.Parse($$"""{"{{Half}}":1}""", "x"));
        Directory.CreateDirectory(_folder.File("labels"));
        _folder.File("labels/combined_windows.json", $$"""{"{{Half}}":[]}""");
        Assert.Throws<SluiceFormatException>(() => NabCorpus.Read(_folder.Path));
    }

    [Theory]
    [InlineData("""{"gates":null,"exhibits":null}""")]
    [InlineData("""{"gates":[],"exhibits":[{"title":"\ud800"}]}""")]
    [InlineData("""[1]""")]
    [InlineData("")]
    public void A_glimpse_is_then_none(string json)
    {
        File.WriteAllText(_folder.File("glimpse.json"), json);
        Assert.Null(Glimpse.In(_folder.Path));
    }
}
