using Sluice.Data.Reports;
using Sluice.Data.Sequences;
using Sluice.Data.Text;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Translate;

/// <summary>How pairs are recognised, checked and walked along to look into a model.</summary>
internal sealed partial class TranslateTask
{
    public override ILayer Load(SafeTensorsFile file, string path) => Translator.Load(file, path);

    protected override object Report(TranslateRun run, string? config)
    {
        var (training, validation, test) = PairSource.Read(run);
        return Report(training, validation, test);
    }

    private static SequenceReport Report(
        IReadOnlyList<SequencePair> training, IReadOnlyList<SequencePair>? validation, IReadOnlyList<SequencePair> test)
    {
        static IEnumerable<LabelledSequence> Pairs(IReadOnlyList<SequencePair> pairs, DataPart part)
            => pairs.Select(p => new LabelledSequence(part, p.Source.Length, [], p.Source + '\t' + p.Target));
        return SequenceReport.Of(
            [.. Pairs(training, DataPart.Training), .. Pairs(validation ?? [], DataPart.Validation), .. Pairs(test, DataPart.Test)]);
    }

    public override TaskSample? SampleData { get; } = new(
        "pairs", "what English and Spanish call places, languages, scripts and currencies",
        "Unicode CLDR 48.2, npm packages cldr-localenames-full and cldr-numbers-full", "Unicode-3.0 (pairs.LICENSE)",
        ["train translate pairs.tsv --source character --target character", "predict last --data questions.txt"]);

    public override TaskFit? Fit(DataLook look)
        => look.Form == DataForm.Pairs ? new TaskFit(FitStrength.Sure, "pairs of texts, one to be made out of the other") : null;

    protected override InputKind Reads(Translator model) => new("text");

    protected override IEnumerable<string> Samples(Translator model, LearnedData data) => PairSource.Sources(data);

    protected override IEnumerable<string> StockSamples(Translator model)
        => new[] { "hello", "Good morning.", "good morning", "HELLO", "你好。", "abc" }.Where(s => !model.Unknown(s).Any()).Take(3);

    protected override Inspected Inspect(Translator model, InspectInquiry inquiry)
    {
        string text = inquiry.Text ?? "";
        if (inquiry.Text is null)
        {
            string[] lines = TextLines.Of(TextFile.Read(inquiry.File("FILE, or --text TEXT,")));
            text = lines[inquiry.Place(lines.Length)].Split('\t')[0];
        }

        var recordings = model.Inspect(text);
        var told = model.Translate([text], Width)[0][0];
        // Of each symbol of the source those of the translation that looked at it most.
        var lookers = told.Symbols.Zip(told.Alignment).ToLookup(s => Array.IndexOf(s.Second, s.Second.Max()), s => s.First);
        return Inspected.Of(
            model.Options.Net.Cell, model.Options.Net.Layers, model.Options.Net.Hidden, ["symbol", "becomes"],
            told.Source.Select((s, t) => new[] { Inspected.Visible(s), string.Join(' ', lookers[t]) }), recordings);
    }

    internal override IReadOnlyList<FuzzFeed> Fuzz =>
    [
        new(
            "translator", [Small("word", "character"), Small("pairs", "space")],
            ["\\\"a\\\",", "\\\"hidden\\\": 9,", "\\\"source\\\": \\\"pairs\\\",", "\\\"merges\\\":", "multiplicative", "1048576"], model =>
        {
            // A net that has learned nothing may never end.
            var translator = (Translator)model;
            if (translator.Options.Longest <= 1000) translator.Translate(["Jane sees é", "", "看"], 2);
        }),
    ];

    private static Action<string> Small(string source, string target) => Translator.From(
        [new("Jane sees Doug", "Jane 看见 Doug"), new("Doug sees", "Doug 看见")], [], new TranslatorOptions
        {
            Source = source,
            Target = target,
            Merges = 4,
            Net = new EncoderDecoderOptions { Hidden = 2, Embedding = 2 }
        }).Model.Save;

    /// <summary>What the model learned from; null where that is no longer there.</summary>
    private static IReadOnlyList<SequencePair>? Learned(TranslateRun? run)
    {
        try
        {
            return run is null ? null : PairSource.Read(run).Training;
        }
        catch (SluiceException)
        {
            return null;
        }
    }
}
