using Sluice.Data.Tables;
using Sluice.Formats;

namespace Sluice.Tasks.Sources;

/// <summary>A model that learned from a table, and reads others as that one was read.</summary>
public interface ITableModel
{
    /// <summary>The columns that it learned from; null where it learned from no table, or was saved before models kept this.</summary>
    Schema? Schema { get; }
}

/// <summary>The schema in a model file.</summary>
internal static class SavedSchema
{
    private const string Key = "sluice.schema";

    /// <summary>Adds a schema to the metadata of a model file.</summary>
    public static Dictionary<string, string> With(this Dictionary<string, string> metadata, Schema? schema)
    {
        if (schema is not null) metadata[Key] = schema.ToJson();
        return metadata;
    }

    /// <summary>The schema in a model file, or null.</summary>
    public static Schema? Of(SafeTensorsFile file) => file.Metadata.TryGetValue(Key, out string? json) ? Schema.FromJson(json) : null;
}
