using Sluice.Tasks.Forecast;
using Sluice.Tasks.Settings;

namespace Sluice.Tests.Tasks.Settings;

public class NameListTests
{
    [Theory]
    [InlineData("price,day", "price", "day")]
    [InlineData(" price , day ", "price", "day")]
    [InlineData("\"sold, in all\",day", "sold, in all", "day")]
    [InlineData("a,\"5\"\" screens\" , b", "a", "5\" screens", "b")]
    [InlineData("\" edges \"", " edges ")]
    [InlineData("a,", "a", "")]
    public void Names_are_read_as_they_are_written(string text, params string[] names)
    {
        Assert.Equal(names, NameList.Read("data.columns", text)!);
        Assert.Equal(names, NameList.Read("data.columns", NameList.Write(names))!);
    }

    [Fact]
    public void No_list_and_a_list_without_names_are_told_apart()
    {
        Assert.Null(NameList.Read("k", NameList.Write(null)));
        Assert.Empty(NameList.Read("k", NameList.Write([]))!);
    }

    [Theory]
    [InlineData("\"a", "data.columns: expected a quote at the end of '\"a'")]
    [InlineData("\"a\"b", "data.columns: expected a comma after the name in quotes 'a', got 'b'")]
    public void A_quote_that_does_not_end_is_refused(string text, string message)
        => Assert.Contains(message, Assert.Throws<SluiceException>(() => NameList.Read("data.columns", text)).Message);

    [Fact]
    public void Options_of_a_model_come_back_as_they_were_saved()
    {
        var options = new ForecasterOptions { Target = "a, b", Columns = ["c, d", "e"], Known = [], Dropout = 0.97, Quantiles = [0.05, 0.5, 0.95] };
        var read = ForecasterOptions.Settings.FromJson(
            new ForecasterOptions { Target = "" }, ForecasterOptions.Settings.ToJson(options, comments: false), "model");
        Assert.Equal(options.Columns!, read.Columns!);
        Assert.Equal(options with { Columns = read.Columns, Known = read.Known, Quantiles = read.Quantiles }, read);
        Assert.Empty(read.Known!);
    }
}
