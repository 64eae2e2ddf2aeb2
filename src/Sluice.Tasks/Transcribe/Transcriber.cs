using Sluice.Audio;
using Sluice.Autodiff;
using Sluice.Data.Text;
using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Tasks.Live;
using Sluice.Tasks.Settings;
using Recording = Sluice.Layers.Recording;

namespace Sluice.Tasks.Transcribe;

/// <summary>
/// Speech to text: recurrent layers over rows of features, and at each step a softmax over the symbols and the blank, which learns by
/// connectionist temporal classification where in the sound the symbols are.
/// </summary>
public sealed partial class Transcriber : ILayer, ITraceable, ILiveModel
{
    /// <summary>The name of the task in model files.</summary>
    public const string TaskName = "transcribe";

    // The blank is class 0, and symbol s is class s + 1.
    internal const int Blank = 0;

    private readonly RecurrentStack _stack;
    private readonly Linear _output;
    private readonly Parameter[] _parameters;
    private readonly ITokenizer _tokenizer;

    internal Transcriber(TranscriberOptions options, FeatureScaling scaling, Vocabulary symbols, NaiveTranscript naive, SpectralOptions? sound)
    {
        (Options, Scaling, Symbols, Naive, Sound) = (options, scaling, symbols, naive, sound);
        _tokenizer = TokenizerFor(options);
        _stack = new RecurrentStack("rnn", StackFor(options, scaling), options.Seed);
        _output = new Linear("output", _stack.Output, symbols.Count + 1, options.Seed);
        _parameters = [.. _stack.Parameters, .. _output.Parameters];
    }

    /// <summary>The sizes.</summary>
    public TranscriberOptions Options { get; }

    /// <summary>How features are scaled.</summary>
    public FeatureScaling Scaling { get; }

    /// <summary>What texts are made of, the most frequent first.</summary>
    public Vocabulary Symbols { get; }

    /// <summary>What is said without listening.</summary>
    public NaiveTranscript Naive { get; }

    /// <summary>How sound became features; null where they come from elsewhere.</summary>
    public SpectralOptions? Sound { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => _parameters;

    /// <inheritdoc/>
    public LiveNet? Live => Sound is not null && !Options.Bidirectional && Options.Level != "recording" ? new SpeechLive(this) : null;

    /// <summary>The recurrent layers.</summary>
    public RecurrentStack Stack => _stack;

    /// <summary>Steps of the net for so many rows of features.</summary>
    public int StepsOf(int rows) => (rows + Options.Stack - 1) / Options.Stack;

    /// <summary>The words of a text with one space between, or its characters.</summary>
    internal string Plain(string text) => _tokenizer.Join(_tokenizer.Tokenize(text));

    internal IEnumerable<string> Tokens(string text) => _tokenizer.Tokenize(text);

    internal Transcript Told(IEnumerable<int> labels, double logProbability)
    {
        string[] symbols = [.. labels.Select(l => Symbols[l - 1])];
        return new Transcript(_tokenizer.Join(symbols), symbols, logProbability);
    }

    /// <summary>The logits [T, B, symbols + 1] for x [T, B, features · stack].</summary>
    internal Tensor Logits(Tape tape, Tensor x, int[] lengths, List<Recording>? recordings = null)
    {
        var y = _stack.Run(tape, x, out _, null, lengths, recordings);
        return _output.Run(tape, Dropout.Run(tape, y, Options.Dropout, Initial.Hash("output.dropout")));
    }

    /// <summary>One step of a live recording: x [1, features · stack], y [1, symbols + 1].</summary>
    internal void Step(Tensor x, State[] memory, Tensor y) => _output.Step(_stack.Step(x, memory), y);

    internal static ITokenizer TokenizerFor(TranscriberOptions options)
        => options.Symbols == "word" ? new SpaceTokenizer() : new CharacterTokenizer();

    private static StackOptions StackFor(TranscriberOptions options, FeatureScaling scaling)
        => new(options.Cell, checked(scaling.Width * options.Stack), options.Hidden, options.Layers, options.Bidirectional, options.Dropout);

    /// <summary>Saves the model as one safetensors file.</summary>
    public void Save(string path) => ModelFile.Save(path, TaskName, _parameters, Metadata());

    /// <summary>What has to be known beside the weights.</summary>
    private Dictionary<string, string> Metadata()
    {
        var metadata = new Dictionary<string, string>
        {
            ["transcribe.options"] = TranscriberOptions.Settings.ToJson(Options, comments: false),
            ["transcribe.scaling"] = Scaling.ToJson(),
            ["transcribe.symbols"] = Symbols.ToJson(),
            ["transcribe.naive"] = Naive.ToJson(),
        };
        if (Sound is not null) metadata["transcribe.sound"] = SpectralSettings.List.ToJson(Sound, comments: false);
        return metadata;
    }

    /// <summary>Loads a model that <see cref="Save"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">The file is not such a model, or not whole.</exception>
    public static Transcriber Load(string path) => Load(ModelFile.Open(path, TaskName), path);

    internal static Transcriber Load(SafeTensorsFile file, string path) => ModelFile.Build(path, () =>
    {
        ModelFile.Check(file, path, TaskName);
        string Text(string key) => ModelFile.Metadata(file, "transcribe." + key, path);
        var options = TranscriberOptions.Settings.FromJson(new TranscriberOptions(), Text("options"), path);
        var scaling = FeatureScaling.FromJson(Text("scaling"));
        var symbols = Vocabulary.FromJson(Text("symbols"));
        var naive = NaiveTranscript.FromJson(Text("naive"));
        var sound = file.Metadata.ContainsKey("transcribe.sound") ? SpectralSettings.List.FromJson(new SpectralOptions(), Text("sound"), path) : null;
        if (symbols.Count == 0) throw new SluiceException("expected a symbol or more, got none.");
        if (sound is not null && sound.Width != scaling.Width)
            throw new SluiceException($"expected {scaling.Width} features of sound as there are scales, got {sound.Width}.");
        ModelFile.CheckSize(file, scaling.Width * (Int128)options.Stack, path);
        ModelFile.CheckSize(file, StackFor(options, scaling).LeastWeights + symbols.Count * (Int128)options.Hidden, path);
        var model = new Transcriber(options, scaling, symbols, naive, sound);
        ModelFile.Restore(file, model._parameters, path);
        return model;
    });
}
