using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Settings;

namespace Sluice.Studio.Views;

/// <summary>What the page is told of a task; words stand in the three languages of the page.</summary>
/// <param name="Name">The word after <c>train</c>.</param>
/// <param name="Title">What its models are.</param>
/// <param name="File">What the file to learn from is.</param>
/// <param name="Called">The task in a word or two.</param>
/// <param name="LearnsFrom">What it learns from, a sentence.</param>
/// <param name="Loss">The formula of its loss.</param>
/// <param name="Measure">By what the best weights are chosen, where it is another measure than the loss.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Examples">What can be trained without any file.</param>
internal sealed record TaskAnswer(
    string Name, string Title, string File, IReadOnlyList<string> Called, IReadOnlyList<string> LearnsFrom, string Loss,
    IReadOnlyList<string>? Measure,
    IReadOnlyList<SettingAnswer> Settings, IReadOnlyList<TaskExample> Examples)
{
    /// <summary>What a task says of itself.</summary>
    public static TaskAnswer Of(TaskDescriptor task) => new(
        task.Name, task.Title, task.File, task.Page.Name.All, task.Page.File.All, task.Page.Loss, task.Page.Measure?.All,
        [.. task.Settings.Where(s => !s.Key.EndsWith(".*", StringComparison.Ordinal)).Select(s => new SettingAnswer(
            s.Key, s.Comment, s.Value, s.Choices, SettingWords.All.GetValueOrDefault(s.Key)?.All, SettingWords.Behind.GetValueOrDefault(s.Key)?.All,
            SettingWords.Columns.Contains(s.Key)))], task.Examples);
}

/// <summary>A setting: one with a label stands in front.</summary>
/// <param name="Key">Such as <c>training.rate</c>.</param>
/// <param name="Comment">One line for people.</param>
/// <param name="Value">Its value.</param>
/// <param name="Choices">The values that it may have, where they are few.</param>
/// <param name="Label">What the page calls one that stands in front, or null.</param>
/// <param name="Behind">What the page calls one that stands behind; null where it goes by its key.</param>
/// <param name="Column">Whether it names a column of a table.</param>
internal sealed record SettingAnswer(
    string Key, string Comment, string Value, IReadOnlyCollection<string> Choices, IReadOnlyList<string>? Label,
    IReadOnlyList<string>? Behind, bool Column);
