using Sluice.Learn.Teaching;

namespace Sluice.Tests.Learn.Teaching;

/// <summary>"I grew up in France. ... I speak fluent": the nets of the studio's first page hold and break where it says so.</summary>
public class FluentTests
{
    private static readonly int s_france = FluentText.Of(StoryLanguage.English).Country("fr");

    public static TheoryData<StoryLanguage> Languages => [.. Enum.GetValues<StoryLanguage>()];

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_story_has_any_number_of_words_between(StoryLanguage language)
    {
        var text = FluentText.Of(language);
        for (int gap = FluentText.Shortest; gap <= FluentText.Longest; gap++)
        {
            var story = text.Story(text.Country("fr"), gap);
            int frame = text.Story(0, 2).Count - 2;
            Assert.Equal(frame + gap, story.Count);
            Assert.Equal(text.Countries[text.Country("fr")], story[text.CountryAt].Text);
        }

        Assert.Equal(text.Countries.Count, text.Languages.Count);
        Assert.Throws<SluiceException>(() => text.Story(text.Countries.Count, 2));
        Assert.Throws<SluiceException>(() => text.Story(0, 61));
        Assert.Throws<SluiceException>(() => text.Country("xx"));
    }

    [Fact]
    public void Simplified_and_traditional_Chinese_are_the_same_words_to_the_nets()
    {
        FluentText hans = FluentText.Of(StoryLanguage.Simplified), hant = FluentText.Of(StoryLanguage.Traditional);
        Assert.Equal(hans.Words, hant.Words);
        foreach (int gap in new[] { 2, 3, 4, 5, 6, 60 })
            Assert.Equal(hans.Story(3, gap).Select(w => w.Place), hant.Story(3, gap).Select(w => w.Place));
    }

    /// <summary>Up to the first number of words every country is told; from the second on, not all; at 60, at most the third.</summary>
    [Theory]
    [InlineData(StoryLanguage.English, false, 11, 12, 5)]
    [InlineData(StoryLanguage.English, true, 21, 22, 5)]
    [InlineData(StoryLanguage.Simplified, false, 7, 8, 5)]
    [InlineData(StoryLanguage.Simplified, true, 21, 22, 5)]
    public void Both_nets_hold_at_short_gaps_and_break_at_long_ones_the_LSTM_later(StoryLanguage language, bool lstm, int held, int broken, int left)
    {
        int[] right = [.. FluentReading.Right(lstm ? FluentNet.Lstm(language) : FluentNet.Plain(language), FluentText.Of(language))];
        Assert.All(right[..(held - 1)], n => Assert.Equal(10, n));
        Assert.True(right[broken - 2] < 10, $"{right[broken - 2]}");
        Assert.True(right[^1] <= left, $"{right[^1]}");
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Reading_step_by_step_says_the_same_as_at_once(StoryLanguage language)
    {
        var text = FluentText.Of(language);
        foreach (var net in new[] { FluentNet.Plain(language), FluentNet.Lstm(language) })
        {
            var held = FluentReading.Held(net, text);
            var reading = FluentReading.Of(net, text, text.Story(2, 9), FluentShut.None);
            Assert.Equal(held[2][9 - 2].Chance, reading.Chances[2], 1e-5f);
            Assert.All(reading.Memory.SelectMany(m => m), m => Assert.InRange(m, 0, 1.0001f));
        }
    }

    [Fact]
    public void What_is_remembered_of_the_country_fades_in_the_plain_net_and_stays_in_the_LSTM()
    {
        var text = FluentText.Of(StoryLanguage.English);
        float Last(FluentNet net) => FluentReading.Of(net, text, text.Story(s_france, 18), FluentShut.None).Memory[text.CountryAt][^1];
        Assert.True(Last(FluentNet.Plain(StoryLanguage.English)) < 0.75f * Last(FluentNet.Lstm(StoryLanguage.English)));
    }

    [Fact]
    public void A_shut_gate_breaks_the_LSTM_and_nothing_else()
    {
        var text = FluentText.Of(StoryLanguage.English);
        var net = FluentNet.Lstm(StoryLanguage.English);
        var story = text.Story(s_france, 8);
        int at = text.CountryAt;
        FluentReading open = FluentReading.Of(net, text, story, FluentShut.None),
            forgets = FluentReading.Of(net, text, story, new(new HashSet<int> { at + 3 }, new HashSet<int>())),
            ignores = FluentReading.Of(net, text, story, new(new HashSet<int>(), new HashSet<int> { at }));
        Assert.True(open.Chances[s_france] > 0.9f);
        Assert.True(forgets.Chances[s_france] < 0.5f && ignores.Chances[s_france] < 0.5f);

        // Before the gate is shut only that differs which would have been told after it; from then on the country is gone but for what the output
        // carries over.
        Assert.All(open.Memory[at][..3].Zip(forgets.Memory[at]), m => Assert.InRange(m.Second, m.First - 0.15f, m.First));
        Assert.All(open.Memory[at].Zip(open.Memory[at].Skip(1)), m => Assert.True(m.First >= m.Second));
        Assert.True(forgets.Memory[at][^1] < 0.3f * open.Memory[at][^1]);
        Assert.True(ignores.Memory[at][^1] < 0.3f * open.Memory[at][^1]);
        Assert.Equal((0, 0), (forgets.Gates[0][at + 3], ignores.Gates[1][at]));

        // A plain net has no gates to be shut.
        var plain = FluentNet.Plain(StoryLanguage.English);
        Assert.Equal(
            FluentReading.Of(plain, text, story, FluentShut.None).Chances,
            FluentReading.Of(plain, text, story, new(new HashSet<int> { at + 3 }, new HashSet<int> { at })).Chances);
    }

    [Fact]
    public void The_nets_learn_the_same_from_the_same_seed()
    {
        float[] Weights(ulong seed) => FluentTraining.Train(StoryLanguage.English, "lstm", seed, epochs: 1, rate: 0.003).Vote.Weight.Value.ToArray();
        Assert.Equal(Weights(1), Weights(1));
        Assert.NotEqual(Weights(1), Weights(2));
    }
}
