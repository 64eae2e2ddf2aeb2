using Sluice.Data.Tables;
using Sluice.Data.Text;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Translate;

/// <summary>One text out of another: translations, pronunciations.</summary>
internal sealed partial class TranslateTask() : TaskDescriptor<TranslateRun, Translator>(
    TranslateRun.Settings, new TranslateRun("", new TranslatorOptions(), new TrainingOptions { Epochs = 12, Patience = 4, Rate = 0.002 }))
{
    // A beam of so many finds nearly all that a wider one does.
    private const int Width = 5;

    public override string Name => Translator.TaskName;

    public override string Title => "A translator";

    public override string Kind => "translation";

    public override string Predicted => "symbols";

    public override string Description => "Trains a translator: sentences into another language, spellings into sounds.";

    public override string File
        => "pairs of texts (two columns with a tab between, or a dictionary of pronunciations; practice:reversed and practice:dates are made up)";

    public override PageWords Page { get; } = new(
        new(
            "Translate", "翻译",
            "翻譯"), new("A translator learns from pairs of texts, or from a dictionary of pronunciations.", "翻译器从成对的文本或发音词典学习。", "翻譯器從成對的文字或發音詞典學習。"),
        "L = −1/N Σ ln p(yₜ | y₁ … yₜ₋₁, x)");

    public override string Look => "attention";

    protected override TrainingJob Prepare(TranslateRun run)
    {
        var (training, validation, test) = PairSource.Read(run);
        var (model, data) = UserError.In(run.Data, () => Translator.From(training, validation, run.Model));
        string[] about =
        [
            .. ColumnTable.About(new Table(
            [
                new CategoryColumn("source", [.. training.Select(p => p.Source)], ColumnKind.Text),
                new CategoryColumn("target", [.. training.Select(p => p.Target)], ColumnKind.Text)
            ])),
            $"{run.Model.Net.Cell}, {run.Model.Net.Layers} x {run.Model.Net.Hidden} in encoder and decoder, {run.Model.Net.Attention} attention, {model.Parameters.Sum(p => p.Count)} parameters",
            $"{Path.GetFileName(run.Data)}, {data.Training.Count} pairs to learn from, {data.Validation.Count} to check on, {test.Count} to measure on at the end",
            $"{model.SourceSymbols.Count} symbols of the source, {model.TargetSymbols.Count} of the target",
        ];
        return new TrainingJob(this, TranslateRun.Settings.ToJson(run), run.Training, data, run.Data, model.Save, about, _ =>
        {
            var asked = test.Count > 0 ? test : data.Validation;
            var figures = TranslationReport.Lines(model, model.Evaluate(asked, Width), TranslationReport.MostSimilar(model, asked, data.Training));
            if (PairSource.IsReversed(run)) figures.Add(TranslationReport.Antidiagonal(model, asked));
            return figures;
        })
        { Look = Looking(model, data), Warnings = Report(training, validation, test).Warnings };
    }

    /// <summary>
    /// Some sources to check on as they are translated now, by the best symbol at each step, and where the net looked for one of them.
    /// </summary>
    private static Func<Glimpse> Looking(Translator model, TranslationTraining data)
    {
        const int Shown = 5, Longest = 40;
        string[] sources = Excerpt.Some([.. data.Validation.Select(p => p.Source)
            .Distinct().Where(s => s.Trim().Length > 0 && !model.Unknown(s).Any()).DefaultIfEmpty(data.Validation[0].Source)], Shown);
        var truths = data.Validation.Where(p => sources.Contains(p.Source)).ToLookup(p => p.Source, p => p.Target);
        return () =>
        {
            TranslatedText[] told = [.. model.Translate(sources).Select(t => t[0])];
            var answers =
                sources.Zip(told, (source, t) => Excerpt.Answer(source, t.Text, truths[source].Contains(t.Text) ? t.Text : truths[source].First()));
            var looked = told.FirstOrDefault(t => t.Source.Count <= Longest && t.Symbols.Count is > 0 and <= Longest);
            return new Glimpse(model.Gates(sources[0]), [new Answers("translation", [.. answers]), .. looked is null
                ? []
                : new[] { new Map("alignment", [.. looked.Symbols.Append("∎").Take(looked.Alignment.Length)], looked.Source, looked.Alignment) }]);
        };
    }

    protected override IEnumerable<(string Name, TranslateRun Run)> BuiltIn
        => new[] { "dates", "reversed" }.Select(n => PairSource.Practice + n)
            .Select(name => (name, PairSource.Start(Usual, name) with { Data = name }));

    protected override TranslateRun For(string? file) => PairSource.Start(Usual, file);

    protected override void Evaluate(Translator model, Inquiry inquiry)
    {
        var pairs = inquiry.Truth is { } truth ? PairFile.Parallel(inquiry.Data, truth) : PairFile.Read(inquiry.Data, stress: false);
        var figures = model.Evaluate(pairs, Width);
        var learned = Learned(RunOf(inquiry.Model));
        var naive = learned is null ? null : TranslationReport.MostSimilar(model, pairs, learned);
        int known = learned is null ? 0 : pairs.Select(p => p.Source).Intersect(learned.Select(p => p.Source)).Count();
        string[] unknown = [.. pairs.SelectMany(p => model.Unknown(p.Source)).Distinct()];
        inquiry.Write(
            new
            {
                figures.Sources,
                figures.Exact,
                figures.Bleu,
                figures.Tokens,
                figures.ChrF,
                figures.SymbolErrors,
                figures.Loss,
                MostSimilar = naive,
                LearnedFrom = learned is null
                ? (int?)null
                : known,
                Unknown = unknown
            },
            TranslationReport.Lines(model, figures, naive));
        if (inquiry.Json) return;
        if (known > 0)
            inquiry.WriteLine($"warning: {known} of {figures.Sources} sources were learned from, so the figures are too good for new ones", 9);
        if (unknown.Length > 0)
            inquiry.WriteLine(
                $"warning: never seen in training: {string.Join(" ", unknown.Take(20))}{(unknown.Length > 20 ? $" and {unknown.Length - 20} more" : "")}",
                9);
    }

    protected override Predictions Predict(Translator model, Inquiry inquiry)
    {
        string[] sources = inquiry.ReadLines();
        var translations = model.Translate(sources, Math.Max(Width, inquiry.Best));
        int best = Math.Min(inquiry.Best, translations.Max(t => t.Count));
        Column[] answers =
        [
            new CategoryColumn("source", sources),
            .. Enumerable.Range(0, best).Select(n =>
                new CategoryColumn(n == 0 ? "translation" : $"translation {n + 1}", [.. translations.Select(t => n < t.Count ? t[n].Text : null)])),
        ];
        return new Predictions(new Table(answers), translations.Select(
            found => found.Take(inquiry.Best).Select(t => new { t.Text, t.LogProbability, t.Symbols, t.Source, t.Alignment, t.Unknown })))
        {
            Pictures = () => AlignmentPage.Pictures([.. translations.Select(t => t[0])]),
            Page = () => AlignmentPage.Html([.. translations.Select(t => t[0])]),
            Text = output =>
            {
                foreach (var found in translations)
                {
                    output.WriteLine(string.Join('\t', found.Take(inquiry.Best).Select(t => t.Text)));
                    if (Screen.Is(output)) output.Write(AlignmentPage.Text(found[0], Screen.Width, !Screen.IsUtf8));
                }
            },
        };
    }

    protected override List<(string Name, object Value, string Text)> Facts(Translator model)
    {
        return
        [
            ("task", Name, $"translate, by {model.Options.Source} into {model.Options.Target}"),
            .. Sizes(
                model.Options.Net.Cell, model.Options.Net.Layers, model.Options.Net.Hidden, model.Parameters,
                $" in encoder and decoder, {model.Options.Net.Attention} attention"),
            ("symbols",
             new { Source = model.SourceSymbols.Count, Target = model.TargetSymbols.Count },
             $"{model.SourceSymbols.Count} of the source, {model.TargetSymbols.Count} of the target"),
        ];
    }
}
