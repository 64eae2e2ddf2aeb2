using System.Text;
using System.Text.Json;
using Sluice.Data;

namespace Sluice.Tasks.Settings;

/// <summary>All settings of a task, from which configuration files and command-line options come.</summary>
/// <param name="all">The settings, those of a group together.</param>
public sealed class SettingList<T>(IReadOnlyList<Setting<T>> all)
{
    /// <summary>The settings.</summary>
    public IReadOnlyList<Setting<T>> All => all;

    /// <summary>The options with one value changed.</summary>
    /// <exception cref="SluiceException">There is no such key (the message names the nearest), or the value does not fit.</exception>
    public T Apply(T options, string key, string value)
    {
        var setting = all.FirstOrDefault(s => s.Key == key)
            ?? throw new SluiceException($"Configuration: there is no setting '{key}'.{Nearest.Hint(key, [.. all.Select(s => s.Key)])}");
        return setting.Write(options, value);
    }

    /// <summary>The complete configuration as JSON, each setting with its comment.</summary>
    public string ToJson(T options)
    {
        var json = new StringBuilder("{\n");
        var groups = all.GroupBy(s => s.Key[..s.Key.IndexOf('.')]).ToList();
        foreach (var group in groups)
        {
            json.Append($"  \"{group.Key}\": {{\n");
            var settings = group.ToList();
            for (int i = 0; i < settings.Count; i++)
            {
                string value = settings[i].Read(options);
                json.Append($"    // {settings[i].Comment}\n");
                json.Append($"    \"{settings[i].Key[(group.Key.Length + 1)..]}\": ");
                json.Append(settings[i].IsText ? $"\"{JsonEncodedText.Encode(value)}\"" : value);
                json.Append(i < settings.Count - 1 ? ",\n" : "\n");
            }

            json.Append(group == groups[^1] ? "  }\n" : "  },\n");
        }

        return json.Append("}\n").ToString();
    }

    /// <summary>The options with the values of a configuration; comments and trailing commas are allowed.</summary>
    /// <exception cref="SluiceFormatException">It is not JSON, has an unknown key, or a value that does not fit.</exception>
    public T FromJson(T options, string json, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 4 });
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new SluiceFormatException("expected an object of groups of settings.", file, 1, 1);
            foreach (var group in document.RootElement.EnumerateObject())
            {
                if (group.Value.ValueKind != JsonValueKind.Object) throw new SluiceFormatException($"expected an object for the group '{group.Name}'.", file);
                foreach (var value in group.Value.EnumerateObject())
                    options = Apply(options, $"{group.Name}.{value.Name}", value.Value.ValueKind == JsonValueKind.String ? value.Value.GetString()! : value.Value.GetRawText());
            }

            return options;
        }
        catch (JsonException e)
        {
            throw new SluiceFormatException("this is not valid JSON; see the comma or bracket before this place.", file, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1, e);
        }
        catch (SluiceException e) when (e is not SluiceFormatException)
        {
            throw new SluiceFormatException(e.Message, file, inner: e);
        }
    }
}
