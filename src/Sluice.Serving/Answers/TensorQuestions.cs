using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Data.Tables;
using Sluice.Serving.Models;
using Sluice.Serving.Protocol;
using Sluice.Tasks.Live;
using Sluice.Tasks.Sources;

namespace Sluice.Serving.Answers;

/// <summary>What a model reads and says, as tensors: the rows of a live sequence, or the columns, texts or file that <c>predict</c> reads.</summary>
internal static class TensorQuestions
{
    private const string Text = "text", Data = "data", Answers = "answers";

    /// <summary>A tensor as the metadata of a model has it.</summary>
    internal sealed record Described(string Name, string Datatype, int[] Shape);

    /// <summary>The inputs of a model.</summary>
    public static IReadOnlyList<Described> Inputs(ModelVersion version)
    {
        if (version.Network is { } network) return NetworkAnswers.Described(network.Inputs);
        if (version.Live is { } live) return [.. live.Form.Inputs.Select(Of)];
        if (Columns(version) is { } columns)
            return [.. columns.Select(c => new Described(c.Name, c.Form.Kind == ColumnKind.Number ? DataTypes.Double : DataTypes.Bytes, [-1]))];
        return [new(IsText(version) ? Text : Data, DataTypes.Bytes, [IsText(version) ? -1 : 1])];
    }

    /// <summary>The outputs of a model that come unless others are named.</summary>
    public static IReadOnlyList<Described> Outputs(ModelVersion version)
        => version.Network is { } network ? NetworkAnswers.Described(network.Outputs)
            : version.Live is { } live ? [.. live.Form.Outputs.Select(Of)] : [new(Answers, DataTypes.Bytes, [-1])];

    /// <summary>The data that tensors stand for, as <c>predict</c> reads it, and the ending of its form.</summary>
    /// <exception cref="ServingException">A tensor is missing, unknown, or of another type or shape.</exception>
    public static (byte[] Data, string Ending) Read(ModelVersion version, IReadOnlyList<WireTensor> tensors)
    {
        if (Columns(version) is { } columns) return (Rows(columns, tensors), ".json");
        string name = IsText(version) ? Text : Data;
        if (tensors is not [{ IsText: true } only] || only.Name != name || only.Values.Length == 0)
            throw ServingException.Bad(
                $"model '{version.Name}': expected one input '{name}' of BYTES, got {(tensors.Count == 0 ? "none" : string.Join(", ", tensors.Select(t => $"'{t.Name}' of {t.Datatype}")))}.");
        string[] texts = (string[])only.Values;
        if (name == Text) return (TaskAnswers.Lines(texts), ".txt");
        if (texts.Length > 1) throw ServingException.Bad($"input '{Data}': expected one file as base64, got {texts.Length}.");
        try
        {
            return (Convert.FromBase64String(texts[0]), "");
        }
        catch (FormatException)
        {
            throw ServingException.Bad($"input '{Data}': expected the bytes of a file as base64.");
        }
    }

    /// <summary>All that a model said: its answers as JSON, and each column of them.</summary>
    public static IReadOnlyList<WireTensor> Told(TaskAnswer answer) =>
    [
        new(Answers, [answer.Machine.Count], answer.Machine.ToArray()),
        .. answer.Predictions.Answers.Columns.Select(c => new WireTensor(c.Name, [c.Count], c switch
        {
            NumberColumn numbers => numbers.Values,
            DateColumn dates => dates.Values.Select(d => d is { } date ? TimeStep.Text(date) : "").ToArray(),
            CategoryColumn texts => texts.Values.Select(t => t ?? "").ToArray(),
            _ => Array.Empty<string>(),
        })),
    ];

    private static Described Of(LiveField field) => new(field.Name, field.IsText ? DataTypes.Bytes : DataTypes.Double, [-1, field.Length]);

    private static bool IsText(ModelVersion version) => version.Task.Reads(version.Model).Reads == "text";

    private static IReadOnlyList<ColumnSchema>? Columns(ModelVersion version)
        => version.Task.Reads(version.Model).Reads is "table" or "rows" && version.Model is ITableModel { Schema: { } schema } ? schema.Columns : null;

    /// <summary>Columns as a table: a JSON object for each row. A column may be missing; whether it must not is for the task to say.</summary>
    private static byte[] Rows(IReadOnlyList<ColumnSchema> columns, IReadOnlyList<WireTensor> tensors)
    {
        if (tensors.FirstOrDefault(t => columns.All(c => c.Name != t.Name)) is { } strange)
            throw ServingException.Bad($"there is no input '{strange.Name}'; the inputs are {string.Join(", ", columns.Select(c => c.Name))}.");
        if (tensors.Count == 0) throw ServingException.Bad($"expected inputs of {string.Join(", ", columns.Select(c => c.Name))}, got none.");
        int count = tensors[0].Values.Length;
        foreach (var tensor in tensors)
        {
            if (tensor.Values.Length != count || tensor.Shape.Length is not (1 or 2) || (tensor.Shape.Length == 2 && tensor.Shape[1] != 1))
                throw ServingException.Bad($"input '{tensor.Name}': expected the shape [{count}], got [{string.Join(", ", tensor.Shape)}].");
            if (!tensor.IsText && columns.First(c => c.Name == tensor.Name).Form.Kind == ColumnKind.Date)
                throw ServingException.Bad($"input '{tensor.Name}': expected BYTES, which hold dates, got numbers.");
        }

        var rows = new JsonArray();
        for (int r = 0; r < count; r++)
        {
            var row = new JsonObject();
            foreach (var tensor in tensors)
                row[tensor.Name] = tensor.Values is string[] texts
                    ? texts[r]
                    : ((double[])tensor.Values)[r] is var number && double.IsFinite(number) ? JsonValue.Create(number) : null;
            rows.Add(row);
        }

        return Encoding.UTF8.GetBytes(rows.ToJsonString(new JsonSerializerOptions { Encoder = AnswerJson.Options.Encoder }));
    }
}
