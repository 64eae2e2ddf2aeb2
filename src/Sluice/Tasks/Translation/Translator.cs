using Sluice.Autodiff;
using Sluice.Data;
using Sluice.Formats;
using Sluice.Layers;

namespace Sluice.Tasks.Translation;

/// <summary>A translation.</summary>
/// <param name="Text">The text.</param>
/// <param name="Symbols">Its symbols.</param>
/// <param name="Source">The symbols of the source.</param>
/// <param name="LogProbability">ln p of all symbols and the end.</param>
/// <param name="Alignment">For each symbol and the end, how much of each symbol of the source was looked at.</param>
public sealed record TranslatedText(string Text, IReadOnlyList<string> Symbols, IReadOnlyList<string> Source, double LogProbability, float[][] Alignment);

/// <summary>Turns one text into another: a sentence into that of another language, a spelling into sounds, a date into another form.</summary>
public sealed partial class Translator : ILayer
{
    /// <summary>The name of the task in model files.</summary>
    public const string TaskName = "translate";

    private const string Unknown = "\uFFFD";

    // Sources are translated so many at a time.
    private const int AtOnce = 64;

    private readonly ITokenizer _reader, _writer;

    /// <summary>An untrained translator.</summary>
    public Translator(Vocabulary source, Vocabulary target, TranslatorOptions options)
    {
        (SourceSymbols, TargetSymbols, Options) = (source, target, options);
        (_reader, _writer) = (TokenizerFor(options.Source), TokenizerFor(options.Target));
        Net = new EncoderDecoder(source.Count, target.Count, options.Net);
    }

    /// <summary>The symbols of sources.</summary>
    public Vocabulary SourceSymbols { get; }

    /// <summary>The symbols of targets.</summary>
    public Vocabulary TargetSymbols { get; }

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
        string[][] sources = [.. texts.Select(t => _reader.Tokenize(t).ToArray())];
        var all = new IReadOnlyList<TranslatedText>[texts.Count];
        Array.Fill(all, [new TranslatedText("", [], [], 0, [])]);
        foreach (int[] places in Enumerable.Range(0, texts.Count).Where(i => sources[i].Length > 0).OrderBy(i => sources[i].Length).Chunk(AtOnce))
        {
            var found = Net.Search([.. places.Select(i => SourceSymbols.Encode(sources[i]))], beam, Options.Longest);
            for (int n = 0; n < places.Length; n++) all[places[n]] = [.. found[n].Select(f => Read(f, sources[places[n]]))];
        }

        return all;
    }

    /// <summary>An unknown symbol becomes that of the source at which it looked most.</summary>
    private TranslatedText Read(FoundTarget found, string[] source)
    {
        string[] symbols = [.. found.Symbols.Select((s, t) => s == TargetSymbols.UnknownIndex ? source[Array.IndexOf(found.Alignment[t], found.Alignment[t].Max())] : TargetSymbols[s])];
        return new TranslatedText(_writer.Join(symbols), symbols, source, found.LogProbability, found.Alignment);
    }

    private static ITokenizer TokenizerFor(string name) => name == "space" ? new SpaceTokenizer() : LanguageModel.TokenizerFor(name);

    /// <summary>Saves the model, with its symbols and sizes, as one safetensors file.</summary>
    public void Save(string path) => ModelFile.Save(path, TaskName, Parameters, new Dictionary<string, string>
    {
        ["translate.options"] = TranslatorOptions.Settings.ToJson(Options, comments: false),
        ["translate.source"] = SourceSymbols.ToJson(),
        ["translate.target"] = TargetSymbols.ToJson(),
    });

    /// <summary>Loads a model that <see cref="Save"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">The file is not such a model, or damaged.</exception>
    public static Translator Load(string path) => Load(ModelFile.Open(path, TaskName), path);

    internal static Translator Load(SafeTensorsFile file, string path) => ModelFile.Build(path, () =>
    {
        ModelFile.Check(file, path, TaskName);
        string Text(string key) => ModelFile.Metadata(file, "translate." + key, path);
        var options = TranslatorOptions.Settings.FromJson(new TranslatorOptions(), Text("options"), path);
        Vocabulary source = Vocabulary.FromJson(Text("source")), target = Vocabulary.FromJson(Text("target"));
        Int128 embedding = options.Net.Embedding, hidden = options.Net.Hidden;
        ModelFile.CheckSize(file, (source.Count + (Int128)target.Count) * embedding + target.Count * hidden + options.Net.Layers * hidden * hidden, path);
        var model = new Translator(source, target, options);
        ModelFile.Restore(file, [.. model.Parameters], path);
        return model;
    });
}
