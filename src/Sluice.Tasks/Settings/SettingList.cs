using System.Text;
using System.Text.Json;

namespace Sluice.Tasks.Settings;

/// <summary>All settings of a task, from which configuration files and command-line options come.</summary>
/// <param name="all">The settings, those of a group together.</param>
/// <param name="task">The word by which configuration files say what they are for; null where nothing else has such settings.</param>
public sealed class SettingList<T>(IReadOnlyList<Setting<T>> all, string? task = null)
{
    private const string TaskKey = "task";

    /// <summary>The settings.</summary>
    public IReadOnlyList<Setting<T>> All => all;

    /// <summary>The options with one value changed.</summary>
    /// <exception cref="SluiceException">There is no such key (the message names the nearest), or the value does not fit.</exception>
    public T Apply(T options, string key, string value)
    {
        if (all.FirstOrDefault(s => s.Entries is not null && s.Key != key && key.StartsWith(s.Key[..^1], StringComparison.Ordinal)) is { } free)
            return free.Write(options, $"{key[(free.Key.Length - 1)..]}={value}");
        var setting = all.FirstOrDefault(s => s.Key == key)
            ?? throw new SluiceException($"Configuration: {NoSuch(key)}");
        return setting.Write(options, value);
    }

    /// <summary>Checks that a run that goes on differs from what it was in nothing but what may change.</summary>
    /// <param name="before">The run as its folder keeps it.</param>
    /// <param name="now">The run as it is asked for.</param>
    /// <param name="mayChange">The keys of what may change.</param>
    /// <param name="isSame">Whether two values of a key, which are not the same text, mean the same; null where none do.</param>
    /// <exception cref="UsageException">It differs in something else: with the key, what it was, and what may change.</exception>
    internal void CheckResumed(T before, T now, IReadOnlyCollection<string> mayChange, Func<string, string, string, bool>? isSame = null)
    {
        foreach (var setting in all)
        {
            string was = setting.Read(before), asked = setting.Read(now);
            if (was == asked || mayChange.Contains(setting.Key) || isSame?.Invoke(setting.Key, was, asked) == true) continue;
            string may = string.Join(", ", all.Select(s => s.Key).Where(mayChange.Contains));
            throw new UsageException(
                $"--resume: {setting.Key} is '{was}' in this run and stays so, got '{asked}'. What may change when it goes on: {may}. For anything else begin a new run.");
        }
    }

    /// <summary>The complete configuration as JSON, each setting with its comment.</summary>
    /// <param name="options">The options.</param>
    /// <param name="notes">What is to be said on some keys besides.</param>
    /// <param name="comments">Whether comments are wanted.</param>
    public string ToJson(T options, IReadOnlyDictionary<string, string>? notes = null, bool comments = true)
    {
        var json = new StringBuilder("{\n");
        if (task is not null) json.Append($"  \"{TaskKey}\": \"{task}\",\n");
        var groups = all.GroupBy(s => s.Key[..s.Key.IndexOf('.')]).ToList();
        foreach (var group in groups)
        {
            json.Append($"  \"{group.Key}\": {{\n");
            var settings = group.ToList();
            if (settings[0].Entries is { } entries)
            {
                json.Append(Free(settings[0], entries(options), notes, comments)).Append(group == groups[^1] ? "  }\n" : "  },\n");
                continue;
            }

            for (int i = 0; i < settings.Count; i++)
            {
                string value = settings[i].Read(options);
                if (comments)
                    json.Append($"    // {settings[i].Comment}{(notes?.GetValueOrDefault(settings[i].Key) is { } note ? $"; {note.ReplaceLineEndings(" ")}" : "")}\n");
                json.Append($"    \"{settings[i].Key[(group.Key.Length + 1)..]}\": ");
                json.Append(settings[i].IsText ? $"\"{JsonEncodedText.Encode(value)}\"" : value);
                json.Append(i < settings.Count - 1 ? ",\n" : "\n");
            }

            json.Append(group == groups[^1] ? "  }\n" : "  },\n");
        }

        return json.Append("}\n").ToString();
    }

