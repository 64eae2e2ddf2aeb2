using System.CommandLine;
using Sluice.Studio;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Tasks;

/// <summary>A task whose run is a record with settings, and which learns from a file.</summary>
/// <param name="settings">The settings of a run.</param>
/// <param name="start">A run before any setting.</param>
internal abstract class TaskCommands<TRun>(SettingList<TRun> settings, TRun start) : ITaskCommands
{
    public abstract string Name { get; }

    public abstract string Title { get; }

    public abstract string Kind { get; }

    public abstract string Predicted { get; }

    /// <summary>What <c>train --help</c> says of it.</summary>
    protected abstract string Description { get; }

    /// <summary>What the file to learn from is.</summary>
    protected abstract string File { get; }

    public Command Train(TextWriter output, TextWriter error)
    {
        var file = new Argument<string?>("file") { Description = $"{File} (or in --config)", Arity = ArgumentArity.ZeroOrOne };
        var options = new TrainOptions<TRun>(settings);
        var command = new Command(Name, Description) { file };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var run = options.Apply(Start(parsed.GetValue(file)), parsed, "data.file", parsed.GetValue(file));
            if (!HasData(run)) throw new UsageException($"train {Name}: expected {File}, or --config FILE that names one.");
            return TrainingRun.Start(Prepare(run), options.Resumed(parsed), parsed.GetValue(options.Out), parsed.GetValue(options.Json), output, error);
        });
        return command;
    }

    public StudioTask? ForStudio() => new(Name, Title, File, [.. settings.All.Select(s => new StudioSetting(s.Key, s.Comment, s.Read(start), s.Choices))], chosen =>
    {
        try
        {
            var run = chosen.Aggregate(start, (run, s) => settings.Apply(run, s.Key, s.Value));
            if (!HasData(run)) throw new SluiceException($"train {Name}: expected {File} under data.file, got nothing.");
            var job = Prepare(run);
            return new StudioJob(job.Config, job.Options, job.Data, job.Save, job.About, job.Finish, job.Look);
        }
        catch (UsageException e)
        {
            throw new SluiceException(e.Message, e);
        }
    }, Complaint, [.. Examples.Select(e => new StudioExample(e.Name, settings.All.Where(s => s.Read(e.Run) != s.Read(start)).ToDictionary(s => s.Key, s => s.Read(e.Run))))]);

    private bool HasData(TRun run) => settings.All.Any(s => s.Key is "data.file" or "data.query" && s.Read(run).Length > 0);

    /// <summary>What is wrong with a value of a setting, or null.</summary>
    private string? Complaint(string key, string value)
    {
        try
        {
            settings.Apply(start, key, value);
            return null;
        }
        catch (SluiceException e)
        {
            return e.Message;
        }
    }

    /// <summary>Runs on data that the program brings along.</summary>
    protected virtual IEnumerable<(string Name, TRun Run)> Examples => [];

    /// <summary>Reads the data of a run and builds its model.</summary>
    public abstract TrainingJob Prepare(TRun run);

    /// <summary>A run on a file, before any setting.</summary>
    protected virtual TRun Start(string? file) => start;

    public abstract void Evaluate(Inquiry inquiry);

    public abstract void Predict(Inquiry inquiry);

    public abstract List<(string Name, object Value, string Text)> Facts(string model);

    /// <summary>The facts on layers and parameters that every model has.</summary>
    protected static List<(string Name, object Value, string Text)> Sizes(string cell, int layers, int hidden, IEnumerable<Autodiff.Parameter> parameters, string more = "") =>
    [
        ("cell", cell, cell),
        ("sizes", new { Layers = layers, Hidden = hidden }, $"{layers} {(layers == 1 ? "layer" : "layers")} of {hidden} units{more}"),
        ("parameters", parameters.Sum(p => p.Value.Count), $"{parameters.Sum(p => p.Value.Count)}"),
    ];
}
