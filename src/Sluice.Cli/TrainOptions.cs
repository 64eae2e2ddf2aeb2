using System.CommandLine;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Cli;

/// <summary>The options of every way to train: one for each setting, and those of the run itself.</summary>
/// <param name="settings">The key of each setting and one line on it.</param>
/// <param name="set">A run with another value of a setting.</param>
/// <param name="read">A run with the values of a configuration: its text, and its file.</param>
internal sealed class TrainOptions<T>(IEnumerable<(string Key, string Comment)> settings, Func<T, string, string, T> set, Func<T, string, string, T> read)
{
    private readonly Option<string?> _config = new("--config") { Description = "a configuration file, as 'init' writes it and every run keeps it" };
    private readonly Option<string[]> _set = new("--set") { Description = "key=value for any setting of the configuration" };
    private readonly Option<string?> _resume = new("--resume") { Description = "goes on with a run folder, or 'last'" };
    private readonly List<(Option<string?> Option, string Key)> _short = [];
    private readonly List<(Option<string[]> Option, string Key)> _free = [];

    /// <summary>Those of a list of settings.</summary>
    public TrainOptions(SettingList<T> settings) : this(settings.All.Select(s => (s.Key, s.Comment)), settings.Apply, settings.FromJson)
    {
    }

    public Option<string?> Out { get; } = new("--out") { Description = "the run folder; runs/DATE-TIME-TASK otherwise" };

    public Option<bool> Json { get; } = new("--json") { Description = "progress and results as JSON lines, for machines" };

    public void AddTo(Command command)
    {
        // What a command has as an argument is no option beside.
        foreach (var (key, comment) in settings.Where(s => s.Key is not ("data.file" or "search.problems")))
        {
            if (key.EndsWith(".*", StringComparison.Ordinal))
            {
                // Those with free names: --column NAME=VALUE for columns.*, as often as there are names.
                var free = new Option<string[]>("--" + key[..^3]) { Description = comment };
                _free.Add((free, key));
                command.Add(free);
                continue;
            }

            // The last word of the key is the option: --hidden for model.hidden, --recurrent-dropout for model.recurrent_dropout.
            var option = new Option<string?>("--" + key[(key.IndexOf('.') + 1)..].Replace('_', '-')) { Description = comment };
            _short.Add((option, key));
            command.Add(option);
        }

        command.Add(_config);
        command.Add(_set);
        command.Add(_resume);
        command.Add(Out);
        command.Add(Json);
    }

    /// <summary>Whether a configuration file or an earlier run says what to do.</summary>
    public bool IsConfigured(ParseResult parsed) => parsed.GetValue(_config) is not null || parsed.GetValue(_resume) is not null;

    /// <summary>The run folder to go on with, or null.</summary>
    public string? Resumed(ParseResult parsed)
    {
        if (parsed.GetValue(_resume) is not { } name) return null;
        string folder = ModelPath.Folder(name);
        return Directory.Exists(folder) ? folder : throw new SluiceFormatException("there is no such run folder to resume.", folder);
    }

    /// <summary>A run with the configuration file, then the named file, then the options, then --set applied.</summary>
    public T Apply(T run, ParseResult parsed, string fileKey = "", string? file = null)
    {
        string? config = Resumed(parsed) is { } folder ? RunFolder.ConfigIn(folder) : parsed.GetValue(_config);
        if (config is not null) run = read(run, TextFile.Read(config), config);
        if (file is not null) run = Use(run, fileKey, file);
        foreach (var (option, key) in _short)
            if (parsed.GetValue(option) is { } value) run = Use(run, key, value);
        foreach (var (option, key) in _free)
            foreach (string value in parsed.GetValue(option) ?? []) run = Use(run, key, value);
        foreach (string pair in parsed.GetValue(_set) ?? [])
        {
            int at = pair.IndexOf('=');
            if (at < 1) throw new UsageException($"--set: expected key=value, got '{pair}'.");
            run = Use(run, pair[..at], pair[(at + 1)..]);
        }

        return run;
    }

    private T Use(T run, string key, string value)
    {
        try
        {
            return set(run, key, value);
        }
        catch (SluiceException e)
        {
            throw new UsageException(e.Message);
        }
    }
}

/// <summary>The options to train a task.</summary>
internal static class TrainOptions
{
    /// <summary>Those of a task.</summary>
    public static TrainOptions<TaskRun> Of(TaskDescriptor task) => new(task.Settings.Select(s => (s.Key, s.Comment)), (run, key, value) => run.With(key, value), (run, json, file) => run.WithJson(json, file));
}
