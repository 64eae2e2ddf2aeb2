using System.CommandLine;
using Sluice.Readers;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Cli;

/// <summary>The options of every way to train: one for each setting of the task, and those of the run itself.</summary>
internal sealed class TrainOptions<T>(SettingList<T> settings)
{
    private readonly Option<string?> _config = new("--config") { Description = "a configuration file, as 'init' writes it and every run keeps it" };
    private readonly Option<string[]> _set = new("--set") { Description = "key=value for any setting of the configuration" };
    private readonly Option<string?> _resume = new("--resume") { Description = "goes on with a run folder, or 'last'" };
    private readonly List<(Option<string?> Option, string Key)> _short = [];

    public Option<string?> Out { get; } = new("--out") { Description = "the run folder; runs/DATE-TIME-TASK otherwise" };

    public Option<bool> Json { get; } = new("--json") { Description = "progress and results as JSON lines, for machines" };

    public void AddTo(Command command)
    {
        // What a command has as an argument is no option beside.
        foreach (var setting in settings.All.Where(s => s.Key is not ("data.file" or "search.problems")))
        {
            // The last word of the key is the option: --hidden for model.hidden, --recurrent-dropout for model.recurrent_dropout.
            var option = new Option<string?>("--" + setting.Key[(setting.Key.IndexOf('.') + 1)..].Replace('_', '-')) { Description = setting.Comment };
            _short.Add((option, setting.Key));
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
        if (config is not null) run = settings.FromJson(run, TextFile.Read(config), config);
        if (file is not null) run = Use(run, fileKey, file);
        foreach (var (option, key) in _short)
            if (parsed.GetValue(option) is { } value) run = Use(run, key, value);
        foreach (string set in parsed.GetValue(_set) ?? [])
        {
            int at = set.IndexOf('=');
            if (at < 1) throw new UsageException($"--set: expected key=value, got '{set}'.");
            run = Use(run, set[..at], set[(at + 1)..]);
        }

        return run;
    }

    private T Use(T run, string key, string value)
    {
        try
        {
            return settings.Apply(run, key, value);
        }
        catch (SluiceException e)
        {
            throw new UsageException(e.Message);
        }
    }
}
