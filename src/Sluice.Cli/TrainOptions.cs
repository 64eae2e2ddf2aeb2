using System.CommandLine;
using Sluice.Autodiff;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Cli;

/// <summary>The options of every way to train: one for each setting, and those of the run itself.</summary>
/// <param name="settings">The options of the settings.</param>
/// <param name="read">A run with the values of a configuration: its text, and its file.</param>
internal sealed class TrainOptions<T>(SettingOptions<T> settings, Func<T, string, string, T> read)
{
    private readonly Option<string?> _config = new("--config") { Description = "a configuration file, as 'init' writes it and every run keeps it" };
    private readonly Option<string?> _resume = new("--resume") { Description = "goes on with a run folder, or 'last'" };

    /// <summary>Those of a list of settings.</summary>
    public TrainOptions(SettingList<T> settings) : this(
        new SettingOptions<T>(settings.All.Select(s => (s.Key, s.Comment, "", s.Choices)), settings.Apply), settings.FromJson)
    {
    }

    private readonly Option<int?> _processes = new("--processes") { Description = "starts so many processes with mpirun (see --shards)" };
    private readonly Option<bool> _retry = new("--retry") { Description = "with --processes: where one is lost, goes on with one fewer" };

    private readonly Option<bool> _profile = new("--profile") { Description = "says at the end where the time of the steps went" };

    public Option<string?> Out { get; } = new("--out") { Description = "the run folder; runs/DATE-TIME-TASK otherwise" };

    public Option<bool> Json { get; } = new("--json") { Description = "progress and results as JSON lines, for machines" };

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isShown">Which settings its help lists, by key; null for all.</param>
    public void AddTo(Command command, Func<string, bool>? isShown = null)
    {
        settings.AddTo(command, isShown);
        command.Add(OptionGroup.Put(_config, OptionGroup.Run));
        command.Add(OptionGroup.Put(_resume, OptionGroup.Run));
        command.Add(OptionGroup.Put(_processes, OptionGroup.Run));
        command.Add(OptionGroup.Put(_retry, OptionGroup.Run));
        command.Add(OptionGroup.Put(_profile, OptionGroup.Output));
        command.Add(OptionGroup.Put(Out, OptionGroup.Output));
        command.Add(OptionGroup.Put(Json, OptionGroup.Output));
    }

    /// <summary>Whether a configuration file or an earlier run says what to do.</summary>
    public bool IsConfigured(ParseResult parsed) => parsed.GetValue(_config) is not null || parsed.GetValue(_resume) is not null;

    /// <summary>How many processes are to be started, whether fewer go on where one is lost, and the folder if it is named; or null.</summary>
    public (int Count, bool Retry, string? Folder)? Processes(ParseResult parsed)
    {
        bool retry = parsed.GetValue(_retry);
        if (parsed.GetValue(_processes) is not { } count)
            return retry ? throw new UsageException("--retry: expected --processes beside it, got none.") : null;
        return (count, retry, Resumed(parsed) ?? parsed.GetValue(Out));
    }

    /// <summary>What is to be told where the time goes, where that is asked for.</summary>
    public StepProfile? Profile(ParseResult parsed) => parsed.GetValue(_profile) ? new StepProfile() : null;

    /// <summary>The run folder to go on with, or null.</summary>
    public string? Resumed(ParseResult parsed)
    {
        if (parsed.GetValue(_resume) is not { } name) return null;
        string folder = ModelPath.Folder(name);
        return Directory.Exists(folder) ? folder : throw new SluiceFormatException("there is no such run folder to resume.", folder);
    }

    /// <summary>The configuration file that says what to do, or that of the run to go on with; null where there is neither.</summary>
    public string? Config(ParseResult parsed) => Resumed(parsed) is { } folder ? RunFolder.ConfigIn(folder) : parsed.GetValue(_config);

    /// <summary>A run with the configuration file, then the named file, then the options, then --set applied.</summary>
    public T Apply(T run, ParseResult parsed, string fileKey = "", string? file = null)
    {
        if (Config(parsed) is { } config) run = read(run, TextFile.Read(config), config);
        if (file is not null) run = settings.Use(run, fileKey, file);
        return settings.Apply(run, parsed);
    }
}

/// <summary>The options to train a task.</summary>
internal static class TrainOptions
{
    /// <summary>Those of a task.</summary>
    public static TrainOptions<TaskRun> Of(TaskDescriptor task) => new(SettingOptions.Of(task), Read);

    /// <summary>A run with the values of a configuration.</summary>
    public static TaskRun Read(TaskRun run, string json, string file) => run.WithJson(json, file);
}
