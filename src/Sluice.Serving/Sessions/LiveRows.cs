using System.Text.Json;
using Sluice.Serving.Protocol;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Sessions;

/// <summary>The rows of live steps and their answers, in the forms in which they travel.</summary>
internal static class LiveRows
{
    /// <summary>The rows in tensors [rows, length], or [length] for one row.</summary>
    /// <exception cref="ServingException">A tensor is missing, unknown, or of another type or shape.</exception>
    public static IReadOnlyList<LiveRow> Of(LiveForm form, IReadOnlyList<WireTensor> tensors)
    {
        if (tensors.FirstOrDefault(t => form.Inputs.All(f => f.Name != t.Name)) is { } strange)
            throw ServingException.Bad($"there is no input '{strange.Name}'; the inputs are {Names(form)}.");
        int count = -1;
        var given = new WireTensor?[form.Inputs.Count];
        for (int i = 0; i < given.Length; i++)
        {
            var field = form.Inputs[i];
            given[i] = tensors.FirstOrDefault(t => t.Name == field.Name);
            if (given[i] is not { } tensor)
            {
                if (field.IsOptional) continue;
                throw ServingException.Bad($"expected an input '{field.Name}', got {(tensors.Count == 0 ? "none" : string.Join(", ", tensors.Select(t => t.Name)))}.");
            }

            if (tensor.IsText != field.IsText)
                throw ServingException.Bad($"input '{field.Name}': expected {(field.IsText ? "BYTES" : "numbers, such as FP64")}, got {(tensor.IsText ? "BYTES" : "numbers")}.");
            bool flat = tensor.Shape.Length == 1, column = flat && field.Length == 1;
            int width = tensor.Shape.Length is not (1 or 2) ? -1 : column ? 1 : tensor.Shape[^1];
            int rows = flat && !column ? 1 : tensor.Shape.FirstOrDefault();
            if (width < 0 || (field.Length >= 0 && width != field.Length) || (count >= 0 && rows != count) || rows == 0)
                throw ServingException.Bad(
                    $"input '{field.Name}': expected the shape [{(count < 0 ? "rows" : count)}, {(field.Length < 0 ? "any" : field.Length)}], got [{string.Join(", ", tensor.Shape)}].");
            count = rows;
        }

        return [.. Enumerable.Range(0, count).Select(r => new LiveRow([.. given.Select(t => t is null ? null : Row(t, r, count))]))];
    }

    /// <summary>The answers to rows as tensors [rows, length].</summary>
    public static IReadOnlyList<WireTensor> Answers(LiveForm form, IReadOnlyList<Array[]> answers)
        => [.. form.Outputs.Select((field, o) =>
        {
            Array values = field.IsText
                ? answers.SelectMany(a => (string[])a[o]).ToArray()
                : answers.SelectMany(a => (double[])a[o]).ToArray();
            return new WireTensor(field.Name, [answers.Count, answers.Count == 0 ? 0 : values.Length / answers.Count], values);
        })];

    /// <summary>The rows in a JSON object: one row, or a list of them under <c>rows</c>.</summary>
    /// <param name="form">What a row holds.</param>
    /// <param name="json">The object.</param>
    /// <param name="others">Keys that are none of a row.</param>
    public static IReadOnlyList<LiveRow> Of(LiveForm form, JsonElement json, params ReadOnlySpan<string> others)
    {
        if (!json.TryGetProperty("rows", out var rows)) return [Row(form, json, others)];
        if (rows.ValueKind != JsonValueKind.Array || rows.GetArrayLength() == 0)
            throw ServingException.Bad($"expected a list of rows for 'rows', got {WireTensor.Kind(rows)}.");
        List<LiveRow> read = [];
        foreach (var row in rows.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Object) throw ServingException.Bad($"rows: expected objects, got {WireTensor.Kind(row)}.");
            read.Add(Row(form, row, []));
        }

