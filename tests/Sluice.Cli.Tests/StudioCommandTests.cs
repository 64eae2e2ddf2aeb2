namespace Sluice.Cli.Tests;

/// <summary>The studio as a command: what cannot be opened is said.</summary>
public class StudioCommandTests
{
    [Theory]
    [InlineData(CommandLine.Failed, "not there", "studio", "no-such-folder", "--port", "0")]
    [InlineData(CommandLine.Failed, "address", "studio", "--bind", "somewhere", "--port", "0")]
    [InlineData(CommandLine.WrongUse, "0 to 65535", "studio", "--port", "70000")]
    [InlineData(CommandLine.WrongUse, "--prot", "studio", "--prot", "1")]
    public void What_cannot_be_opened_is_said(int code, string expected, params string[] arguments)
    {
        using var session = new Session();
        var result = session.Run(arguments);
        Assert.Equal(code, result.Code);
        Assert.Contains(expected, result.Error);
    }
}
