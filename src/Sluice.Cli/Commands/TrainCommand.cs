using System.CommandLine;
using Sluice.Formats;
using Sluice.Tasks;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice train</c>: the built-in children's book; <c>sluice train text FILE</c>: the user's own text.</summary>
internal static class TrainCommand
{
    private static readonly Dictionary<string, string> s_short = new()
    {
        ["--cell"] = "model.cell", ["--hidden"] = "model.hidden", ["--layers"] = "model.layers", ["--embedding"] = "model.embedding",
        ["--dropout"] = "model.dropout", ["--recurrent-dropout"] = "model.recurrent_dropout", ["--tokenizer"] = "data.tokenizer",
        ["--validation"] = "data.validation", ["--epochs"] = "training.epochs", ["--batch"] = "training.batch", ["--steps"] = "training.steps",
        ["--optimizer"] = "training.optimizer", ["--rate"] = "training.rate", ["--schedule"] = "training.schedule", ["--clip"] = "training.clip",
        ["--patience"] = "training.patience", ["--seed"] = "training.seed", ["--threads"] = "training.threads",
    };

    public static Command Create(TextWriter output, TextWriter error)
    {
        var language = new Option<string>("--book") { Description = "the language of the built-in book: english, simplified or traditional", DefaultValueFactory = _ => "english" };
        var shared = new Shared();
        var command = new Command("train", "Trains a model; with nothing else, on the built-in children's book.") { language };
        shared.AddTo(command);
        command.SetAction(parsed =>
        {
            var run = new TextRun(
                TextSource.Book + parsed.GetValue(language),
                new LanguageModelOptions { Tokenizer = "word", Hidden = 32, Layers = 1, Embedding = 8, Dropout = 0, Steps = 16, Batch = 8 },
                new TrainingOptions { Epochs = 6, Rate = 0.02 });
            return Train(run, parsed, shared, output, error);
        });

        var file = new Argument<string?>("file") { Description = "the text to learn from (or in --config)", Arity = ArgumentArity.ZeroOrOne };
        var sharedText = new Shared();
        var text = new Command("text", "Trains a language model on a text.") { file };
        sharedText.AddTo(text);
        text.SetAction(parsed => Train(new TextRun(parsed.GetValue(file) ?? "", new LanguageModelOptions(), new TrainingOptions()), parsed, sharedText, output, error));
        command.Add(text);
        return command;
    }

    private static int Train(TextRun run, ParseResult parsed, Shared shared, TextWriter output, TextWriter error)
    {
        string named = run.Data;
        string? resumed = parsed.GetValue(shared.Resume) is { } name ? ModelPath.Folder(name) : null;
        string? config = resumed is null ? parsed.GetValue(shared.Config) : new RunFolder(Existing(resumed)).Config;
        if (config is not null) run = TextRun.Settings.FromJson(run, Readers.TextFile.Read(config), config);
        if (named.Length > 0 && resumed is null && parsed.CommandResult.Command.Name == "text") run = run with { Data = named };
        foreach (var (option, key) in s_short)
            if (parsed.GetValue<string?>(option) is { } value) run = Use(run, key, value);
        foreach (string set in parsed.GetValue(shared.Set) ?? [])
        {
            int at = set.IndexOf('=');
            if (at < 1) throw new UsageException($"--set: expected key=value, got '{set}'.");
            run = Use(run, set[..at], set[(at + 1)..]);
        }

        if (run.Data.Length == 0) throw new UsageException("train text: expected a text file, or --config FILE that names one.");
        return TrainingRun.Start(run, resumed, parsed.GetValue(shared.Out), parsed.GetValue(shared.Json), output, error);
    }

    private static TextRun Use(TextRun run, string key, string value)
    {
        try
        {
            return TextRun.Settings.Apply(run, key, value);
        }
        catch (SluiceException e)
        {
            throw new UsageException(e.Message);
        }
    }

    private static string Existing(string folder)
        => Directory.Exists(folder) ? folder : throw new SluiceFormatException("there is no such run folder to resume.", folder);

    /// <summary>Options of every way to train.</summary>
    private sealed class Shared
    {
        public readonly Option<string?> Config = new("--config") { Description = "a configuration file, as 'init' writes it and every run keeps it" };
        public readonly Option<string[]> Set = new("--set") { Description = "key=value for any setting of the configuration", AllowMultipleArgumentsPerToken = false };
        public readonly Option<string?> Resume = new("--resume") { Description = "goes on with a run folder, or 'last'" };
        public readonly Option<string?> Out = new("--out") { Description = "the run folder; runs/DATE-TIME-text otherwise" };
        public readonly Option<bool> Json = new("--json") { Description = "progress and results as JSON lines, for machines" };

        public void AddTo(Command command)
        {
            foreach (var (option, key) in s_short)
                command.Add(new Option<string?>(option) { Description = TextRun.Settings.All.First(s => s.Key == key).Comment });
            command.Add(Config);
            command.Add(Set);
            command.Add(Resume);
            command.Add(Out);
            command.Add(Json);
        }
    }
}
