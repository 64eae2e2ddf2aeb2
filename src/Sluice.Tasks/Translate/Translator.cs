using Sluice.Autodiff;
using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Tasks.Live;
using Sluice.Tasks.Search;

namespace Sluice.Tasks.Translate;

/// <summary>A translation.</summary>
/// <param name="Text">The text.</param>
/// <param name="Symbols">Its symbols.</param>
/// <param name="Source">The symbols of the source.</param>
/// <param name="LogProbability">ln p of all symbols and the end.</param>
/// <param name="Alignment">For each symbol and the end, how much of each symbol of the source was looked at.</param>
/// <param name="Unknown">The symbols of the source that were never seen in training.</param>
public sealed record TranslatedText(
    string Text, IReadOnlyList<string> Symbols, IReadOnlyList<string> Source, double LogProbability, float[][] Alignment,
    IReadOnlyList<string> Unknown);

/// <summary>Turns one text into another: a sentence into that of another language, a spelling into sounds, a date into another form.</summary>
public sealed partial class Translator : ILayer, ITraceable, ISymbolReader
{
    /// <summary>The name of the task in model files.</summary>
    public const string TaskName = "translate";

    // Sources are translated so many at a time.
    private const int AtOnce = 64;

    /// <summary>An untrained translator.</summary>
    public Translator(TextSymbols source, TextSymbols target, TranslatorOptions options)
    {
        (SourceSymbols, TargetSymbols, Options) = (source, target, options);
        Net = new EncoderDecoder(source.Count, target.Count, options.Net);
    }

    /// <summary>The symbols of sources.</summary>
    public TextSymbols SourceSymbols { get; }

    /// <summary>The symbols of targets.</summary>
    public TextSymbols TargetSymbols { get; }

    /// <summary>The sizes.</summary>
    public TranslatorOptions Options { get; }

    /// <summary>The net.</summary>
    public EncoderDecoder Net { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => Net.Parameters;

    /// <summary>The best translations of each text, the best first.</summary>
    /// <param name="texts">The sources; one without a symbol gives an empty translation.</param>
    /// <param name="beam">Translations that are followed side by side.</param>
    public IReadOnlyList<IReadOnlyList<TranslatedText>> Translate(IReadOnlyList<string> texts, int beam = 1)
    {
        int[][] sources = [.. texts.Select(EncodeSource)];
        var all = new IReadOnlyList<TranslatedText>[texts.Count];
        Array.Fill(all, [new TranslatedText("", [], [], 0, [], [])]);
        foreach (int[] places in Enumerable.Range(0, texts.Count).Where(i => sources[i].Length > 0).OrderBy(i => sources[i].Length).Chunk(AtOnce))
        {
            var found = Net.Search([.. places.Select(i => sources[i])], beam, Options.Longest);
            for (int n = 0; n < places.Length; n++) all[places[n]] = Read(found[n], texts[places[n]]);
        }

        return all;
    }

    /// <summary>The pieces of a source that were never seen in training.</summary>
    public IEnumerable<string> Unknown(string text)
    {
        int[] symbols = EncodeSource(text);
        return SourceSymbols.Cut(Seen(text, Options)).Where((_, i) => symbols[i] == SourceSymbols.Unknown);
    }

    /// <inheritdoc/>
    public (int Symbols, int Unknown) Count(string text) => (EncodeSource(text).Length, Unknown(text).Count());

    /// <summary>A source as the net reads it.</summary>
    private static string Seen(string text, TranslatorOptions options) => options.SmallLetters ? text.ToLowerInvariant() : text;

    private int[] EncodeSource(string text) => SourceSymbols.Encode(Seen(text, Options));

    /// <summary>An unknown symbol becomes that of the source at which it looked most.</summary>
    private TranslatedText[] Read(IReadOnlyList<FoundTarget> found, string text)
    {
        string[] pieces = SourceSymbols.Cut(Seen(text, Options)), unknown = [.. Unknown(text)];
        return [.. found.Select(f =>
        {
            string[] symbols = [.. f.Symbols.Select(
                (s, t) => s == TargetSymbols.Unknown ? pieces[Array.IndexOf(f.Alignment[t], f.Alignment[t].Max())] : TargetSymbols[s])];
            return new TranslatedText(TargetSymbols.Join(symbols), symbols, pieces, f.LogProbability, f.Alignment, unknown);
        })];
    }

    /// <summary>Saves the model, with its symbols and sizes, as one safetensors file.</summary>
    public void Save(string path) => ModelFile.Save(path, TaskName, Parameters, Metadata());

    /// <summary>What has to be known beside the weights.</summary>
    private Dictionary<string, string> Metadata() => new()
    {
        ["translate.options"] = TranslatorOptions.Settings.ToJson(Options, comments: false),
        ["translate.source"] = SourceSymbols.ToJson(),
        ["translate.target"] = TargetSymbols.ToJson(),
    };

    /// <summary>Loads a model that <see cref="Save"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">The file is not such a model, or damaged.</exception>
    public static Translator Load(string path) => Load(ModelFile.Open(path, TaskName), path);

    internal static Translator Load(SafeTensorsFile file, string path) => ModelFile.Build(path, () =>
    {
        ModelFile.Check(file, path, TaskName);
        string Text(string key) => ModelFile.Metadata(file, "translate." + key, path);
        var options = TranslatorOptions.Settings.FromJson(new TranslatorOptions(), Text("options"), path);
        TextSymbols source = TextSymbols.FromJson(options.Source, Text("source")), target = TextSymbols.FromJson(options.Target, Text("target"));
        Int128 embedding = options.Net.Embedding, hidden = options.Net.Hidden;
        ModelFile.CheckSize(
            file, (source.Count + (Int128)target.Count) * embedding + target.Count * hidden + options.Net.Layers * hidden * hidden, path);
        var model = new Translator(source, target, options);
        ModelFile.Restore(file, [.. model.Parameters], path);
        return model;
    });
}
