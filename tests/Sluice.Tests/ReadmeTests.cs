using Sluice.Cli;
using Sluice.Tasks.Text;
using Sluice.Training;

namespace Sluice.Tests;

/// <summary>What the README shows is what the program prints.</summary>
public class ReadmeTests
{
    [Fact]
    public void The_output_of_train_is_what_the_program_prints()
    {
        string readme = File.ReadAllText(Path.Combine(Root(), "README.md"));
        int start = readme.IndexOf("```\nvalidation loss", StringComparison.Ordinal) + 4;
        string[] shown = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string folder = Directory.CreateTempSubdirectory("sluice").FullName;
        try
        {
            var output = new StringWriter();
            Assert.Equal(0, CommandLine.Run(["train", "--out", Path.Combine(folder, "run")], output, new StringWriter()));
            Assert.All(shown, line => Assert.Contains(line, output.ToString()));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void The_example_in_csharp_runs()
    {
        var (model, data) = LanguageModel.From(File.ReadAllText(Path.Combine(Root(), "README.md")), new LanguageModelOptions { Hidden = 16 });
        new Trainer(data, new TrainingOptions { Epochs = 1 }).Run();
        Assert.NotEmpty(model.Write("Once", 20, new SamplingOptions { Temperature = 0.8 }));
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Sluice.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("the tests run inside the repository");
    }
}
