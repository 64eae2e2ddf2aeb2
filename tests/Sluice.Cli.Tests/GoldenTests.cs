using System.Runtime.CompilerServices;
using Sluice.Formats;
using Sluice.Vectors;

namespace Sluice.Cli.Tests;

/// <summary>
/// One small model of each task and of the layers that run on a path of their own, as an earlier version trained it: it still
/// loads and gives the same answers to the byte, and the same training still gives the same weights to the bit.
/// </summary>
/// <remarks>
/// A folder holds the data, commands.txt (the training and then the questions; @ stands before a file of the folder),
/// model.safetensors and answers.txt. With SLUICE_WRITE_GOLDEN=1 a folder without a model gets its model and its answers.
/// Answers are compared on Linux only: Math.Exp and Math.Log of other systems differ in the last digit of a double.
/// </remarks>
public class GoldenTests
{
    public static TheoryData<string> Names => [.. Directory.GetDirectories(Folder()).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_answers_and_the_same_weights(string name)
    {
        // Processors that round a multiply-add twice have other bits.
        if (!VectorWidth.HasFma) return;
        string folder = Path.Combine(Folder(), name), model = Path.Combine(folder, "model.safetensors");
        string answers = Path.Combine(folder, "answers.txt");
        string[] commands = File.ReadAllLines(Path.Combine(folder, "commands.txt"));
        using var session = new Session();
        Run(session, commands[0] + " --out RUN", folder);
        string trained = Path.Combine(session["run"], "model.safetensors");
        bool isNew = !File.Exists(model) && Environment.GetEnvironmentVariable("SLUICE_WRITE_GOLDEN") == "1";
        if (isNew) File.Copy(trained, model);

        File.Copy(model, session["model.safetensors"]);
        string answered = string.Concat(commands[1..].Select(c => $"$ {c}\n{Run(session, c, folder)}"));
        if (isNew) File.WriteAllText(answers, answered);
        if (OperatingSystem.IsLinux()) Assert.Equal(File.ReadAllText(answers), answered);

        var (expected, actual) = (SafeTensorsFile.Read(model).Tensors, SafeTensorsFile.Read(trained).Tensors);
        Assert.Equal(expected.Select(t => t.Name), actual.Select(t => t.Name));
        foreach (var (e, a) in expected.Zip(actual))
            Assert.True(e.Bytes.Span.SequenceEqual(a.Bytes.Span), $"{name}: the tensor '{e.Name}' has other bits.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Layers_of_every_model_are_summed_up(string name)
    {
        using var session = new Session();
        var (code, output, error) = session.Run("info", Path.Combine(Folder(), name, "model.safetensors"), "--layers");
        Assert.True(code == CommandLine.Done, error);
        string[] lines = output.TrimEnd().Split(Environment.NewLine);
        Assert.StartsWith("layer ", lines[0]);
        Assert.Contains("parameters, ", lines[^1]);
        int end = lines[0].IndexOf("parameters", StringComparison.Ordinal) + "parameters".Length;
        long sum = lines[1..^1].Sum(l => l[..Math.Min(end, l.Length)].Split(' ')[^1] is { Length: > 0 } last && l.Length >= end
            ? long.Parse(last.Replace(",", ""))
            : 0);
        Assert.Equal(long.Parse(lines[^1].Split(' ')[0].Replace(",", "")), sum);
    }

    /// <summary>What a command prints; the name of the model's file is not the run folder's, so that nothing else is read.</summary>
    internal static string Run(Session session, string command, string folder)
    {
        string[] arguments = [.. command.Split(' ').Select(a => a switch
        {
            "RUN" => session["run"],
            "MODEL" => session["model.safetensors"],
            _ => a.StartsWith('@') ? Path.Combine(folder, a[1..]) : a,
        })];
        var (code, output, error) = session.Run(arguments);
        Assert.True(code == CommandLine.Done, $"{command}\n{error}");
        return output.ReplaceLineEndings("\n");
    }

    internal static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Golden");
}
