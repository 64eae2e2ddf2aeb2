using Sluice.Autodiff;
using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Tasks.Glimpses;
using Sluice.Tasks.Search;

namespace Sluice.Tasks.Describe;

/// <summary>What a describer says of a scene.</summary>
/// <param name="Words">The words.</param>
/// <param name="LogProbability">ln p of all words and the end.</param>
/// <param name="Attention">For each word and the end, how much of each place was looked at.</param>
public sealed record DescribedScene(IReadOnlyList<string> Words, double LogProbability, float[][] Attention)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Words);
}

/// <summary>Says what is on a picture, and shows where it looked for each word.</summary>
public sealed partial class Describer : ILayer, ITraceable
{
    /// <summary>The name of the task in model files.</summary>
    public const string TaskName = "describe";

    // Scenes are described so many at a time.
    private const int AtOnce = 128;

    private readonly int _size;

    /// <summary>An untrained describer.</summary>
    /// <param name="options">The scenes, and the sizes.</param>
    /// <param name="size">Pixels of a place of the grid in both directions.</param>
    /// <exception cref="SluiceException">Sizes that make no sense.</exception>
    public Describer(DescriberOptions options, int size)
    {
        options.Scenes.Check();
        if (size < 1) throw new SluiceException($"Describer: expected places of 1 pixel or more, got {size}.");
        (Options, Language, _size) = (options, new Grammar(options.Scenes), size);
        Net = new CaptionNet(3 * size * size, Language.Words.Count, options);
    }

    /// <summary>The scenes, and the sizes.</summary>
    public DescriberOptions Options { get; }

    /// <summary>The language of captions.</summary>
    public Grammar Language { get; }

    /// <summary>The net.</summary>
    public CaptionNet Net { get; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => Net.Parameters;

    /// <summary>The longest caption: so many words of a thing, and of how it stands to the next.</summary>
    private int Longest => 5 * Options.Scenes.Most + 1;

    /// <summary>The best descriptions of each scene, the best first.</summary>
    /// <param name="scenes">The scenes, on a grid of the size that was learned.</param>
    /// <param name="beam">Captions that are followed side by side; 1 takes the best word at each step.</param>
    public IReadOnlyList<IReadOnlyList<DescribedScene>> Describe(IReadOnlyList<Scene> scenes, int beam = 1)
        => [.. scenes.Chunk(AtOnce).SelectMany(chunk => Net.Search(Pictures(chunk), beam, Longest)).Select(found => found.Select(Read).ToArray())];

    private DescribedScene Read(FoundTarget found) => new([.. found.Symbols.Select(s => Language.Words[s])], found.LogProbability, found.Alignment);

    /// <summary>What the net sees: the pixels of each place of each scene.</summary>
    internal Tensor Pictures(IReadOnlyList<Scene> scenes, Tensor? memory = null)
    {
        var options = Options.Scenes;
        int row = 3 * _size, width = row * options.Columns;
        var pictures = memory is not null && memory.Shape[1] == scenes.Count ? memory : new Tensor(options.Places, scenes.Count, row * _size);
        for (int b = 0; b < scenes.Count; b++)
        {
            byte[] pixels = scenes[b].Pixels;
            if (pixels.Length != width * _size * options.Rows)
                throw new SluiceException(
                    $"Describer: expected pictures of {_size * options.Columns} x {_size * options.Rows} pixels, got {pixels.Length / 3} pixels.");
            for (int place = 0; place < options.Places; place++)
            {
                var (y, x) = Math.DivRem(place, options.Columns);
                var input = pictures.Row(place * scenes.Count + b);
                for (int line = 0; line < _size; line++)
                    for (int c = 0; c < row; c++) input[line * row + c] = pixels[(y * _size + line) * width + x * row + c] / 255f;
            }
        }

        return pictures;
    }

    /// <summary>Saves the model, with its settings, as one safetensors file.</summary>
    public void Save(string path) => ModelFile.Save(path, TaskName, Parameters, Metadata());

    /// <summary>What has to be known beside the weights.</summary>
    private Dictionary<string, string> Metadata() => new()
    {
        ["describe.options"] = DescriberOptions.Settings.ToJson(Options, comments: false),
        ["describe.size"] = $"{_size}",
    };

    /// <summary>Loads a model that <see cref="Save"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">The file is not such a model, or damaged.</exception>
    public static Describer Load(string path) => Load(ModelFile.Open(path, TaskName), path);

    internal static Describer Load(SafeTensorsFile file, string path) => ModelFile.Build(path, () =>
    {
        ModelFile.Check(file, path, TaskName);
        var options = DescriberOptions.Settings.FromJson(new DescriberOptions(), ModelFile.Metadata(file, "describe.options", path), path);
        options.Scenes.Check();
        string size = ModelFile.Metadata(file, "describe.size", path);
        if (!ushort.TryParse(size, out ushort pixels))
            throw new SluiceFormatException($"expected the pixels of a place in 'describe.size', got '{size}'.", path);
        Int128 features = options.Features, embedding = options.Embedding;
        ModelFile.CheckSize(
            file, features * (3 * pixels * (Int128)pixels + options.Scenes.Places + features) + options.Hidden * (embedding + features), path);
        ModelFile.CheckSize(file, new StackOptions(options.Cell, options.Embedding + options.Features, options.Hidden).LeastWeights, path);
        var model = new Describer(options, pixels);
        ModelFile.Restore(file, [.. model.Parameters], path);
        return model;
    });
}
