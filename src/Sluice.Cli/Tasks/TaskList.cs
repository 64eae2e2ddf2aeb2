using Sluice.Formats;

namespace Sluice.Cli.Tasks;

/// <summary>The tasks of the command line.</summary>
internal static class TaskList
{
    /// <summary>The language model, of which the built-in book is one.</summary>
    public static TextTask Text { get; } = new();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ITaskCommands> All { get; } =
        [Text, new ForecastTask(), new SeriesTask(), new TagTask(), new ClassifyTask(), new LifeTask(), new AnomalyTask(), new ControlTask(), new TranslateTask(), new TranscribeTask(), new ComposeTask(), new DescribeTask()];

    /// <summary>The task of a model file.</summary>
    public static ITaskCommands Of(string model)
    {
        string name = ModelFile.Open(model).Metadata["sluice.task"];
        return All.FirstOrDefault(t => t.Name == name)
            ?? throw new SluiceFormatException($"expected a model for one of the tasks {string.Join(", ", All.Select(t => t.Name))}, got one for '{name}'.", model);
    }
}
