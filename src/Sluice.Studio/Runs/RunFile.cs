using System.Text;
using System.Text.Json;
using Sluice.Formats;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Reports;
using Sluice.Training;

namespace Sluice.Studio.Runs;

/// <summary>A run that was, or is, trained by another process: what its folder says.</summary>
/// <param name="folder">The run folder.</param>
/// <param name="options">How the run is trained, by its configuration.</param>
internal sealed class RunFile(string folder, TrainingOptions options)
{
    private readonly string _events = Path.Combine(folder, "events.jsonl");
    private long _read;
    private bool _figured, _glimpsed;

    /// <summary>What happened.</summary>
    public RunRecord Record { get; } = new(options);

    /// <summary>Reads what was added to the folder since the last time.</summary>
    public void Read()
    {
        if (File.Exists(_events))
        {
            using var file = new FileStream(FileScope.Check(_events), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = Math.Min(_read, file.Length);
            byte[] bytes = new byte[file.Length - file.Position];
            file.ReadExactly(bytes);

            // The last line may not be finished.
            int end = Array.LastIndexOf(bytes, (byte)'\n') + 1;
            _read += end;
            foreach (string line in Encoding.UTF8.GetString(bytes, 0, end).Split('\n', StringSplitOptions.RemoveEmptyEntries))
                if (Event(line) is { } happened) Record.Add(happened);
        }

        bool done = File.Exists(Path.Combine(folder, "card.md"));
        bool busy = RunFolder.IsHeld(folder);
        string state = busy ? "elsewhere" : done ? "done" : "stopped";
        if (Record.Status.State != state) Record.Set(s => s with { State = state });
        if (done && !_figured)
        {
            _figured = true;
            Record.Tell([], Figures());
        }

        if (!busy && !_glimpsed && Glimpse.In(folder) is { } last)
        {
            _glimpsed = true;
            Record.Show(last);
        }
    }

    /// <summary>The figures of the model card.</summary>
    private (string, string)[] Figures()
    {
        string[] lines = LineFile.Read(Path.Combine(folder, "card.md"));
        int at = Array.IndexOf(lines, "## Figures");
        return at < 0 ? [] : [.. lines.Skip(at + 1)
            .TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal)).Where(l => l.StartsWith("- ", StringComparison.Ordinal))
            .Select(l => l[2..].Split(": ", 2)).Where(p => p.Length == 2).Select(p => (Markdown.Plain(p[0]), Markdown.Plain(p[1])))];
    }

    /// <summary>An event, or null for a line that is none.</summary>
    private static TrainingEvent? Event(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var o = json.RootElement;
            int Whole(string name) => o.GetProperty(name).GetInt32();
            double Number(string name)
                => o.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;
            int epoch = Whole("epoch"), step = Whole("step"), total = Whole("total_steps");
            return o.GetProperty("event").GetString() switch
            {
                "step" => new StepEvent(
                    epoch, step, total, Number("loss"), Number("gradient_norm"), Number("rate"), (long)Number("predictions"), Number("seconds")),
                "validation" =>
                    new ValidationEvent(
                        epoch, step, total,
                        o.EnumerateObject()
                            .Where(p => p.Name is not ("event" or "epoch" or "step" or "total_steps" or "best" or "seconds"))
                            .ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.Number ? p.Value.GetDouble() : double.NaN),
                        o.GetProperty("best").GetBoolean(), Number("seconds")),
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
