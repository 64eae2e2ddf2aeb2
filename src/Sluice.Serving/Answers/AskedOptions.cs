using System.Globalization;
using System.Text.Json;
using Sluice.Tasks.Descriptor;

namespace Sluice.Serving.Answers;

/// <summary>The options of a task as requests name them: without dashes before them, with _ for - within.</summary>
internal static class AskedOptions
{
    /// <summary>The values of all options, those that are not given as the task has them.</summary>
    /// <param name="options">What there is to be asked.</param>
    /// <param name="given">What is given; a key is taken out when it is understood.</param>
    /// <exception cref="ServingException">A value is of another kind.</exception>
    public static Dictionary<string, object> Of(IReadOnlyList<TaskOption> options, Dictionary<string, string> given)
    {
        Dictionary<string, object> values = [];
        foreach (var option in options)
            values[option.Name] = !option.IsModel && given.Remove(Key(option), out string? text) ? Value(option, text) : option.Default;
        return values;
    }

    /// <summary>Refuses what was not understood.</summary>
    public static void CheckRest(IReadOnlyList<TaskOption> options, IReadOnlyDictionary<string, string> rest, params string[] others)
    {
        if (rest.Count > 0)
            throw ServingException.Bad(
                $"there is no option '{rest.First().Key}'; the options are {string.Join(", ", others.Concat(options.Where(o => !o.IsModel).Select(Key)))}.");
    }

    /// <summary>A whole number that the service itself asks for.</summary>
    public static int Whole(Dictionary<string, string> given, string key, int usual, int least, int most)
    {
        if (!given.Remove(key, out string? text)) return usual;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value : throw ServingException.Bad($"'{key}': expected a whole number from {least} to {most}, got '{text}'.");
    }

    /// <summary>The values of an object as texts.</summary>
    public static Dictionary<string, string> Texts(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) throw ServingException.Bad("expected an object with the options.");
        return json.EnumerateObject().DistinctBy(p => p.Name).ToDictionary(
            p => p.Name, p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText());
    }

    public static string Key(TaskOption option) => option.Name.TrimStart('-').Replace('-', '_');

    private static object Value(TaskOption option, string text)
    {
        var (style, culture) = (NumberStyles.Float, CultureInfo.InvariantCulture);
        return option.Default switch
        {
            int when int.TryParse(text, style, culture, out int n) => n,
            ulong when ulong.TryParse(text, NumberStyles.Integer, culture, out ulong n) => n,
            double when double.TryParse(text, style, culture, out double n) => n,
            bool when bool.TryParse(text, out bool b) => b,
            string => text,
            _ => throw ServingException.Bad($"'{Key(option)}': expected a value such as {AnswerJson.Of(option.Default)}, got '{text}'."),
        };
    }
}
