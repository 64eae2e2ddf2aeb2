using Sluice.Cells;
using Sluice.Data.Sequences;
using Sluice.Formats;
using Sluice.Layers;

namespace Sluice.Tasks.Compose;

public sealed partial class MusicModel
{
    /// <summary>The name of the task in model files.</summary>
    public const string TaskName = "compose";

    /// <summary>Saves the model as one safetensors file.</summary>
    public void Save(string path) => ModelFile.Save(path, TaskName, Parameters, Metadata());

    /// <summary>What has to be known beside the weights.</summary>
    private Dictionary<string, string> Metadata() => new()
    {
        ["compose.options"] = MusicModelOptions.Settings.ToJson(Options, comments: false),
    };

    /// <summary>Loads a model that <see cref="Save"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">The file is not such a model, or not whole.</exception>
    public static MusicModel Load(string path) => Load(ModelFile.Open(path, TaskName), path);

    internal static MusicModel Load(SafeTensorsFile file, string path) => ModelFile.Build(path, () =>
    {
        ModelFile.Check(file, path, TaskName);
        var options = MusicModelOptions.Settings.FromJson(new MusicModelOptions(), ModelFile.Metadata(file, "compose.options", path), path);
        Int128 read = Catalog.Shape(options.Cell).TakesInputItself ? (Int128)Music.Keys * options.Hidden : 0;
        ModelFile.CheckSize(
            file, read + StackFor(options).LeastWeights + (Int128)Music.Keys * Catalog.Shape(options.Cell).OutputOf(options.Hidden), path);
        var model = new MusicModel(options);
        ModelFile.Restore(file, [.. model.Parameters], path);
        return model;
    });

    private static StackOptions StackFor(MusicModelOptions options)
        => new(
            options.Cell, Catalog.Shape(options.Cell).TakesInputItself ? options.Hidden : Music.Keys, options.Hidden, options.Layers, false,
            options.Dropout,
            options.RecurrentDropout);
}
