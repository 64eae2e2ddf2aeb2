using Sluice.Data.Sequences;
using Sluice.Devices;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Studio;
using Sluice.Tasks.Translate;

namespace Sluice.Cli.Tasks;

/// <summary>One text out of another: translations, pronunciations.</summary>
internal sealed class TranslateTask() : TaskCommands<TranslateRun>(TranslateRun.Settings, ConfigFile.Translate)
{
    // A beam of so many finds nearly all that a wider one does.
    private const int Width = 5;

    public override string Name => Translator.TaskName;

    public override string Title => "A translator";

    public override string Kind => "translation";

    public override string Predicted => "symbols";

    protected override string Description => "Trains a translator: sentences into another language, spellings into sounds.";

    protected override string File => "pairs of texts (two columns with a tab between, or a dictionary of pronunciations; practice:reversed and practice:dates are made up)";

    public override TrainingJob Prepare(TranslateRun run)
    {
        if (run.Threads > 0) Device.UseThreads(run.Threads);
        var (training, test) = PairSource.Read(run);
        var (model, data) = Fitting.To(run.Data, () => Translator.From(training, null, run.Model));
        string[] about =
        [
            $"{run.Model.Net.Cell}, {run.Model.Net.Layers} x {run.Model.Net.Hidden} in encoder and decoder, {run.Model.Net.Attention} attention, {model.Parameters.Sum(p => p.Value.Count)} parameters",
            $"{Path.GetFileName(run.Data)}, {data.Training.Count} pairs to learn from, {data.Validation.Count} to check on, {test.Count} to measure on at the end",
            $"{model.SourceSymbols.Count} symbols of the source, {model.TargetSymbols.Count} of the target",
        ];
        return new TrainingJob(this, TranslateRun.Settings.ToJson(run), run.Training, data, run.Data, model.Save, about, _ =>
        {
            var asked = test.Count > 0 ? test : data.Validation;
            var figures = TranslationReport.Lines(model, model.Evaluate(asked, Width), TranslationReport.MostSimilar(model, asked, training));
            if (PairSource.IsReversed(run)) figures.Add(TranslationReport.Antidiagonal(model, asked));
            return figures;
        })
        { Look = Looking(model, data) };
    }

    /// <summary>Some sources to check on as they are translated now, by the best symbol at each step, and where the net looked for one of them.</summary>
    private static Func<Glimpse> Looking(Translator model, TranslationTraining data)
    {
        const int Shown = 5, Longest = 40;
        string[] sources = Glimpses.Some([.. data.Validation.Select(p => p.Source).Distinct().Where(s => s.Trim().Length > 0 && !model.Unknown(s).Any()).DefaultIfEmpty(data.Validation[0].Source)], Shown);
        var truths = data.Validation.Where(p => sources.Contains(p.Source)).ToLookup(p => p.Source, p => p.Target);
        return () =>
        {
            TranslatedText[] told = [.. model.Translate(sources).Select(t => t[0])];
            var answers = sources.Zip(told, (source, t) => Glimpses.Answer(source, t.Text, truths[source].Contains(t.Text) ? t.Text : truths[source].First()));
            var looked = told.FirstOrDefault(t => t.Source.Count <= Longest && t.Symbols.Count is > 0 and <= Longest);
            return new Glimpse(model.Gates(sources[0]), [new Answers("translation", [.. answers]), .. looked is null ? [] : new[] { new Map("alignment", [.. looked.Symbols.Append("∎").Take(looked.Alignment.Length)], looked.Source, looked.Alignment) }]);
        };
    }

    protected override IEnumerable<(string Name, TranslateRun Run)> Examples
        => new[] { "dates", "reversed" }.Select(n => PairSource.Practice + n).Select(name => (name, PairSource.Start(ConfigFile.Translate, name) with { Data = name }));

    protected override TranslateRun Start(string? file) => PairSource.Start(ConfigFile.Translate, file);

    public override void Evaluate(Inquiry inquiry)
    {
        var model = Translator.Load(inquiry.Model);
        var pairs = inquiry.Truth is { } truth ? PairFile.Parallel(inquiry.Data, truth) : PairFile.Read(inquiry.Data, stress: false);
        var figures = model.Evaluate(pairs, Width);
        var learned = Learned(inquiry.Model);
        var naive = learned is null ? null : TranslationReport.MostSimilar(model, pairs, learned);
        int known = learned is null ? 0 : pairs.Select(p => p.Source).Intersect(learned.Select(p => p.Source)).Count();
        string[] unknown = [.. pairs.SelectMany(p => model.Unknown(p.Source)).Distinct()];
        inquiry.Write(new { figures.Sources, figures.Exact, figures.Bleu, figures.Tokens, figures.ChrF, figures.SymbolErrors, figures.Loss, MostSimilar = naive, LearnedFrom = learned is null ? (int?)null : known, Unknown = unknown }, TranslationReport.Lines(model, figures, naive));
        if (inquiry.Json) return;
        if (known > 0) Screen.WriteLine(inquiry.Output, $"warning: {known} of {figures.Sources} sources were learned from, so the figures are too good for new ones", 9);
        if (unknown.Length > 0) Screen.WriteLine(inquiry.Output, $"warning: never seen in training: {string.Join(" ", unknown.Take(20))}{(unknown.Length > 20 ? $" and {unknown.Length - 20} more" : "")}", 9);
    }

    public override void Predict(Inquiry inquiry)
    {
        var model = Translator.Load(inquiry.Model);
        string[] sources = TextFile.Read(inquiry.Data).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var translations = model.Translate(sources, Math.Max(Width, inquiry.Best));
        if (inquiry.Report is { } page) AtomicFile.Write(page, AlignmentPage.Html([.. translations.Select(t => t[0])]));
        foreach (var found in translations)
        {
            if (inquiry.Json) inquiry.Output.WriteLine(JsonLine.Of(found.Take(inquiry.Best).Select(t => new { t.Text, t.LogProbability, t.Symbols, t.Source, t.Alignment, t.Unknown })));
            else inquiry.Output.WriteLine(string.Join('\t', found.Take(inquiry.Best).Select(t => t.Text)));
            if (!inquiry.Json && Screen.Is(inquiry.Output)) inquiry.Output.Write(AlignmentPage.Text(found[0], Screen.Width, !Screen.IsUtf8));
        }
    }

    public override List<(string Name, object Value, string Text)> Facts(string path)
    {
        var model = Translator.Load(path);
        return
        [
            ("task", Name, $"translate, by {model.Options.Source} into {model.Options.Target}"),
            .. Sizes(model.Options.Net.Cell, model.Options.Net.Layers, model.Options.Net.Hidden, model.Parameters, $" in encoder and decoder, {model.Options.Net.Attention} attention"),
            ("symbols", new { Source = model.SourceSymbols.Count, Target = model.TargetSymbols.Count }, $"{model.SourceSymbols.Count} of the source, {model.TargetSymbols.Count} of the target"),
        ];
    }

    /// <summary>What the model learned from, by the configuration beside it; null where that or its data is no longer there.</summary>
    private static IReadOnlyList<SequencePair>? Learned(string model)
    {
        string config = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(model))!, "config.json");
        try
        {
            return System.IO.File.Exists(config) && ConfigFile.Read(config) is TranslateRun run ? PairSource.Read(run).Training : null;
        }
        catch (SluiceException)
        {
            return null;
        }
    }
}
