using Sluice.Networks;
using Sluice.Tasks.Labels;

namespace Sluice.Tasks.Forecast;

public sealed partial class Forecaster : INetworkModel
{
    /// <summary>
    /// The rows of a table [time, batch] in: of each the value of the target (<c>value</c>: not a number, or -1 of categories, where it is
    /// missing), what is only seen then, and what is known ahead of the row after it. Out come the forecasts made after each row: the quantiles of
    /// the rows that follow [time, batch, horizon, levels], or the probabilities of the categories of the next. The first row has a value.
    /// </summary>
    /// <remarks>A step reads what was forecast for it, so the layers stand in the body of a Scan.</remarks>
    /// <inheritdoc/>
    public ExportedNetwork ToNetwork(bool stream = false)
    {
        var net = new NetworkBuilder();
        bool classes = Target.Categories is not null;
        string value = net.Input("value", classes ? ElementType.Int64 : ElementType.Float, "time", "batch");
        string[] columns =
            [.. EncodedColumns.Read(net, Known, "known", "time", "batch"), .. EncodedColumns.Read(net, Past, "past", "time", "batch")];
        int width = Target.Width, back = classes ? width : Target.Season == 1 ? 2 : Target.Season + 1;
        string seen = classes ? net.Add("GreaterOrEqual", value, net.Whole(0)) : net.Add("Not", net.Add("IsNaN", value));
        string values = classes
            ? net.Add("Where", net.Unsqueeze(seen, -1), EncodedColumns.OneHot(net, value, width), net.Number(1f / width))
            : net.Unsqueeze(Inward(net, value), -1);
        string[][] states = net.Before(Stack, stream, value, 1);
        (string, ElementType)[] before =
        [
            .. states.SelectMany(s => s).Select(s => (s, ElementType.Float)),
            (net.State("state_rows", stream, value, 1, [0]), ElementType.Float),
            (net.State("state_own", stream, value, 1, new float[width]), ElementType.Float),
            (net.State("state_values", stream, value, 1, new float[back]), ElementType.Float),
        ];
        (string, ElementType)[] scanned =
        [
            (values, ElementType.Float), (net.Unsqueeze(seen, -1), ElementType.Bool),
            .. columns.Length > 0 ? new[] { (net.Concat(-1, columns), ElementType.Float) } : [],
        ];
        string[] made = net.Scan(before, scanned, (body, s, slices) => Step(body, s, slices, states));
        int at = before.Length;
        net.After(Stack, stream, Apart(made, states));
        foreach (var (name, units, place) in new[] { ("state_rows", 1, 3), ("state_own", width, 2), ("state_values", back, 1) })
            net.Next(name, stream, made[at - place], units);
        if (classes)
        {
            net.Output("class", net.Largest(made[at]), ElementType.Int64, "time", "batch");
            net.Output("probabilities", made[at], ElementType.Float, "time", "batch", $"{width}");
        }
        else
        {
            Say(net, made[at]);
        }

        return net.ToExported("forecast", Metadata());
    }

    /// <summary>The value of a row as the net works with it; 0 where it is missing.</summary>
    private string Inward(NetworkBuilder net, string value)
    {
        if (!Target.Logarithm) return net.Known(value, net.Number(0));
        float least = (float)Math.Exp(Target.Scaler.Offset - 20 * Target.Scaler.Scale);
        return net.Add("Log", net.Add("Max", net.Known(value, net.Number(1)), net.Number(least)));
    }

    private static string[][] Apart(string[] all, string[][] like)
    {
        int at = 0;
        return [.. like.Select(l => all[at..(at += l.Length)])];
    }

    /// <summary>
    /// A step after a row is known: what it makes are the rising quantiles of the rows that follow, or probabilities; its states are those of the
    /// layers, the rows so far, its own forecast, and the last values, as <see cref="Rollout"/> has them.
    /// </summary>
    private (string[] After, (string, ElementType)[] Made) Step(NetworkBuilder body, string[] s, string[] slices, string[][] states)
    {
        string rows = s[^3], first = body.Add("Equal", rows, body.Number(0)), own = body.Add("Where", first, slices[0], s[^2]);
        string last = body.Add("Where", slices[1], slices[0], own), seen = body.Cast(slices[1], ElementType.Float);
        bool classes = Target.Categories is not null;
        int back = Target.Season + 1;
        string values = classes ? last
            : body.Concat(-1, body.Slice(body.Add("Where", first, last, s[^1]), -1, 1, int.MaxValue), last);
        string x = body.Concat(-1, [.. slices[2..], seen, .. classes ? [last, own] : Changes(body, values, last, own)]);
        var (y, after) = body.Step(Stack, x, Apart(s, states));
        string output = body.Linear(_output, body.Concat(-1, y, x)), next, made;
        if (classes)
        {
            next = made = body.Softmax(output);
        }
        else
        {
            int horizon = Options.Horizon, levels = Options.Quantiles.Count;

            // Row -1 is the one that is known: the last of the values.
            long[] bases = [.. Enumerable.Range(0, horizon).Select(ahead => (long)(back + Target.Base(ahead, -1)))];
            string repeated = body.Unsqueeze(body.Add("Gather", [values, body.Integers(bases)], 1, ("axis", 1L))[0], -1);
            string changes = body.Add("Mul", body.Reshape(output, 0, horizon, levels), body.Number((float)Target.Step));
            made = body.Rising(body.Add("Add", repeated, changes), levels);
            next = body.Squeeze(body.Slice(body.Slice(made, 1, 0, 1), 2, Median, Median + 1), 2);
        }

        string counted = body.Add("Add", rows, body.Number(1));
        return ([.. after.SelectMany(a => a), counted, next, values], [(made, ElementType.Float)]);
    }

    /// <summary>The level, the last change, how wrong the last forecast was, and what the season did a round ago.</summary>
    private string[] Changes(NetworkBuilder body, string values, string last, string own)
    {
        int back = Target.Season + 1;
        string At(int row) => body.Slice(values, -1, back + row, back + row + 1);
        string Change(string of, string from) => body.Add("Div", body.Add("Sub", of, from), body.Number((float)Target.Step));
        string level = body.Scaled(last, [(Target.Scaler.Offset, Target.Scaler.Scale)]);
        string[] changes = [level, Change(last, At(-2)), Change(last, own)];
        return Target.Season == 1 ? changes : [.. changes, Change(last, At(-1 - Target.Season)), Change(At(-Target.Season), last)];
    }

    /// <summary>The quantiles as forecasts: put right on the validation part, and in the unit of the target.</summary>
    private void Say(NetworkBuilder net, string quantiles)
    {
        string told = _calibration!.Export(net, quantiles, between: false, Target.Step);
        if (Target.Logarithm) told = net.Add("Exp", told);
        if (Target.EndsAtZero) told = net.Add("Max", told, net.Number(0));
        string point = net.Squeeze(net.Slice(told, -1, Median, Median + 1), -1);
        net.Output("point", point, ElementType.Float, "time", "batch", $"{Options.Horizon}");
        net.Output("quantiles", told, ElementType.Float, "time", "batch", $"{Options.Horizon}", $"{Options.Quantiles.Count}");
    }
}
