using System.Text.Json.Nodes;
using Sluice.Audio;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Classify;

public sealed partial class Classifier
{
    /// <summary>The name of the task in model files.</summary>
    public const string TaskName = "classify";

    /// <summary>Saves the model, with its words, labels and sizes, as one safetensors file.</summary>
    public void Save(string path) => ModelFile.Save(path, TaskName, Parameters, Metadata());

    /// <summary>What has to be known beside the weights.</summary>
    private Dictionary<string, string> Metadata()
    {
        var metadata = new Dictionary<string, string>
        {
            ["classify.options"] = ClassifierOptions.Settings.ToJson(Options, comments: false),
            ["classify.input"] = DataJson.Write(Input.ToJson()),
            ["classify.labels"] = DataJson.Write(new JsonObject { ["labels"] = new JsonArray([.. Labels.Select(l => JsonValue.Create(l))]) }),
        };
        if (Columns is not null) metadata["classify.columns"] = RowColumns.Settings.ToJson(Columns, comments: false);
        if (Sound is not null) metadata["classify.sound"] = SpectralSettings.List.ToJson(Sound, comments: false);
        return metadata.With(this);
    }

    /// <summary>Loads a model that <see cref="Save"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">The file is not such a model, or damaged.</exception>
    public static Classifier Load(string path) => Load(ModelFile.Open(path, TaskName), path);

    internal static Classifier Load(SafeTensorsFile file, string path) => ModelFile.Build(path, () =>
    {
        ModelFile.Check(file, path, TaskName);
        string Text(string key) => ModelFile.Metadata(file, "classify." + key, path);
        var options = ClassifierOptions.Settings.FromJson(new ClassifierOptions(), Text("options"), path);
        var input = StepInput.FromJson(Text("input"), weights => ModelFile.CheckSize(file, weights, path));
        string[] labels =
            DataJson.Read("the labels", Text("labels"), root => root.GetProperty("labels").EnumerateArray().Select(DataJson.Text).ToArray());
        if (labels.Length < 2) throw new SluiceFormatException($"expected two labels or more, got {labels.Length}.", path);
        ModelFile.CheckSize(file, StackFor(options, input.Width).LeastWeights + (Int128)labels.Length * options.Hidden, path);
        var model = new Classifier(input, labels, options);
        ModelFile.Restore(file, model._parameters, path);
        (model.Schema, model.Learned) = (SavedSchema.Of(file), SavedSchema.Learned(file));
        if (!(model.Temperature.Value[0, 0] > 0))
            throw new SluiceFormatException($"expected a positive temperature, got {model.Temperature.Value[0, 0]}.", path);
        if (input is RowInput || file.Metadata.ContainsKey("classify.columns"))
            model.Columns = RowColumns.Settings.FromJson(new RowColumns(), Text("columns"), path);
        if (file.Metadata.ContainsKey("classify.sound")) model.Sound = SpectralSettings.List.FromJson(new SpectralOptions(), Text("sound"), path);
        return model;
    });
}
