using System.Text.Json.Nodes;

namespace Sluice.Studio.Tests;

/// <summary>What the host says of the three nets of the view Long memory.</summary>
public sealed class MemoryApiTests() : InsideHost(_ => { })
{
    private const string Rest = "seed=1&teller=0&gap=12&unit=0";

    [Theory]
    [InlineData("gap", "en", "clouds", "sky")]
    [InlineData("gap", "zh-Hant", "雲朵", "天上")]
    [InlineData("film", "zh-Hans", "面具", "追捕")]
    [InlineData("apple", "en", "cake", "fruit")]
    [InlineData("pronoun", "zh-Hans", "安娜", "她")]
    public async Task The_lstm_learns_what_a_net_without_memory_can_only_guess(string subject, string language, string word, string answer)
    {
        var told = await Get($"../memory/read?language={language}&subject={subject}&learn=long&steps=400&{Rest}");
        Assert.Contains(word, told["words"]!.AsArray().Select(w => (string)w!));
        int at = (int)told["asked"]!.AsArray()[12]! >= 0 ? 12 : told["asked"]!.AsArray().Count - 1;
        Assert.Equal(answer, (string)told["answers"]![(int)told["asked"]![at]!]!);
        JsonNode alone = told["nets"]![0]!, lstm = told["nets"]![2]!;
        Assert.InRange((double)lstm["right"]![12]!, 0.95, 1);
        Assert.InRange((double)alone["right"]![12]!, 0, 0.75);
        Assert.Equal(400, lstm["losses"]!.AsArray().Count);
        Assert.Equal(answer, (string)told["answers"]![Best(lstm["reading"]!["chances"]![at]!)]!);
    }

    [Fact]
    public async Task The_plain_net_learns_the_short_gap_and_not_the_long_one()
    {
        JsonNode brief = await Get($"../memory/read?subject=gap&learn=short&steps=400&{Rest}"), wide = await Get($"../memory/read?subject=gap&learn=long&steps=400&{Rest}");
        Assert.Equal(1, (double)brief["nets"]![1]!["right"]![3]!);
        Assert.InRange(wide["nets"]![1]!["right"]!.AsArray().Skip(8).Average(r => (double)r!), 0, 0.75);
    }

    [Fact]
    public async Task The_same_seed_and_steps_give_the_same_nets_whatever_was_asked_before()
    {
        string asked = $"../memory/read?subject=apple&learn=long&steps=20&{Rest}";
        string first = (await Get(asked)).ToJsonString();
        await Get(asked.Replace("steps=20", "steps=30"));
        Assert.Equal(first, (await Get(asked)).ToJsonString());
    }

    [Theory]
    [InlineData("subject=pear&learn=long&steps=1&" + Rest, "expected gap, film, apple or pronoun, got 'pear'")]
    [InlineData("subject=gap&learn=never&steps=1&" + Rest, "expected to learn from a gap that is short or long, got 'never'")]
    [InlineData("subject=gap&learn=long&steps=1001&" + Rest, "expected 0 to 1000 steps of training, got 1001")]
    [InlineData("subject=gap&learn=long&steps=1&seed=1&teller=99&gap=1&unit=0", "expected one of 8 beginnings, from 0, got 99")]
    [InlineData("subject=gap&learn=long&steps=1&seed=1&teller=0&gap=31&unit=0", "expected 0 to 30 words between, got 31")]
    [InlineData("subject=gap&learn=long&steps=1&seed=1&teller=0&gap=3&unit=16", "expected a unit from 0 to 15, got 16")]
    [InlineData("subject=gap&learn=long&steps=1&language=fr&" + Rest, "expected the language en, zh-Hans or zh-Hant, got 'fr'")]
    public async Task What_makes_no_sense_is_refused_in_a_sentence(string asked, string says)
    {
        using var answer = await Client.GetAsync("../memory/read?" + asked);
        Assert.False(answer.IsSuccessStatusCode);
        Assert.Contains(says, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!);
    }

    private static int Best(JsonNode chances)
    {
        float[] all = [.. chances.AsArray().Select(c => (float)c!)];
        return Array.IndexOf(all, all.Max());
    }
}
