namespace Sluice.Tests;

public class NearestTests
{
    [Theory]
    [InlineData("epohcs", "epochs")]
    [InlineData("Epochs", "epochs")]
    [InlineData("hiden", "hidden")]
    [InlineData("batchsize", "batch_size")]
    [InlineData("dropuot", "dropout")]
    [InlineData("xyz", null)]
    [InlineData("temperature", null)]
    public void Finds_the_name_that_was_meant(string typed, string? expected) =>
        Assert.Equal(expected, Nearest.To(typed, ["epochs", "hidden", "batch_size", "dropout"]));

    [Fact]
    public void Hints_at_the_nearest_or_lists_what_there_is()
    {
        Assert.Equal(" Did you mean 'sales'?", Nearest.Hint("slaes", ["date", "sales"]));
        Assert.Equal(" There are: date, sales.", Nearest.Hint("wind speed", ["date", "sales"]));
        Assert.Equal(" There are none.", Nearest.Hint("a", []));
    }
}
