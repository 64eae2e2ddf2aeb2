using System.Text.Json.Nodes;

namespace Sluice.Studio.Tests;

/// <summary>What the host says of a state that flips beside one that fades.</summary>
public sealed class GateApiTests() : InsideHost(_ => { })
{
    [Fact]
    public async Task States_and_what_they_are_taken_for_are_told_bit_by_bit()
    {
        var told = await Get("../gates/parity?bits=1101&flips=-1&fades=0.5");
        Assert.Equal("[true,false,false,true]", told["odd"]!.ToJsonString());
        Assert.Equal(("[-1,1,1,-1]", "[true,false,false,true]"), (told["flips"]!["states"]!.ToJsonString(), told["flips"]!["odd"]!.ToJsonString()));
        Assert.Equal("[0.5,0.25,0.25,0.125]", told["fades"]!["states"]!.ToJsonString());
        Assert.Equal("[true,true,true,true]", told["fades"]!["odd"]!.ToJsonString());
        Assert.Empty((await Get("../gates/parity?bits=&flips=-1&fades=0.5"))["odd"]!.AsArray());
    }

    [Theory]
    [InlineData("12", "-1", "expected up to 200 bits, each 0 or 1, got '12'")]
    [InlineData("1", "-1.5", "expected an eigenvalue from -1 to 1, got -1.5")]
    public async Task What_makes_no_sense_is_refused_in_a_sentence(string bits, string flips, string says)
    {
        using var answer = await Client.GetAsync($"../gates/parity?bits={bits}&flips={flips}&fades=0.5");
        Assert.False(answer.IsSuccessStatusCode);
        Assert.Contains(says, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!, StringComparison.Ordinal);
    }
}