        return read;
    }

    /// <summary>
    /// Writes the answer to a row into an object: a number or a text where there is one of it, else a list; null for what is no finite number.
    /// </summary>
    public static void Write(Utf8JsonWriter json, LiveForm form, Array[] answer)
    {
        for (int o = 0; o < answer.Length; o++)
        {
            json.WritePropertyName(form.Outputs[o].Name);
            bool isList = form.Outputs[o].Length != 1;
            if (isList) json.WriteStartArray();
            if (answer[o] is string[] texts) foreach (string text in texts) json.WriteStringValue(text);
            else foreach (double number in (double[])answer[o]) Write(json, number);
            if (isList) json.WriteEndArray();
        }
    }

    private static void Write(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteNullValue();
    }

    private static string Names(LiveForm form) => string.Join(", ", form.Inputs.Select(f => f.Name));

    private static Array Row(WireTensor tensor, int row, int rows)
    {
        int width = tensor.Values.Length / rows;
        Range own = (row * width)..((row + 1) * width);
        return tensor.Values is string[] texts ? texts[own] : ((double[])tensor.Values)[own];
    }

    /// <summary>A row by the names of its inputs, or by the names of what the first one holds, such as sensors.</summary>
    private static LiveRow Row(LiveForm form, JsonElement json, ReadOnlySpan<string> others)
    {
        var values = new Array?[form.Inputs.Count];
        var first = form.Inputs[0];
        double[]? byName = null;
        foreach (var property in json.EnumerateObject())
        {
            if (IsOf(others, property)) continue;
            if (PlaceOf(form.Inputs, f => f.Name, property) is >= 0 and var input) values[input] = Value(form.Inputs[input], property.Value);
            else if (first.Length == first.Names.Count && PlaceOf(first.Names, n => n, property) is >= 0 and var place)
            {
                byName ??= [.. Enumerable.Repeat(double.NaN, first.Length)];
                byName[place] = Number(first.Names[place], property.Value);
            }
            else
            {
                throw ServingException.Bad(
                    $"there is no input '{property.Name}'; the inputs are {Names(form)}{(first.Names.Count > 1 ? $", with {string.Join(", ", first.Names)}" : "")}.");
            }
        }

        values[0] ??= byName;
        for (int i = 0; i < values.Length; i++)
            if (values[i] is null && !form.Inputs[i].IsOptional) throw ServingException.Bad($"expected a value for '{form.Inputs[i].Name}', got none.");
        return new LiveRow(values);
    }

    private static bool IsOf(ReadOnlySpan<string> names, JsonProperty property)
    {
        foreach (string name in names)
            if (property.NameEquals(name)) return true;
        return false;
    }

    /// <summary>The first place of what has the property's name; −1 where nothing has.</summary>
    private static int PlaceOf<T>(IReadOnlyList<T> all, Func<T, string> name, JsonProperty property)
    {
        for (int place = 0; place < all.Count; place++)
            if (property.NameEquals(name(all[place]))) return place;
        return -1;
    }

    private static Array? Value(LiveField field, JsonElement json)
    {
        if (field.IsOptional && json.ValueKind == JsonValueKind.Null) return null;
        int count = json.ValueKind == JsonValueKind.Array ? json.GetArrayLength() : 1;
        if (field.Length >= 0 && count != field.Length)
            throw ServingException.Bad($"'{field.Name}': expected {field.Length} values, got {count}.");
        return field.IsText ? All(field.Name, json, count, Text) : All(field.Name, json, count, Number);
    }

    /// <summary>The values of a list, or the one that stands alone.</summary>
    private static T[] All<T>(string name, JsonElement json, int count, Func<string, JsonElement, T> read)
    {
        if (json.ValueKind != JsonValueKind.Array) return [read(name, json)];
        var values = new T[count];
        int n = 0;
        foreach (var value in json.EnumerateArray()) values[n++] = read(name, value);
        return values;
    }

    private static string Text(string name, JsonElement json)
        => json.ValueKind == JsonValueKind.String ? json.GetString()! : throw ServingException.Bad($"'{name}': expected a text, got {WireTensor.Kind(json)}.");

    private static double Number(string name, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.Null => double.NaN,
        _ => throw ServingException.Bad($"'{name}': expected numbers, got {WireTensor.Kind(json)}."),
    };
}
