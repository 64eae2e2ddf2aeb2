namespace Sluice.Cli.Tests;

/// <summary>What <c>serve</c> refuses before it listens; that it serves is seen where the commands of the guides are run.</summary>
public class ServeCommandTests
{
    [Theory]
    [InlineData(CommandLine.BadData, "there is no such model file", "serve", "no-such-folder", "--port", "0")]
    [InlineData(CommandLine.BadData, "no-such-file", "serve", ".", "--api-keys", "no-such-file")]
    [InlineData(CommandLine.Failed, "expected an address", "serve", ".", "--bind", "somewhere")]
    [InlineData(CommandLine.WrongUse, "expected --port from 0 to 65535, got 70000", "serve", ".", "--port", "70000")]
    [InlineData(CommandLine.WrongUse, "expected --queue from 1", "serve", ".", "--queue", "0")]
    [InlineData(CommandLine.WrongUse, "expected --idle from 0", "serve", ".", "--idle", "-1")]
    [InlineData(CommandLine.WrongUse, "models", "serve")]
    public void What_makes_no_sense_is_refused(int code, string part, params string[] arguments)
    {
        using var session = new Session();
        var (given, _, error) = session.Run(arguments);
        Assert.Contains(part, error);
        Assert.Equal(code, given);
    }
}
