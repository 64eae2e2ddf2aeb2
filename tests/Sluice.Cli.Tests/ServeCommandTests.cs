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
    [InlineData(CommandLine.WrongUse, "--cluster: expected an address such as postgres://", "serve", ".", "--cluster", "here")]
    [InlineData(CommandLine.WrongUse, "expected --silo-port from 0 to 65535", "serve", ".", "--cluster", "postgres://a@b/c", "--silo-port", "-1")]
    [InlineData(CommandLine.WrongUse, "expected --silo-address to be an address", "serve", ".", "--cluster", "postgres://a@b/c", "--silo-address", "x")]
    [InlineData(CommandLine.WrongUse, "--silo-port: without effect without --cluster", "serve", ".", "--silo-port", "7000")]
    [InlineData(CommandLine.BadData, "cannot connect", "serve", ".", "--cluster", "postgres://a@127.0.0.1:1/c")]
    public void What_makes_no_sense_is_refused(int code, string part, params string[] arguments)
    {
        using var session = new Session();
        var (given, _, error) = session.Run(arguments);
        Assert.Contains(part, error);
        Assert.Equal(code, given);
    }

    [Fact]
    public void Where_no_model_at_all_can_be_read_the_server_does_not_start()
    {
        using var session = new Session();
        string model = Path.Combine(GoldenTests.Folder(), "life", "model.safetensors"), cut = session["cut.safetensors"];
        File.WriteAllBytes(cut, File.ReadAllBytes(model)[..^20]);
        var (code, output, error) = session.Run("serve", cut, $"table={session.Write("weather.csv", "a,b\n1,2\n")}", "--port", "0");
        Assert.Equal((CommandLine.BadData, ""), (code, output));
        foreach (string part in new[] { "got none", "cut: not served: ", "table: not served: ", "this is a table (CSV)" }) Assert.Contains(part, error);
    }
}
