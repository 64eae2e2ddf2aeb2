using Sluice.Autodiff;
using Sluice.Formats;
using Sluice.Layers;

namespace Sluice.Learn.Teaching;

/// <summary>
/// A net that reads the story word by word, one-hot, and says which language is spoken: one recurrent layer, and a vote on its output.
/// </summary>
/// <remarks>Its weights do not change once it is made, so that any number of threads may read with it.</remarks>
public sealed class FluentNet
{
    /// <summary>Units of each net.</summary>
    public const int Units = 24;

    private const string Resource = "Sluice.Learn.fluent.safetensors";

    private static readonly Lazy<IReadOnlyDictionary<string, FluentNet>> s_own = new(Own);

    internal FluentNet(string cell, FluentText text, ulong seed)
    {
        Layer = new Recurrent("fluent", "l0", cell, text.Words, Units, seed);
        Vote = new Linear("vote", Units, text.Words + text.Languages.Count, seed);
    }

    /// <summary>The recurrent layer.</summary>
    public Recurrent Layer { get; }

    /// <summary>The vote on its output.</summary>
    public Linear Vote { get; }

    internal IEnumerable<Parameter> Parameters => [.. Layer.Parameters, .. Vote.Parameters];

    /// <summary>The plain net of a language, of the cell <c>rnn</c>, as this library carries it.</summary>
    public static FluentNet Plain(StoryLanguage language) => s_own.Value[Name(language, "rnn")];

    /// <summary>The LSTM of a language, as this library carries it.</summary>
    public static FluentNet Lstm(StoryLanguage language) => s_own.Value[Name(language, "lstm")];

    /// <summary>What its weights are called in the file: Chinese is one, however it is written.</summary>
    internal static string Name(StoryLanguage language, string cell) => $"{(language == StoryLanguage.English ? "english" : "chinese")}.{cell}.";

    /// <summary>Writes the nets as one file.</summary>
    internal static void Save(string path, IReadOnlyDictionary<string, FluentNet> nets, IReadOnlyDictionary<string, string> metadata)
        => ModelFile.Save(path, "fluent", nets.SelectMany(n => ModelFile.Tensors(n.Value.Parameters, n.Key)), metadata);

    private static Dictionary<string, FluentNet> Own()
    {
        using var stream = typeof(FluentNet).Assembly.GetManifestResourceStream(Resource)
            ?? throw new SluiceException("Sluice.Learn: expected the weights of the fluent speakers in the library, and it was built without them.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var file = SafeTensorsFile.Parse(bytes.ToArray(), Resource);
        Dictionary<string, FluentNet> nets = [];
        foreach (var language in new[] { StoryLanguage.English, StoryLanguage.Simplified })
        {
            foreach (string cell in new[] { "rnn", "lstm" })
            {
                var net = new FluentNet(cell, FluentText.Of(language), 0);
                ModelFile.Restore(
                    new SafeTensorsFile(
                        file.Tensors.Where(t => t.Name.StartsWith(Name(language, cell), StringComparison.Ordinal)), file.Metadata),
                    [.. net.Parameters], Resource, Name(language, cell));
                nets[Name(language, cell)] = net;
            }
        }

        return nets;
    }
}
