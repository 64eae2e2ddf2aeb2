using System.Security.Cryptography;

namespace Sluice.Cli.Tests;

/// <summary>A folder of its own, and the commands run on files in it.</summary>
public sealed class Session : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("sluice-cli-").FullName;

    public (int Code, string Output, string Error) Run(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = CommandLine.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }

    public string this[string name] => Path.Combine(Folder, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(this[name], content);
        return this[name];
    }

    /// <summary>A shop's sales: every seventh day is a good one.</summary>
    public string WriteSales() => Write("sales.csv", "date,shop,price,kind,sold\n"
        + string.Concat(Enumerable.Range(0, 120).Select(i =>
            $"{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},north,{i * i % 17},{(i % 3 == 0 ? "a" : "b")},{(i % 7 == 5 ? 50 : 20) + i % 3}\n")));

    /// <summary>A small model of the children's book, trained in a moment.</summary>
    public string TrainBook(string name = "run", params string[] more)
    {
        var (code, _, error) = Run(["train", "--epochs", "1", "--hidden", "8", "--out", this[name], .. more]);
        Assert.True(code == 0, error);
        return this[name];
    }

    /// <summary>A small model of a text of its own, trained in a moment.</summary>
    public string TrainText(string file, string name)
    {
        string text = string.Concat(Enumerable.Range(0, 400).Select(i => $"{i * 37 % 101} sheep and {i * i % 53} goats went up the hill.\n"));
        var (code, _, error) = Run("train", "text", Write(file, text), "--epochs", "1", "--hidden", "8", "--out", this[name]);
        Assert.True(code == 0, error);
        return this[name];
    }

    /// <summary>A small forecaster of sales.csv.</summary>
    public string TrainSales(string name = "sales")
    {
        var (code, _, error) = Run(
            "train", "forecast", WriteSales(), "--target", "sold", "--hidden", "4", "--epochs", "1", "--steps", "2", "--out", this[name]);
        Assert.True(code == 0, error);
        return this[name];
    }

    /// <summary>Name and hash of every file.</summary>
    public string[] Files() => [.. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        .Select(f => $"{Path.GetRelativePath(Folder, f)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f)))}")];

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
