using System.Text;
using System.Text.Json;
using Sluice.Serving.Models;
using Sluice.Serving.Protocol;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Sources;

namespace Sluice.Serving.Answers;

/// <summary>What a model says of the data of a request.</summary>
/// <param name="Predictions">The answers.</param>
/// <param name="Machine">Each as <c>predict --json</c> writes it, a line each.</param>
/// <param name="Notes">What is to be said of how the data was read.</param>
internal sealed record TaskAnswer(Predictions Predictions, IReadOnlyList<string> Machine, IReadOnlyList<string> Notes);

/// <summary>Asks models by their tasks.</summary>
internal sealed class TaskAnswers(ComputeTurns turns)
{
    private const int MostAnswers = 100;

    /// <summary>Asks a model about data.</summary>
    /// <param name="version">The model.</param>
    /// <param name="data">The data.</param>
    /// <param name="ending">Its form.</param>
    /// <param name="given">Options, as texts.</param>
    /// <param name="stop">Set when nobody waits any longer.</param>
    public async Task<TaskAnswer> Ask(
        ModelVersion version, ReadOnlyMemory<byte> data, string ending, Dictionary<string, string> given, CancellationToken stop)
    {
        var task = version.Task;
        int best = AskedOptions.Whole(given, "best", 1, 1, MostAnswers);
        var options = AskedOptions.Of(task.PredictOptions, given);
        AskedOptions.CheckRest(task.PredictOptions, given, "best");
        return await turns.Take(version.Name, () =>
        {
            using var file = new QuestionFile(data.Span, ending);
            using var notes = new StringWriter();
            var answer = file.Read(() =>
            {
                var inquiry = new Inquiry(version.Path, TableSource.Of(file.Path), true, TextWriter.Null)
                {
                    Unanswered = new Unanswered(notes),
                    Best = best,
                    Options = options,
                    ToJson = AnswerJson.Of,
                    Seen = version.Drift!.Add,
                };
                var predictions = task.Predict(version.Model, inquiry)
                    ?? throw ServingException.Bad($"a model for the task '{task.Name}' answers no such request.");
                string[] machine = [.. predictions.Machine.Select(AnswerJson.Of)];
                inquiry.Unanswered.Finish();
                return new TaskAnswer(predictions, machine, [.. TextLinesOf(file.Named(notes.ToString()))]);
            });
            if (ending == ".txt") version.Drift!.AddLines(data.Span);
            return answer;
        }, stop);
    }

    /// <summary>What <c>info</c> says of a model.</summary>
    public Task<IReadOnlyDictionary<string, object>> Facts(ModelVersion version, CancellationToken stop) => turns.Take(
        version.Name, () => (IReadOnlyDictionary<string, object>)version.Task.Facts(version.Model).ToDictionary(f => f.Name, f => f.Value), stop);

    /// <summary>
    /// The data in a JSON body: texts under <c>text</c> or <c>texts</c>, a table under <c>rows</c>, each perhaps with <c>options</c> beside it;
    /// anything else is a file of the task as it is.
    /// </summary>
    public static (ReadOnlyMemory<byte> Data, string Ending, Dictionary<string, string> Options) OfJson(ReadOnlyMemory<byte> body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            using (InferRequest.Parse(body)) return default; // says where
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return (body, ".json", []);
            var options = root.TryGetProperty("options", out var given) ? AskedOptions.Texts(given) : [];
            if (root.TryGetProperty("rows", out var rows)) return (Encoding.UTF8.GetBytes(rows.GetRawText()), ".json", options);
            if (root.TryGetProperty("text", out var text)) return (Lines([text]), ".txt", options);
            if (root.TryGetProperty("texts", out var texts) && texts.ValueKind == JsonValueKind.Array) return (Lines(texts.EnumerateArray()), ".txt", options);
            return (body, ".json", []);
        }
    }

    /// <summary>Texts as lines, which they must not hold themselves.</summary>
    public static byte[] Lines(IEnumerable<string> texts)
    {
        var lines = new StringBuilder();
        foreach (string text in texts)
        {
            if (text.AsSpan().ContainsAny('\n', '\r')) throw ServingException.Bad("expected texts of one line each, got one with the end of a line in it.");
            lines.Append(text).Append('\n');
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    private static byte[] Lines(IEnumerable<JsonElement> texts) => Lines(texts.Select(t => t.ValueKind == JsonValueKind.String
        ? t.GetString()! : throw ServingException.Bad($"expected texts, got {WireTensor.Kind(t)}.")));

    private static IEnumerable<string> TextLinesOf(string notes)
        => Data.Text.TextLines.Of(notes).Where(l => l.Length > 0).Select(l => l.StartsWith("note: ", StringComparison.Ordinal) ? l[6..] : l);
}
