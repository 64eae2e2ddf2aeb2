using System.Globalization;
using Sluice.Data.Text;
using Sluice.Formats;

namespace Sluice.Tasks.Text;

public sealed partial class LanguageModel
{
    /// <summary>The name of the task in model files.</summary>
    public const string TaskName = "text";

    /// <summary>Saves the model, with its vocabulary and sizes, as one safetensors file.</summary>
    public void Save(string path) => ModelFile.Save(path, TaskName, Parameters, Metadata());

    /// <summary>What has to be known beside the weights.</summary>
    private Dictionary<string, string> Metadata() => new()
    {
        ["text.options"] = LanguageModelOptions.Settings.ToJson(Options, comments: false),
        ["sluice.vocabulary"] = Vocabulary.ToJson(),
    };

    /// <summary>Loads a model that <see cref="Save"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">The file is not such a model, or damaged.</exception>
    public static LanguageModel Load(string path) => Load(ModelFile.Open(path, TaskName), path);

    internal static LanguageModel Load(SafeTensorsFile file, string path)
    {
        ModelFile.Check(file, path, TaskName);
        var options = file.Metadata.TryGetValue("text.options", out string? saved)
            ? LanguageModelOptions.Settings.FromJson(new LanguageModelOptions(), saved, path)
            : Former(file, path);
        return ModelFile.Build(path, () =>
        {
            var vocabulary = Vocabulary.FromJson(ModelFile.Metadata(file, "sluice.vocabulary", path));
            ModelFile.CheckSize(file, StackFor(options).LeastWeights + (Int128)vocabulary.Count * (options.Embedding + options.Hidden), path);
            var model = new LanguageModel(vocabulary, options);
            ModelFile.Restore(file, model._parameters, path);
            return model;
        });
    }

    /// <summary>The options as files had them before they were a list of settings: a key each.</summary>
    private static LanguageModelOptions Former(SafeTensorsFile file, string path)
    {
        double Number(string name, double least, double most)
        {
            string text = ModelFile.Metadata(file, "sluice.model." + name, path);
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
                ? value
                : throw new SluiceFormatException($"expected 'sluice.model.{name}' from {least} to {most} in the metadata, got '{text}'.", path);
        }

        const int Most = 1 << 20;
        return new LanguageModelOptions
        {
            Tokenizer = ModelFile.Metadata(file, "sluice.model.tokenizer", path),
            Cell = ModelFile.Metadata(file, "sluice.model.cell", path),
            Hidden = (int)Number("hidden", 1, Most),
            Layers = (int)Number("layers", 1, 1000),
            Embedding = (int)Number("embedding", 1, Most),
            Dropout = Number("dropout", 0, 0.999),
            RecurrentDropout = Number("recurrent_dropout", 0, 0.999),
            RecurrentDropoutEachStep = file.Metadata.ContainsKey("sluice.model.recurrent_dropout_each_step")
                && Number("recurrent_dropout_each_step", 0, 1) == 1,
            LearnedInitial = Number("learned_initial", 0, 1) == 1,
            Residual = file.Metadata.ContainsKey("sluice.model.residual") && Number("residual", 0, 1) == 1,
            Seed = ulong.TryParse(file.Metadata.GetValueOrDefault("sluice.model.seed"), CultureInfo.InvariantCulture, out ulong seed) ? seed : 1,
        };
    }
}
