using Sluice.Data.Tables;
using Sluice.Formats;

namespace Sluice.Tasks.Sources;

/// <summary>A model that learned from a table, and reads others as that one was read.</summary>
public interface ITableModel
{
    /// <summary>The columns that it learned from; null where it learned from no table, or was saved before models kept this.</summary>
    Schema? Schema { get; }

    /// <summary>
    /// The rows, or sequences, that it learned from, of forecasters with those of the validation part; null where it was saved before models kept
    /// this.
    /// </summary>
    RowSketch? Learned { get; }
}

/// <summary>The schema in a model file.</summary>
internal static class SavedSchema
{
    private const string Key = "sluice.schema", LearnedKey = "sluice.learned";

    /// <summary>Adds to the metadata of a model file what a model learned from.</summary>
    public static Dictionary<string, string> With(this Dictionary<string, string> metadata, ITableModel model)
    {
        if (model.Schema is { } schema) metadata[Key] = schema.ToJson();
        if (model.Learned is { } learned) metadata[LearnedKey] = learned.ToString();
        return metadata;
    }

    /// <summary>The rows in a model file that it learned from, or null.</summary>
    public static RowSketch? Learned(SafeTensorsFile file) => file.Metadata.TryGetValue(LearnedKey, out string? text) ? RowSketch.Parse(text) : null;

    /// <summary>The schema in a model file, or null.</summary>
    public static Schema? Of(SafeTensorsFile file) => file.Metadata.TryGetValue(Key, out string? json) ? Schema.FromJson(json) : null;
}
