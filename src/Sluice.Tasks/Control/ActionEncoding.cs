using System.Text.Json.Nodes;
using Sluice.Data.Tables;

namespace Sluice.Tasks.Control;

/// <summary>An action of a policy.</summary>
/// <param name="Choice">Which of the texts, or null where actions are numbers.</param>
/// <param name="Value">The probability of the choice, or the number.</param>
public readonly record struct PolicyAction(string? Choice, double Value);

/// <summary>How the actions of a log become targets of a net, and outputs become actions.</summary>
/// <param name="choices">What is chosen among, or null where actions are numbers.</param>
/// <param name="scaler">The scaling of numbers.</param>
internal sealed class ActionEncoding(OneHot? choices, Scaler scaler)
{
    /// <summary>What is chosen among, or null where actions are numbers.</summary>
    public OneHot? Choices { get; } = choices;

    /// <summary>The scaling of actions that are numbers.</summary>
    public Scaler Scaler { get; } = scaler;

    /// <summary>The outputs of a net.</summary>
    public int Width => Choices?.Width ?? 1;

    /// <summary>Learns the actions of some rows.</summary>
    public static ActionEncoding Fit(Table table, string column, IReadOnlyList<int> rows)
    {
        if (table.Column(column) is NumberColumn numbers)
        {
            double[] values = [.. rows.Select(r => numbers.Values[r])];
            TargetRange.Check(column, values, table.File);
            return new(null, Scaler.Fit(values, Scaling.Standard));
        }

        string?[] texts = table.Column<CategoryColumn>(column).Values;
        var choices = OneHot.Fit(rows.Select(r => texts[r]));
        return choices.Width is > 1 and <= 1000
            ? new(choices, default)
            : throw new SluiceFormatException(
                $"column '{column}' has {choices.Width} different actions in the episodes to learn from, expected 2 to 1000 or numbers.", table.File);
    }

    /// <summary>The target of each row: the place of the choice, or the scaled number; not a number where it is missing.</summary>
    /// <exception cref="SluiceFormatException">An action that was never learned.</exception>
    public float[] Targets(Table table, string column)
    {
        if (Choices is null) return [.. table.Column<NumberColumn>(column).Values.Select(v => (float)Scaler.Transform(v))];
        string?[] texts = table.Column<CategoryColumn>(column).Values;
        var targets = new float[texts.Length];
        for (int row = 0; row < texts.Length; row++)
        {
            int place = Choices.IndexOf(texts[row]);
            if (place < 0 && texts[row] is not null)
                throw new SluiceFormatException(
                    $"column '{column}' holds '{texts[row]}', which is in no episode that was learned from.{Nearest.Hint(texts[row]!, Choices.Categories.ToList())}",
                    table.File, table.Line(row));
            targets[row] = place < 0 ? float.NaN : place;
        }

        return targets;
    }

    /// <summary>The action that outputs stand for.</summary>
    public PolicyAction Decide(ReadOnlySpan<float> outputs)
    {
        if (Choices is null) return new(null, Scaler.Inverse(outputs[0]));
        int best = Best(outputs);
        double sum = 0;
        foreach (float output in outputs) sum += Math.Exp(output - outputs[best]);
        return new(Choices.Categories[best], 1 / sum);
    }

    /// <summary>The place of the largest output.</summary>
    public static int Best(ReadOnlySpan<float> outputs)
    {
        int best = 0;
        for (int k = 1; k < outputs.Length; k++) if (outputs[k] > outputs[best]) best = k;
        return best;
    }

    public string ToJson() => DataJson.Write(new JsonObject
    {
        ["choices"] = Choices is null ? null : new JsonArray([.. Choices.Categories.Select(c => JsonValue.Create(c))]),
        ["offset"] = Scaler.Offset,
        ["scale"] = Scaler.Scale,
    });

    public static ActionEncoding FromJson(string json) => DataJson.Read("the actions", json, root =>
    {
        bool numbers = root.GetProperty("choices").ValueKind == System.Text.Json.JsonValueKind.Null;
        var choices = numbers ? null : new OneHot(root.GetProperty("choices").EnumerateArray().Select(DataJson.Text));
        var scaler = new Scaler(root.GetProperty("offset").GetDouble(), root.GetProperty("scale").GetDouble());
        if (choices is { Width: < 2 } || !double.IsFinite(scaler.Offset) || !double.IsFinite(scaler.Scale))
            throw new SluiceException("expected 2 choices or more, or a finite scale.");
        return new ActionEncoding(choices, scaler);
    });
}
