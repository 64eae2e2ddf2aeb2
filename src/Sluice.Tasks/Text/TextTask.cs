using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Inspection;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Text;

/// <summary>Language models.</summary>
internal sealed partial class TextTask() : TaskDescriptor<TextRun, LanguageModel>(
    TextRun.Settings, new TextRun("", new LanguageModelOptions(), new TrainingOptions()))
{
    public override string Name => "text";

    public override string Title => "A language model";

    public override string Kind => "text-generation";

    public override string Predicted => "tokens";

    public override string Description => "Trains a language model on a text.";

    public override string File => "a text file";

    public override PageWords Page { get; } = new(
        new("Text", "文本", "文字"), new("A language model learns from a text file.", "语言模型从文本文件学习。", "語言模型從文字檔學習。"),
        "L = −1/N Σ ln p(yₜ | y₁ … yₜ₋₁)");

    public override string Look => "text";

    protected override IEnumerable<(string Name, TextRun Run)> BuiltIn
        => Enum.GetNames<BookLanguage>().Select(l => $"{TextSource.Book}{l.ToLowerInvariant()}").Select(name => (name, Book(name)));

    /// <summary>A run on the built-in children's book, <c>book:</c> and its language.</summary>
    private static TextRun Book(string data) => new(
        data,
        new LanguageModelOptions
        {
            Tokenizer = "word",
            Words = ChildrensBook.Words(TextSource.Language(data)),
            Hidden = 32,
            Layers = 1,
            Embedding = 8,
            Dropout = 0,
            Steps = 16,
            Batch = 8
        },
        new TrainingOptions { Epochs = 40, Rate = 0.02 });

    protected override TrainingJob Prepare(TextRun run)
    {
        string text = TextSource.Read(run.Data);
        var (fresh, training) = UserError.In(
            run.Data, () => LanguageModel.From(text, run.Model, run.ValidationData.Length > 0 ? TextFile.Read(run.ValidationData) : null));
        int[] test = run.TestData.Length > 0 ? fresh.Encode(TextFile.Read(run.TestData)) : [];
        if (test.Length == 1) throw new SluiceFormatException("expected 2 symbols or more to measure on, got 1.", run.TestData);
        string[] about =
        [
            $"{run.Model.Cell}, {run.Model.Layers} x {run.Model.Hidden}, {fresh.Parameters.Sum(p => p.Count)} parameters",
            $"{Path.GetFileName(run.Data)}, {training.Symbols.Length} symbols to learn from, {training.Validation.Length} to check on{(test.Length > 0 ? $", {test.Length} to measure on at the end" : "")}",
        ];
        return new TrainingJob(
            this, TextRun.Settings.ToJson(run), run.Training, training, run.Data, fresh.Save, about,
            Figures)
        {
            Look = () => GlimpseOf(fresh, training),
            Model = fresh,
            Warnings = run.Data.StartsWith(
                TextSource.Book,
                StringComparison.Ordinal) ? [] : TextReport.Of(text, run.ValidationData.Length > 0 ? 0 : run.Model.Validation).Warnings
        };

        List<(string, string)> Figures(TrainingResult result)
        {
            var (unigram, bigram) = LanguageModel.Baselines(training.Symbols.ToArray(), training.Validation.ToArray(), fresh.Vocabulary.Count);
            List<(string, string)> figures =
            [
                ("validation loss", $"{result.Best["loss"]:F4} nats a symbol (by frequency alone {unigram:F4}, by the symbol before {bigram:F4})"),
                ("perplexity",
                 $"{result.Best["perplexity"]:F2} (by frequency alone {Math.Exp(unigram):F2}, by the symbol before {Math.Exp(bigram):F2})"),
                ("bits", $"{result.Best["bits_per_character"]:F4} a character"),
            ];
            if (test.Length == 0) return figures;
            var (own, counted) = (fresh.Evaluate(test), LanguageModel.Baselines(training.Symbols.ToArray(), test, fresh.Vocabulary.Count));
            return
            [
                .. figures,
                ("test", $"{own.Loss:F4} nats a symbol over {own.Symbols} symbols (by frequency alone {counted.Unigram:F4}, by the symbol before {counted.Bigram:F4}), perplexity {own.Perplexity:F2}")
            ];
        }
    }

    /// <summary>What the model writes at the moment, and what its gates do as it reads.</summary>
    private static Glimpse GlimpseOf(LanguageModel model, TextTraining training)
    {
        string text =
            model.Decode(model.Write([], new SamplingOptions { Temperature = 0.8 }).Take(model.Options.Tokenizer != "character" ? 24 : 120));
        var read = training.Validation.Length > 1 ? training.Validation : training.Symbols;
        var (recordings, _) = model.Inspect(read[..Math.Min(200, read.Length)].ToArray());
        return new Glimpse(GateSaturation.Of(model.Options.Cell, recordings[0]), [new Answers("text", [new Answer("", text)])]);
    }

    protected override void Evaluate(LanguageModel model, Inquiry inquiry)
    {
        int[] symbols = model.Encode(TextFile.Read(inquiry.Data));
        if (symbols.Length < 2) throw new SluiceFormatException($"expected 2 symbols or more to evaluate on, got {symbols.Length}.", inquiry.Data);
        var figures = model.Evaluate(symbols);
        (double Unigram, double Bigram)? counted =
            Learned(model, RunOf(inquiry.Model)) is { } training ? LanguageModel.Baselines(training, symbols, model.Vocabulary.Count) : null;
        double uniform = Math.Log(model.Vocabulary.Count);
        var output = inquiry.Output;
        if (inquiry.Json)
        {
            inquiry.WriteJson(
                new
                {
                    figures.Loss,
                    figures.Symbols,
                    figures.Perplexity,
                    figures.BitsPerCharacter,
                    ByFrequency = counted?.Unigram,
                    BySymbolBefore = counted?.Bigram,
                    Guessing = uniform
                });
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

    protected override Predictions Predict(LanguageModel model, Inquiry inquiry)
        => throw new UsageException("predict: a language model goes on with a text by 'sluice generate MODEL --prompt TEXT'.");

    protected override List<(string Name, object Value, string Text)> Facts(LanguageModel model)
    {
        return
        [
            ("task", Name, $"text, by {model.Options.Tokenizer}"),
            .. Sizes(model.Options.Cell, model.Options.Layers, model.Options.Hidden, model.Parameters, $", embedding {model.Options.Embedding}"),
            ("vocabulary",
             model.Vocabulary.Symbols,
             $"{model.Vocabulary.Count}: {string.Join(" ", model.Vocabulary.Symbols.Take(12).Select(s => s == "\n" ? "\\n" : s))}{(model.Vocabulary.Count > 12 ? " ..." : "")}"),
        ];
    }
}
