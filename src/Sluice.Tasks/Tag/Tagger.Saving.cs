using System.Text.Json.Nodes;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Tag;

public sealed partial class Tagger
{
    /// <summary>The name of the task in model files.</summary>
    public const string TaskName = "tag";

    /// <summary>Saves the model, with its words, tags and sizes, as one safetensors file.</summary>
    public void Save(string path) => ModelFile.Save(path, TaskName, Parameters, Metadata());

    /// <summary>What has to be known beside the weights.</summary>
    private Dictionary<string, string> Metadata() => new Dictionary<string, string>
    {
        ["tag.options"] = TaggerOptions.Settings.ToJson(Options, comments: false),
        ["tag.columns"] = RowColumns.Settings.ToJson(Columns ?? new RowColumns(), comments: false),
        ["tag.input"] = DataJson.Write(Input.ToJson()),
        ["tag.tags"] = DataJson.Write(new JsonObject
        {
            ["kind"] = Kind.ToString(),
            ["tags"] = new JsonArray([.. Tags.Select(t => JsonValue.Create(t))]),
            ["labels"] = new JsonArray([.. Labels.Select(t => JsonValue.Create(t))]),
            ["majority"] = new JsonArray([.. Majority.Select(t => JsonValue.Create(t))]),
        }),
    }.With(this);

    /// <summary>Loads a model that <see cref="Save"/> wrote.</summary>
    /// <exception cref="SluiceFormatException">The file is not such a model, or damaged.</exception>
    public static Tagger Load(string path) => Load(ModelFile.Open(path, TaskName), path);

    internal static Tagger Load(SafeTensorsFile file, string path) => ModelFile.Build(path, () =>
    {
        ModelFile.Check(file, path, TaskName);
        string Text(string key) => ModelFile.Metadata(file, "tag." + key, path);
        var options = TaggerOptions.Settings.FromJson(new TaggerOptions(), Text("options"), path);
        var input = StepInput.FromJson(Text("input"), weights => ModelFile.CheckSize(file, weights, path));
        var (kind, tags, labels, majority) = DataJson.Read("the tags", Text("tags"), root => (
            Enum.Parse<TagKind>(DataJson.Text(root.GetProperty("kind"))),
            root.GetProperty("tags").EnumerateArray().Select(DataJson.Text).ToArray(),
            root.GetProperty("labels").EnumerateArray().Select(DataJson.Text).ToArray(),
            root.GetProperty("majority").EnumerateArray().Select(m => m.GetInt32()).ToArray()));
        if (tags.Length < 2
            || majority.Any(m => m < 0 || m >= tags.Length) || (majority.Length > 0 && (input as WordInput)?.Words.Count != majority.Length))
            throw new SluiceFormatException("the tags do not fit the words.", path);
        Int128 recurrent = options.Layers == 0 ? 0 : StackFor(options, input.Width).LeastWeights;
        ModelFile.CheckSize(file, recurrent
            + (Int128)tags.Length * (options.Layers == 0 ? input.Width : options.Hidden)
            + (options.Field ? (Int128)tags.Length * tags.Length : 0), path);
        var model = new Tagger(input, tags, kind, labels, majority, options);
        ModelFile.Restore(file, model._parameters, path);
        (model.Schema, model.Learned) = (SavedSchema.Of(file), SavedSchema.Learned(file));
        if (input is RowInput) model.Columns = RowColumns.Settings.FromJson(new RowColumns(), Text("columns"), path);
        return model;
    });
}
