using Sluice.Data;
using Sluice.Devices;
using Sluice.Readers;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Translation;

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

    protected override string File => "pairs of texts (two columns with a tab between, or a dictionary of pronunciations)";

    public override TrainingJob Prepare(TranslateRun run)
    {
        if (run.Threads > 0) Device.Use(run.Threads);
        var pairs = run.Targets.Length > 0 ? PairFile.Parallel(run.Data, run.Targets) : PairFile.Read(run.Data, run.Stress);
        if (run.Swapped) pairs = [.. pairs.Select(p => p.Swapped)];
        var (training, test) = run.TestEvery > 1 ? SequencePair.KeepApart(pairs, run.TestEvery) : (pairs, []);
        var (model, data) = Fitting.To(run.Data, () => Translator.From(Texts(training), null, run.Model));
        string[] about =
        [
            $"{run.Model.Net.Cell}, {run.Model.Net.Layers} x {run.Model.Net.Hidden} in encoder and decoder, {run.Model.Net.Attention} attention, {model.Parameters.Sum(p => p.Value.Count)} parameters",
            $"{Path.GetFileName(run.Data)}, {training.Count - data.Validation.Count} pairs to learn from, {data.Validation.Count} to check on, {test.Count} to measure on at the end",
            $"{model.SourceSymbols.Count} symbols of the source, {model.TargetSymbols.Count} of the target",
        ];
        return new TrainingJob(this, TranslateRun.Settings.ToJson(run), run.Training, data, run.Data, model.Save, about, _ => Figures(model, test.Count > 0 ? Texts(test) : data.Validation, training));
    }

    public override void Evaluate(Inquiry inquiry)
    {
        var model = Translator.Load(inquiry.Model);
        var pairs = inquiry.Truth is { } truth ? PairFile.Parallel(inquiry.Data, truth) : PairFile.Read(inquiry.Data, stress: false);
        var figures = model.Evaluate(Texts(pairs), Width);
        inquiry.Write(figures, Figures(figures));
    }

    public override void Predict(Inquiry inquiry)
    {
        var model = Translator.Load(inquiry.Model);
        string[] sources = TextFile.Read(inquiry.Data).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        foreach (var found in model.Translate(sources, Math.Max(Width, inquiry.Best)))
        {
            if (inquiry.Json) inquiry.Output.WriteLine(JsonLine.Of(found.Take(inquiry.Best).Select(t => new { t.Text, t.LogProbability, t.Symbols, t.Source, t.Alignment })));
            else inquiry.Output.WriteLine(string.Join('\t', found.Take(inquiry.Best).Select(t => t.Text)));
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

    private static (string, string)[] Texts(IEnumerable<SequencePair> pairs) => [.. pairs.Select(p => (p.Source, p.Target))];

    /// <summary>The figures, beside those of the target of the most similar source that was learned from.</summary>
    private static List<(string, string)> Figures(Translator model, IReadOnlyList<(string Source, string Target)> pairs, IReadOnlyList<SequencePair> training)
    {
        var figures = model.Evaluate(pairs, Width);
        var neighbours = new NearestNeighbour(training);
        var questions = pairs.GroupBy(p => p.Source).ToArray();
        string[] answers = [.. questions.Select(q => neighbours.Find(q.Key).Target)];
        string[][] right = [.. questions.Select(q => q.Select(p => p.Target).ToArray())];
        double exact = (double)answers.Where((a, i) => right[i].Contains(a)).Count() / answers.Length;
        return [.. Figures(figures), ("most similar", $"the target of the most similar source: {exact:P1} right, chrF {CharacterF.Of(answers, right):F1}")];
    }

    private static List<(string, string)> Figures(TranslationFigures f) =>
    [
        ("sources", $"{f.Sources}"),
        ("right", $"{f.Exact:P2} (wrong {1 - f.Exact:P2})"),
        ("symbols wrong", $"{f.SymbolErrors:P2}"),
        ("chrF", $"{f.ChrF:F2}"),
        ("loss", $"{f.Loss:F4} nats a symbol"),
    ];
}