    /// <summary>The options with the values of a configuration; comments and trailing commas are allowed.</summary>
    /// <exception cref="SluiceFormatException">It is not JSON, has an unknown key, or a value that does not fit: with file, line and
    /// column.</exception>
    public T FromJson(T options, string json, string file)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(
            bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 64 });
        try
        {
            reader.Read();
            Expect(reader, JsonTokenType.StartObject, "an object of groups of settings in braces");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string group = reader.GetString()!;
                if (group == TaskKey && task is not null)
                {
                    reader.Read();
                    Expect(reader, JsonTokenType.String, $"the task in quotes, such as \"{task}\"");
                    if (reader.GetString() != task)
                        throw Wrong(reader, $"expected a configuration of the task '{task}', got one of '{reader.GetString()}'.");
                    continue;
                }

                if (!all.Any(s => s.Key.StartsWith(group + '.', StringComparison.Ordinal)))
                    throw Wrong(
                        reader,
                        $"there is no group of settings '{group}'.{Nearest.Hint(group, [.. all.Select(s => s.Key[..s.Key.IndexOf('.')]).Distinct()])}");
                reader.Read();
                Expect(reader, JsonTokenType.StartObject, $"an object in braces for the group '{group}'");
                while (reader.Read()
                    && reader.TokenType == JsonTokenType.PropertyName) options = Next(options, ref reader, group, reader.GetString()!);
            }

            reader.Read();
            return options;
        }
        catch (JsonException e)
        {
            throw new SluiceFormatException(
                "this is not valid JSON; see the comma, quote or bracket before this place.", file, (int)(e.LineNumber ?? 0) + 1,
                (int)(e.BytePositionInLine ?? 0) + 1, e);
        }
        catch (InvalidOperationException e)
        {
            // Half of a surrogate pair is found only when a text is asked for.
            throw new SluiceFormatException(
                $"this is no text: {e.Message}", file, bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n') + 1, inner: e);
        }

        T Next(T before, ref Utf8JsonReader at, string group, string name)
        {
            string key = $"{group}.{name}";
            var free = all.FirstOrDefault(s => s.Entries is not null && s.Key == group + ".*");
            var setting = free ?? all.FirstOrDefault(s => s.Key == key) ?? throw Wrong(at, NoSuch(key));
            at.Read();
            string got = Encoding.UTF8.GetString(at.ValueSpan);
            if (setting.IsText
                ? at.TokenType != JsonTokenType.String
                : at.TokenType is not (JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False))
            {
                string found = at.TokenType switch
                {
                    JsonTokenType.StartArray => "a list",
                    JsonTokenType.StartObject => "an object",
                    JsonTokenType.String => $"\"{got}\"",
                    _ => got
                };
                throw Wrong(at, $"{key}: expected {(setting.IsText ? "a text in quotes" : "a number without quotes")}, got {found}.");
            }

            try
            {
                return setting.Write(before, free is not null ? $"{name}={at.GetString()}" : setting.IsText ? at.GetString()! : got);
            }
            catch (SluiceException e)
            {
                throw Wrong(at, e.Message);
            }
        }

        void Expect(Utf8JsonReader at, JsonTokenType type, string what)
        {
            if (at.TokenType != type) throw Wrong(at, $"expected {what}.");
        }

        SluiceFormatException Wrong(Utf8JsonReader at, string message)
        {
            var before = bytes.AsSpan(0, (int)at.TokenStartIndex);
            return new SluiceFormatException(
                message, file, before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1);
        }
    }

    private static string Free(
        Setting<T> setting, IReadOnlyList<(string Name, string Value)> entries, IReadOnlyDictionary<string, string>? notes, bool comments)
    {
        var json = new StringBuilder();
        if (comments) json.Append($"    // {setting.Comment}\n");
        for (int i = 0; i < entries.Count; i++)
        {
            var (name, value) = entries[i];
            string? note = comments ? notes?.GetValueOrDefault($"{setting.Key[..^1]}{name}") : null;
            json.Append($"    \"{JsonEncodedText.Encode(name)}\": \"{JsonEncodedText.Encode(value)}\"{(i < entries.Count - 1 ? "," : "")}{(note is null ? "" : $" // {note.ReplaceLineEndings(" ")}")}\n");
        }

        return json.ToString();
    }

    /// <summary>The hint looks at all keys for a likely slip, and lists those of the group otherwise.</summary>
    private string NoSuch(string key)
    {
        string[] keys = [.. all.Select(s => s.Key)],
            group = [.. keys.Where(k => k.StartsWith(key[..(key.IndexOf('.') + 1)], StringComparison.Ordinal))];
        return $"there is no setting '{key}'.{Nearest.Hint(key, Nearest.To(key, keys) is not null || group.Length == 0 ? keys : group)}";
    }
}
