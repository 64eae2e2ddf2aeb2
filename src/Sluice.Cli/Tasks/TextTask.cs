using Sluice.Data.Sequences;
using Sluice.Devices;
using Sluice.Inspection;
using Sluice.Learn.Teaching;
using Sluice.Readers;
using Sluice.Studio;
using Sluice.Tasks.Text;
using Sluice.Training;

namespace Sluice.Cli.Tasks;

/// <summary>Language models.</summary>
internal sealed class TextTask() : TaskCommands<TextRun>(TextRun.Settings, ConfigFile.Text)
{
    public override string Name => "text";

    public override string Title => "A language model";

    public override string Kind => "text-generation";

    public override string Predicted => "tokens";

    protected override string Description => "Trains a language model on a text.";

    protected override string File => "a text file";

    protected override IEnumerable<(string Name, TextRun Run)> Examples
        => Enum.GetNames<BookLanguage>().Select(l => $"{TextSource.Book}{l.ToLowerInvariant()}").Select(name => (name, Book(name)));

    /// <summary>A run on the built-in children's book, <c>book:</c> and its language.</summary>
    public static TextRun Book(string data) => new(
        data,
        new LanguageModelOptions { Tokenizer = "word", Words = ChildrensBook.Words(TextSource.Language(data)), Hidden = 32, Layers = 1, Embedding = 8, Dropout = 0, Steps = 16, Batch = 8 },
        new TrainingOptions { Epochs = 40, Rate = 0.02 });

    public override TrainingJob Prepare(TextRun run) => Prepare(run, out _);

    /// <summary>The job, and its model.</summary>
    public TrainingJob Prepare(TextRun run, out LanguageModel model)
    {
        if (run.Threads > 0) Device.UseThreads(run.Threads);
        string text = TextSource.Read(run.Data);
        var (fresh, training) = Fitting.To(run.Data, () => LanguageModel.From(text, run.Model));
        model = fresh;
        string[] about =
        [
            $"{run.Model.Cell}, {run.Model.Layers} x {run.Model.Hidden}, {fresh.Parameters.Sum(p => p.Value.Count)} parameters",
            $"{Path.GetFileName(run.Data)}, {training.Symbols.Length} symbols to learn from, {training.Validation.Length} to check on",
        ];
        return new TrainingJob(this, TextRun.Settings.ToJson(run), run.Training, training, run.Data, fresh.Save, about, Figures) { Look = () => Look(fresh, training) };

        List<(string, string)> Figures(TrainingResult result)
        {
            var (unigram, bigram) = LanguageModel.Baselines(training.Symbols.ToArray(), training.Validation.ToArray(), fresh.Vocabulary.Count);
            return [("validation loss", $"{result.Best["loss"]:F4} nats a symbol (by frequency alone {unigram:F4}, by the symbol before {bigram:F4})")];
        }
    }

    /// <summary>What the model writes at the moment, and what its gates do as it reads.</summary>
    private static Glimpse Look(LanguageModel model, TextTraining training)
    {
        string text = model.Decode(model.Write([], new SamplingOptions { Temperature = 0.8 }).Take(model.Options.Tokenizer == "word" ? 24 : 120));
        var read = training.Validation.Length > 1 ? training.Validation : training.Symbols;
        var (recordings, _) = model.Inspect(read[..Math.Min(200, read.Length)].ToArray());
        return new Glimpse(GateSaturation.Of(model.Options.Cell, recordings[0]), [new Answers("text", [new Answer("", text)])]);
    }

    public override void Evaluate(Inquiry inquiry)
    {
        var model = LanguageModel.Load(inquiry.Model);
        int[] symbols = model.Encode(TextFile.Read(inquiry.Data));
        if (symbols.Length < 2) throw new SluiceFormatException($"expected 2 symbols or more to evaluate on, got {symbols.Length}.", inquiry.Data);
        var figures = model.Evaluate(symbols);
        (double Unigram, double Bigram)? counted = Learned(model, inquiry.Model) is { } training ? LanguageModel.Baselines(training, symbols, model.Vocabulary.Count) : null;
        double uniform = Math.Log(model.Vocabulary.Count);
        var output = inquiry.Output;
        if (inquiry.Json)
        {
            output.WriteLine(JsonLine.Of(new { figures.Loss, figures.Symbols, figures.Perplexity, figures.BitsPerCharacter, ByFrequency = counted?.Unigram, BySymbolBefore = counted?.Bigram, Guessing = uniform }));
            return;
        }

        output.WriteLine($"loss                 {figures.Loss:F4} nats a symbol over {figures.Symbols} symbols");
        output.WriteLine($"perplexity           {figures.Perplexity:F2}");
        output.WriteLine($"bits per character   {figures.BitsPerCharacter:F4}");
        output.WriteLine("naive baselines, in nats a symbol:");
        if (counted is { } c)
        {
            output.WriteLine($"by frequency alone   {c.Unigram:F4}");
            output.WriteLine($"by the symbol before {c.Bigram:F4}");
        }

        output.WriteLine($"guessing evenly      {uniform:F4}");
        if (counted is null) output.WriteLine("(The text that the model learned from is not at hand; frequencies are counted there.)");
    }

    public override void Predict(Inquiry inquiry) => throw new UsageException("predict: a language model goes on with a text by 'sluice generate MODEL --prompt TEXT'.");

    public override List<(string Name, object Value, string Text)> Facts(string path)
    {
        var model = LanguageModel.Load(path);
        return
        [
            ("task", Name, $"text, by {model.Options.Tokenizer}"),
            .. Sizes(model.Options.Cell, model.Options.Layers, model.Options.Hidden, model.Parameters, $", embedding {model.Options.Embedding}"),
            ("vocabulary", model.Vocabulary.Symbols, $"{model.Vocabulary.Count}: {string.Join(" ", model.Vocabulary.Symbols.Take(12).Select(s => s == "\n" ? "\\n" : s))}{(model.Vocabulary.Count > 12 ? " ..." : "")}"),
        ];
    }

    /// <summary>What the model was trained on, where the run's configuration still leads to it.</summary>
    private static int[]? Learned(LanguageModel model, string path)
    {
        string config = Path.Combine(Path.GetDirectoryName(path) ?? "", "config.json");
        if (!System.IO.File.Exists(config)) return null;
        try
        {
            if (ConfigFile.Read(config) is not TextRun run) return null;
            int[] symbols = model.Encode(TextSource.Read(run.Data));
            return symbols[..Split.ByShare(symbols.Length, run.Model.Validation).Train.End];
        }
        catch (SluiceException)
        {
            return null;
        }
    }
}
