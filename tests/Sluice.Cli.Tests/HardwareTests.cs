using System.Diagnostics;
using System.Security.Cryptography;

namespace Sluice.Cli.Tests;

/// <summary>
/// The same training on processors with fewer instructions. With multiply-adds that round once the bits are the same for
/// every width; processors without them have other bits, which are the same for all of those.
/// </summary>
public class HardwareTests
{
    [Theory]
    [InlineData(null, "DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2", "DOTNET_EnableHWIntrinsic")]
    public void Narrower_vectors_give_the_same_bits(string? off, string moreOff)
    {
        using var session = new Session();
        Assert.Equal(Train(session["a"], off), Train(session["b"], moreOff));
    }

    /// <summary>Trains in a process of its own and returns the hash of the model file.</summary>
    private static string Train(string folder, string? off)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in new[] { typeof(CommandLine).Assembly.Location, "train", "--epochs", "2", "--hidden", "9", "--threads", "1", "--out", folder })
            start.ArgumentList.Add(argument);
        start.Environment.Remove("SLUICE_VECTOR_BITS");
        if (off is not null) start.Environment[off] = "0";
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error);
        return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, "model.safetensors"))));
    }
}
