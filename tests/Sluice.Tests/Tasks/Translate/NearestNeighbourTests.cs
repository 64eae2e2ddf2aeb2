using Sluice.Tasks.Translate;

namespace Sluice.Tests.Tasks.Translate;

public class NearestNeighbourTests
{
    private static readonly NearestNeighbour s_known = new(
    [
        new("I like dogs.", "我喜欢狗。"), new(
            "I like cats.", "我喜欢猫。"), new("I like cats.", "我爱猫。"), new("The weather is fine.", "天气很好。"), new("他", "he"), new("她", "she"),
    ]);

    [Theory]
    [InlineData("I like cats.", "我喜欢猫。")]
    [InlineData("I like big cats!", "我喜欢猫。")]
    [InlineData("fine weather", "天气很好。")]
    [InlineData("她来", "she")]
    [InlineData("", "he")]
    [InlineData("Ω", "he")]
    public void Answers_with_the_most_similar_source_and_of_equals_the_first(string source, string target)
        => Assert.Equal(target, s_known.Find(source).Target);

    [Fact]
    public void It_needs_a_pair() => Assert.Throws<SluiceException>(() => new NearestNeighbour([]));
}
