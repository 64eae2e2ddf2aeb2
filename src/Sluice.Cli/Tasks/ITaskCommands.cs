using System.CommandLine;

namespace Sluice.Cli.Tasks;

/// <summary>What a task brings to the command line.</summary>
internal interface ITaskCommands
{
    /// <summary>The word after <c>train</c>, and the task that its model files name.</summary>
    string Name { get; }

    /// <summary>What its models are, such as "A forecaster".</summary>
    string Title { get; }

    /// <summary>The task as model cards name it, such as "time-series-forecasting".</summary>
    string Kind { get; }

    /// <summary>What is predicted, in the plural.</summary>
    string Predicted { get; }

    /// <summary><c>train NAME</c>.</summary>
    Command Train(TextWriter output, TextWriter error);

    /// <summary>The task as the studio trains it, or null where nothing is trained step by step.</summary>
    Studio.StudioTask? ForStudio();

    /// <summary><c>evaluate MODEL</c>: figures, naive baselines beside them.</summary>
    void Evaluate(Inquiry inquiry);

    /// <summary><c>predict MODEL</c>.</summary>
    void Predict(Inquiry inquiry);

    /// <summary>What <c>info MODEL</c> says: names, values for machines, texts for people. One of the names is "cell".</summary>
    List<(string Name, object Value, string Text)> Facts(string model);
}

/// <summary>What <c>evaluate</c> and <c>predict</c> are asked.</summary>
/// <param name="Model">The model file.</param>
/// <param name="Source">The data.</param>
/// <param name="Json">Whether the answer is for machines.</param>
/// <param name="Output">Where the answer goes.</param>
internal sealed record Inquiry(string Model, TableSource Source, bool Json, TextWriter Output)
{
    /// <summary>The data file.</summary>
    public string Data => Source.OnlyFile;

    /// <summary>What is right, where it stands in a file of its own.</summary>
    public string? Truth { get; init; }

    /// <summary>The page to write, or null.</summary>
    public string? Report { get; init; }

    /// <summary>How many answers are wanted for one thing.</summary>
    public int Best { get; init; } = 1;

    /// <summary>What of a piece of music is to be gone on with, and how.</summary>
    public Composition? Composition { get; init; }

    /// <summary>How recordings are transcribed.</summary>
    public Transcription? Transcription { get; init; }

    /// <summary>Writes figures: an object for machines, or a line each.</summary>
    public void Write(object machine, IEnumerable<(string Name, string Text)> figures)
    {
        if (Json) Output.WriteLine(JsonLine.Of(machine));
        else foreach (var (name, text) in figures) Screen.WriteLine(Output, $"{name,-16} {text}", 17);
    }
}
