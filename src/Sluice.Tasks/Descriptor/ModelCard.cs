using System.Globalization;
using System.Text;
using System.Text.Json;
using Sluice.Devices;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Tasks.Reports;
using Sluice.Training;
using Sluice.Vectors;

namespace Sluice.Tasks.Descriptor;

/// <summary>What a card is about.</summary>
/// <param name="Task">The task.</param>
/// <param name="Config">The complete configuration.</param>
/// <param name="Source">The data file, or what it is called.</param>
/// <param name="About">Lines on model and data.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Metrics">Figures for machines.</param>
internal sealed record CardSubject(
    TaskDescriptor Task, string Config, string Source, IReadOnlyList<string> About, ulong Seed, double Seconds,
    IReadOnlyDictionary<string, double> Metrics);

/// <summary>What stands beside a model: from which data, how good beside what, and how to make it again.</summary>
internal static class ModelCard
{
    /// <summary>The card of a training run.</summary>
    public static string Of(TrainingJob job, TrainingResult result, RunFolder folder, List<(string Name, string Text)> figures)
        => Of(
            new CardSubject(job.Task, job.Config, job.Source, job.About, job.Options.Seed, result.Seconds, result.Best), folder,
            [.. figures, ("best", $"at step {result.BestStep} of {result.Steps}")]);

    /// <summary>The card as Markdown, its figures also as front matter for machines.</summary>
    public static string Of(CardSubject job, RunFolder folder, List<(string Name, string Text)> figures)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder.Path)),
            data = Path.GetFileName(Path.TrimEndingDirectorySeparator(job.Source)), hash = Hash(job.Source);
        var card = new StringBuilder();
        card.AppendLine("---").AppendLine("library_name: sluice").AppendLine($"tags: [{job.Task.Name}]");
        card.AppendLine("model-index:").AppendLine($"- name: {Quote(name)}").AppendLine("  results:");
        card.AppendLine($"  - task: {{ type: {job.Task.Kind} }}");
        card.AppendLine($"    dataset: {{ name: {Quote(data)}, type: {Quote(hash)}, split: validation }}");
        card.AppendLine("    metrics:");
        foreach (var (metric, value) in job.Metrics) card.AppendLine(
            CultureInfo.InvariantCulture,
            $"    - {{ type: {(metric.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') ? metric : Quote(metric))}, value: {(double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : ".nan")} }}");
        card.AppendLine("---").AppendLine().AppendLine($"# {job.Task.Title}").AppendLine();
        foreach (string line in job.About) card.AppendLine($"- {Markdown.Text(line)}");
        card.AppendLine($"- data: {Markdown.Text(data)}, {hash}");
        card.AppendLine().AppendLine("## Figures").AppendLine();
        foreach (var (figure, text) in figures) card.AppendLine($"- {Markdown.Text(figure.Trim())}: {Markdown.Text(text)}");
        card.AppendLine("- limits: it knows only this data; the figures say nothing about other data.");
        card.AppendLine().AppendLine("## How it was made").AppendLine();
        card.AppendLine($"- Sluice {typeof(Device).Assembly.GetName().Version?.ToString(3)}, .NET {Environment.Version}");
        card.AppendLine(
            $"- {Processor.Name}, {VectorWidth.Bits}-bit vectors, {Device.Current.Threads} {(Device.Current.Threads == 1 ? "thread" : "threads")}, {job.Seconds:F0} s");
        card.AppendLine($"- seed {job.Seed}: the same seed gives the same bits, whatever the threads and the vectors");
        card.AppendLine().AppendLine("To make it again:").AppendLine();
        card.AppendLine($"    sluice train {job.Task.Name} --config {Quoted.Path(folder.Config)}");
        card.AppendLine().AppendLine("The configuration:").AppendLine();
        card.Append(Markdown.Code("jsonc", job.Config));
        return card.ToString();
    }

    /// <summary>The checksum of the data, or where it is instead.</summary>
    private static string Hash(string source)
        => Path.Exists(FileScope.Check(source)) ? "sha256:" + DataFingerprint.Of(source)
            : source == SqlTable.Name ? "of the database in the configuration below"
            : "built in";

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
